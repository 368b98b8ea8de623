package org.elastictee.cli.keys;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.elastictee.cli.demo.KeyFingerprint;
import org.elastictee.provider.key.KeyAccess;
import org.elastictee.provider.key.SealedKey;
import org.elastictee.provider.keystore.KeyStoreDescription;
import org.elastictee.provider.keystore.RecoveryRecipient;

/** Makes views of key stores. */
final class StoreViews {
  private static final String IDENTITY = "elastic-identity";

  private StoreViews() {}

  static StoreView of(Path file, KeyStoreDescription description, KeyStore keyStore)
      throws GeneralSecurityException {
    List<StoreView.Entry> entries = new ArrayList<>();
    for (String alias : Collections.list(keyStore.aliases())) {
      entries.add(entry(keyStore, alias));
    }
    return new StoreView(
        file.toString(),
        description.version(),
        description.generation().isPresent() ? description.generation().getAsLong() : null,
        description.request().kind().displayName(),
        description.request().describe(),
        description.request().policyName(),
        description.recoveryRecipient().map(RecoveryRecipient::fingerprint).orElse(null),
        entries);
  }

  private static StoreView.Entry entry(KeyStore keyStore, String alias)
      throws GeneralSecurityException {
    X509Certificate certificate = (X509Certificate) keyStore.getCertificate(alias);
    String subject = certificate == null ? null : certificate.getSubjectX500Principal().getName();
    String created = keyStore.getCreationDate(alias).toInstant().toString();
    Key key = keyStore.getKey(alias, null);
    if (!(key instanceof SealedKey sealed)) {
      return new StoreView.Entry(
          alias,
          "trusted certificate",
          certificate.getPublicKey().getAlgorithm(),
          size(certificate.getPublicKey()),
          HexFormat.of()
              .formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded())),
          null,
          created,
          subject);
    }
    try {
      return new StoreView.Entry(
          alias,
          kind(alias, certificate),
          sealed.getAlgorithm(),
          KeyAccess.sizeInBits(sealed),
          certificate == null
              ? sealed.fingerprint()
              : KeyFingerprint.of(certificate.getPublicKey()),
          sealed.policy().name(),
          created,
          subject);
    } finally {
      sealed.destroy();
    }
  }

  private static String kind(String alias, X509Certificate certificate) {
    if (alias.equals(IDENTITY)) {
      return "derived identity";
    }
    return certificate == null ? "secret key" : "private key";
  }

  private static Integer size(PublicKey key) {
    if (key instanceof RSAKey rsa) {
      return rsa.getModulus().bitLength();
    }
    return key instanceof ECKey ec ? ec.getParams().getOrder().bitLength() : null;
  }
}
