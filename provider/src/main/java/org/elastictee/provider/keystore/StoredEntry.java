package org.elastictee.provider.keystore;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.elastictee.provider.key.SealedKey;

/**
 * An entry of a key store.
 *
 * @param key the secret or private key, or empty for a trusted certificate
 * @param certificates the chain of a private key, its own first; the one that is trusted; none for
 *     a secret key
 * @param created when it was put in, in whole milliseconds
 */
record StoredEntry(Optional<SealedKey> key, List<X509Certificate> certificates, Instant created) {
  static StoredEntry ofKey(SealedKey key, List<X509Certificate> chain, Instant created) {
    return new StoredEntry(Optional.of(key), List.copyOf(chain), created);
  }

  static StoredEntry ofCertificate(X509Certificate certificate, Instant created) {
    return new StoredEntry(Optional.empty(), List.of(certificate), created);
  }

  /** Returns the certificate of the private key, or the one that is trusted. */
  Optional<X509Certificate> certificate() {
    return certificates.stream().findFirst();
  }

  /** Overwrites the key. */
  void destroy() {
    key.ifPresent(SealedKey::destroy);
  }
}
