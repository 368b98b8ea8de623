package org.elastictee.provider.keystore;

import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyStoreException;
import java.security.PublicKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.elastictee.provider.key.SealedKey;
import org.elastictee.provider.key.SealedKeys;
import org.elastictee.provider.key.SealedPrivateKey;
import org.elastictee.sev.seal.SealingPolicy;

/**
 * The entries of a key store in memory, checked before they go in: what is in can be stored. Not
 * safe for use by several threads.
 */
final class StoredEntries {
  private final SortedMap<String, StoredEntry> entries;

  /** Takes over what was read from a file. */
  StoredEntries(SortedMap<String, StoredEntry> read) {
    this.entries = read;
  }

  static StoredEntries none() {
    return new StoredEntries(new TreeMap<>());
  }

  Optional<StoredEntry> find(String alias) {
    return Optional.ofNullable(entries.get(Aliases.normalize(alias)));
  }

  /** Returns a copy of the aliases. */
  SortedSet<String> aliases() {
    return new TreeSet<>(entries.keySet());
  }

  /** Returns the entries by their aliases. */
  SortedMap<String, StoredEntry> asMap() {
    return Collections.unmodifiableSortedMap(entries);
  }

  /** Returns the first alias of a certificate that is trusted, or the first of a chain. */
  Optional<String> aliasOf(Certificate certificate) {
    return entries.entrySet().stream()
        .filter(e -> e.getValue().certificate().filter(certificate::equals).isPresent())
        .map(e -> e.getKey())
        .findFirst();
  }

  /**
   * Adds or replaces a key.
   *
   * @param chain of a private key, its own certificate first; of a secret key, null or empty
   * @throws KeyStoreException if the key does not show its bytes or is bound by another policy, if
   *     the chain does not belong to it, is not of X.509 or is not read by the JDK, or a field is
   *     too long for the file
   */
  void putKey(String alias, Key key, Certificate[] chain, SealingPolicy policy, Instant created)
      throws KeyStoreException {
    List<X509Certificate> certificates = x509(chain);
    String normalized = checked(alias);
    SealedKey sealed;
    try {
      sealed = SealedKeys.seal(key, policy);
    } catch (InvalidKeyException e) {
      throw new KeyStoreException("the key cannot be stored: " + e.getMessage(), e);
    }
    try {
      EntriesFormat.utf8(sealed.getAlgorithm());
      requireBelonging(sealed, certificates);
    } catch (KeyStoreException e) {
      sealed.destroy();
      throw e;
    }
    put(normalized, StoredEntry.ofKey(sealed, certificates, created));
  }

  /**
   * Adds or replaces a trusted certificate.
   *
   * @throws KeyStoreException if a key has the alias, or the certificate is not of X.509 or the JDK
   *     does not read it
   */
  void putCertificate(String alias, Certificate certificate, Instant created)
      throws KeyStoreException {
    X509Certificate trusted = x509(certificate);
    String normalized = checked(alias);
    if (find(alias).flatMap(StoredEntry::key).isPresent()) {
      throw new KeyStoreException(
          "the alias is that of a key, which a certificate does not replace");
    }
    put(normalized, StoredEntry.ofCertificate(trusted, created));
  }

  void remove(String alias) {
    StoredEntry removed = entries.remove(Aliases.normalize(alias));
    if (removed != null) {
      removed.destroy();
    }
  }

  /** Overwrites every key. */
  void destroy() {
    entries.values().forEach(StoredEntry::destroy);
    entries.clear();
  }

  private void put(String alias, StoredEntry entry) {
    StoredEntry replaced = entries.put(alias, entry);
    if (replaced != null) {
      replaced.destroy();
    }
  }

  private static String checked(String alias) throws KeyStoreException {
    String normalized = Aliases.normalize(alias);
    EntriesFormat.utf8(normalized);
    return normalized;
  }

  private static List<X509Certificate> x509(Certificate[] certificates) throws KeyStoreException {
    if (certificates == null) {
      return List.of();
    }
    if (certificates.length > EntriesFormat.MAX_CERTIFICATES) {
      throw new KeyStoreException("the chain has more than 65535 certificates");
    }
    List<X509Certificate> read = new ArrayList<>();
    for (Certificate certificate : certificates) {
      read.add(x509(certificate));
    }
    return read;
  }

  /** As the file's reader sees it: other libraries take certificates that it does not. */
  private static X509Certificate x509(Certificate certificate) throws KeyStoreException {
    if (!(certificate instanceof X509Certificate)) {
      throw new KeyStoreException("certificates are of X.509, and no other kind");
    }
    try {
      byte[] der = certificate.getEncoded();
      if (der != null) {
        return EntriesFormat.certificate(der);
      }
    } catch (CertificateException e) {
      throw new KeyStoreException("the JDK does not read the certificate, so it is not stored", e);
    }
    throw new KeyStoreException("a certificate does not show its encoding");
  }

  private static void requireBelonging(SealedKey key, List<X509Certificate> chain)
      throws KeyStoreException {
    if (!(key instanceof SealedPrivateKey privateKey)) {
      if (!chain.isEmpty()) {
        throw new KeyStoreException("a secret key has no certificates");
      }
      return;
    }
    if (chain.isEmpty()) {
      throw new KeyStoreException("a private key is stored with its certificate");
    }
    if (!isSame(privateKey.publicKey(), chain.get(0).getPublicKey())) {
      throw new KeyStoreException("the first certificate is not that of the private key");
    }
    // Else it could not come out again: KeyStore.PrivateKeyEntry compares the names.
    if (!key.getAlgorithm().equals(chain.get(0).getPublicKey().getAlgorithm())) {
      throw new KeyStoreException(
          "the key is of "
              + key.getAlgorithm()
              + ", and its certificate names "
              + chain.get(0).getPublicKey().getAlgorithm());
    }
  }

  /** RSA keys by their numbers: their encodings may differ in the parameters of RSASSA-PSS. */
  private static boolean isSame(PublicKey one, PublicKey other) {
    if (one instanceof RSAPublicKey a && other instanceof RSAPublicKey b) {
      return a.getModulus().equals(b.getModulus())
          && a.getPublicExponent().equals(b.getPublicExponent());
    }
    return Arrays.equals(one.getEncoded(), other.getEncoded());
  }
}
