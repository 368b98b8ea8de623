package org.elastictee.provider.tls;

import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.NoSuchAlgorithmException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.ProviderException;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** The private keys of a key store of any type, read once; their certificates, read each time. */
final class KeyStoreIdentities implements IdentitySource {
  private final List<TlsIdentity> identities;

  KeyStoreIdentities(KeyStore keyStore, char[] password)
      throws KeyStoreException, NoSuchAlgorithmException, UnrecoverableKeyException {
    List<TlsIdentity> found = new ArrayList<>();
    for (String alias : Collections.list(keyStore.aliases())) {
      if (keyStore.isKeyEntry(alias)
          && keyStore.getCertificate(alias) instanceof X509Certificate
          && keyStore.getKey(alias, password) instanceof PrivateKey key) {
        found.add(new TlsIdentity(alias, () -> key, () -> chain(keyStore, alias)));
      }
    }
    identities = List.copyOf(found);
  }

  /** Returns null once the entry was deleted. */
  private static X509Certificate[] chain(KeyStore keyStore, String alias) {
    try {
      Certificate[] chain = keyStore.getCertificateChain(alias);
      return chain == null ? null : Arrays.copyOf(chain, chain.length, X509Certificate[].class);
    } catch (KeyStoreException e) {
      throw new ProviderException("the key store is not loaded any more", e);
    }
  }

  @Override
  public List<TlsIdentity> identities() {
    return identities;
  }

  /** Whoever names a key store means its keys to be used. */
  @Override
  public boolean mayShowToServer(List<Principal> issuers) {
    return true;
  }
}
