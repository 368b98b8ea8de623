package org.elastictee.provider.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/** Chooses among identities by the type of their key and the issuers of their certificates. */
final class ElasticKeyManager extends X509ExtendedKeyManager {
  private final IdentitySource source;

  ElasticKeyManager(IdentitySource source) {
    this.source = source;
  }

  @Override
  public String[] getClientAliases(String keyType, Principal[] issuers) {
    return clientAliases(keyType, issuers).toArray(String[]::new);
  }

  @Override
  public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
    return chooseClientAlias(keyTypes, issuers);
  }

  @Override
  public String chooseEngineClientAlias(String[] keyTypes, Principal[] issuers, SSLEngine engine) {
    return chooseClientAlias(keyTypes, issuers);
  }

  @Override
  public String[] getServerAliases(String keyType, Principal[] issuers) {
    return aliases(keyType, issuers).toArray(String[]::new);
  }

  @Override
  public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
    return chooseServerAlias(keyType, issuers);
  }

  @Override
  public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
    return chooseServerAlias(keyType, issuers);
  }

  @Override
  public X509Certificate[] getCertificateChain(String alias) {
    return find(alias).map(identity -> identity.chain().get()).orElse(null);
  }

  @Override
  public PrivateKey getPrivateKey(String alias) {
    return find(alias).map(identity -> identity.key().get()).orElse(null);
  }

  private String chooseClientAlias(String[] keyTypes, Principal[] issuers) {
    for (String keyType : keyTypes) {
      List<String> aliases = clientAliases(keyType, issuers);
      if (!aliases.isEmpty()) {
        return aliases.get(0);
      }
    }
    return null;
  }

  private String chooseServerAlias(String keyType, Principal[] issuers) {
    List<String> aliases = aliases(keyType, issuers);
    return aliases.isEmpty() ? null : aliases.get(0);
  }

  private List<String> clientAliases(String keyType, Principal[] issuers) {
    List<Principal> accepted = issuers == null ? List.of() : List.of(issuers);
    return source.mayShowToServer(accepted) ? aliases(keyType, issuers) : List.of();
  }

  private List<String> aliases(String keyType, Principal[] issuers) {
    List<String> aliases = new ArrayList<>();
    for (TlsIdentity identity : source.identities()) {
      X509Certificate[] chain = identity.chain().get();
      if (chain != null && fitsType(keyType, chain[0]) && fitsIssuers(issuers, chain)) {
        aliases.add(identity.alias());
      }
    }
    return aliases;
  }

  /**
   * Types are the JDK's ({@code EC}, {@code RSA}) or have the curve behind a slash ({@code
   * EC/secp256r1}).
   */
  private static boolean fitsType(String keyType, X509Certificate certificate) {
    int slash = keyType.indexOf('/');
    String type = slash < 0 ? keyType : keyType.substring(0, slash);
    return certificate.getPublicKey().getAlgorithm().equals(type);
  }

  private static boolean fitsIssuers(Principal[] issuers, X509Certificate[] chain) {
    return issuers == null
        || issuers.length == 0
        || Arrays.stream(chain)
            .anyMatch(c -> Arrays.asList(issuers).contains(c.getIssuerX500Principal()));
  }

  private Optional<TlsIdentity> find(String alias) {
    return source.identities().stream()
        .filter(identity -> identity.alias().equals(alias))
        .findFirst();
  }
}
