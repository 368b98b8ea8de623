package org.elastictee.cli.keys;

import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.elastictee.provider.key.SealedKey;
import org.elastictee.provider.key.SealedKeys;

/**
 * An entry on its way into the key store.
 *
 * @param key sealed already; none of a trusted certificate
 * @param certificates of a private key, its own first; the trusted one; or none
 */
record ImportedEntry(String alias, Optional<SealedKey> key, List<X509Certificate> certificates) {

  /**
   * Puts it in.
   *
   * @throws KeyStoreException if there is an entry of the alias that is not to be replaced, or the
   *     key store refuses
   */
  void putInto(KeyStore keyStore, boolean replace) throws KeyStoreException {
    if (keyStore.containsAlias(alias) && !replace) {
      throw new KeyStoreException("there is an entry " + alias + " already, and no --replace");
    }
    if (key.isPresent()) {
      keyStore.setKeyEntry(alias, key.get(), null, certificates.toArray(X509Certificate[]::new));
    } else {
      keyStore.setCertificateEntry(alias, certificates.get(0));
    }
  }

  /** Tells what it is, in words. */
  String describe() {
    if (key.isEmpty()) {
      return "trusted certificate of " + certificates.get(0).getSubjectX500Principal();
    }
    String kind =
        SealedKeys.kind(key.get()).name().toLowerCase(Locale.ROOT)
            + " key, "
            + key.get().getAlgorithm();
    return certificates.isEmpty() ? kind : kind + ", certificates: " + certificates.size();
  }
}
