package org.elastictee.provider.keystore;

import java.io.ByteArrayInputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.KeyStoreException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.elastictee.provider.key.KeyAccess;
import org.elastictee.provider.key.SealedKey;
import org.elastictee.provider.key.SealedKeys;
import org.elastictee.provider.key.SealedKeys.Kind;
import org.elastictee.sev.jdk.JdkProviders;
import org.elastictee.sev.seal.Sealer;
import org.elastictee.sev.seal.SealingPolicy;
import org.elastictee.sev.seal.UnsealException;
import org.elastictee.sev.seal.UnsealException.Reason;

/**
 * The form of a key store's entries inside the sealed file. Integers are big-endian; strings are
 * UTF-8 behind a length of 2 bytes; keys and certificates stand behind a length of 4 bytes.
 *
 * <pre>
 * 4 bytes   number of entries; then for each entry
 *   1 byte    kind: 1 a secret key, 2 a private key, 3 a trusted certificate
 *   string    alias, in lower case
 *   8 bytes   creation, milliseconds since 1970-01-01T00:00Z
 *   string    algorithm: of kinds 1 and 2
 *   key       the bytes of a secret key, PKCS #8 of a private key: of kinds 1 and 2
 *   2 bytes   number of certificates, 1 or more: of kind 2
 *   each      certificate, X.509 in DER, the key's own first: of kinds 2 and 3
 * </pre>
 *
 * <p>In version 1 every entry is of kind 1, and keys stand behind a length of 2 bytes.
 */
final class EntriesFormat {
  private static final byte SECRET_KEY = 1;
  private static final byte PRIVATE_KEY = 2;
  private static final byte CERTIFICATE = 3;
  private static final int MAX_STRING_BYTES = 0xFFFF;
  static final int MAX_CERTIFICATES = 0xFFFF;

  private final int version;
  private final SealingPolicy policy;

  /**
   * Creates a reader.
   *
   * @param version of the file, 1 or 2
   * @param policy what the keys are bound to
   */
  EntriesFormat(int version, SealingPolicy policy) {
    this.version = version;
    this.policy = policy;
  }

  /**
   * Returns the entries' form in a file of version 2, which the caller overwrites.
   *
   * @throws KeyStoreException if they are more than one file holds
   * @throws IllegalStateException if a key was destroyed
   */
  static byte[] encode(Map<String, StoredEntry> entries) throws KeyStoreException {
    List<byte[]> parts = new ArrayList<>();
    try {
      parts.add(ByteBuffer.allocate(Integer.BYTES).putInt(entries.size()).array());
      for (Map.Entry<String, StoredEntry> e : entries.entrySet()) {
        add(parts, e.getKey(), e.getValue());
      }
      long length = parts.stream().mapToLong(part -> part.length).sum();
      if (length > Sealer.MAX_PLAINTEXT_BYTES) {
        throw new KeyStoreException("the key store holds more than 16 MiB");
      }
      ByteBuffer out = ByteBuffer.allocate((int) length);
      parts.forEach(out::put);
      return out.array();
    } catch (CertificateEncodingException e) {
      throw new KeyStoreException("a certificate does not show its encoding", e);
    } finally {
      parts.forEach(part -> Arrays.fill(part, (byte) 0));
    }
  }

  private static void add(List<byte[]> parts, String alias, StoredEntry entry)
      throws KeyStoreException, CertificateEncodingException {
    boolean isPrivate = entry.key().isPresent() && !entry.certificates().isEmpty();
    byte kind = entry.key().isEmpty() ? CERTIFICATE : isPrivate ? PRIVATE_KEY : SECRET_KEY;
    parts.add(new byte[] {kind});
    addString(parts, alias);
    parts.add(ByteBuffer.allocate(Long.BYTES).putLong(entry.created().toEpochMilli()).array());
    if (entry.key().isPresent()) {
      addString(parts, entry.key().get().getAlgorithm());
      addField(parts, KeyAccess.bytes(entry.key().get()));
    }
    if (isPrivate) {
      int count = entry.certificates().size();
      parts.add(ByteBuffer.allocate(Short.BYTES).putShort((short) count).array());
    }
    for (X509Certificate certificate : entry.certificates()) {
      addField(parts, certificate.getEncoded());
    }
  }

  private static void addString(List<byte[]> parts, String string) throws KeyStoreException {
    byte[] bytes = utf8(string);
    parts.add(ByteBuffer.allocate(Short.BYTES).putShort((short) bytes.length).array());
    parts.add(bytes);
  }

  private static void addField(List<byte[]> parts, byte[] field) {
    parts.add(ByteBuffer.allocate(Integer.BYTES).putInt(field.length).array());
    parts.add(field);
  }

  /**
   * Returns a string's UTF-8.
   *
   * @throws KeyStoreException if it is longer than 65535 bytes, or has half of a surrogate pair
   */
  static byte[] utf8(String string) throws KeyStoreException {
    try {
      ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(string));
      if (encoded.remaining() <= MAX_STRING_BYTES) {
        byte[] bytes = new byte[encoded.remaining()];
        encoded.get(bytes);
        return bytes;
      }
    } catch (CharacterCodingException e) {
      throw new KeyStoreException("the alias, or the algorithm, is no Unicode text", e);
    }
    throw new KeyStoreException("the alias, or the algorithm, is longer than 65535 bytes");
  }

  /**
   * Reads entries from their form in the file.
   *
   * @throws UnsealException with {@link Reason#MALFORMED} if this is not it, down to the last byte
   */
  SortedMap<String, StoredEntry> decode(byte[] encoded) throws UnsealException {
    SortedMap<String, StoredEntry> read = new TreeMap<>();
    ByteBuffer in = ByteBuffer.wrap(encoded);
    boolean isWhole = false;
    try {
      int count = in.getInt();
      for (int i = 0; i != count; i++) {
        byte kind = in.get();
        String alias = takeString(in);
        if (read.containsKey(alias) || !alias.equals(Aliases.normalize(alias))) {
          throw malformed("has an alias twice, or in upper case", null);
        }
        read.put(alias, takeEntry(in, kind));
      }
      if (in.hasRemaining()) {
        throw malformed("has something behind it", null);
      }
      isWhole = true;
      return read;
    } catch (BufferUnderflowException e) {
      throw malformed("is cut short", e);
    } catch (CertificateException | CharacterCodingException | InvalidKeyException e) {
      throw malformed("has a field that cannot be read", e);
    } finally {
      if (!isWhole) {
        read.values().forEach(StoredEntry::destroy);
      }
    }
  }

  private StoredEntry takeEntry(ByteBuffer in, byte kind)
      throws UnsealException, CertificateException, CharacterCodingException, InvalidKeyException {
    Instant created = Instant.ofEpochMilli(in.getLong());
    if (kind == CERTIFICATE && version > 1) {
      return StoredEntry.ofCertificate(takeCertificate(in), created);
    }
    if (kind != SECRET_KEY && (kind != PRIVATE_KEY || version == 1)) {
      throw malformed("has an entry of a kind that there is none of", null);
    }
    String algorithm = takeString(in);
    byte[] encoded = take(in, version == 1 ? in.getShort() & 0xFFFF : in.getInt());
    if (kind == SECRET_KEY) {
      SealedKey key = SealedKeys.decode(Kind.SECRET, algorithm, encoded, policy);
      return StoredEntry.ofKey(key, List.of(), created);
    }
    SealedKey key = SealedKeys.decode(Kind.PRIVATE, algorithm, encoded, policy);
    try {
      return StoredEntry.ofKey(key, takeChain(in), created);
    } catch (UnsealException | CertificateException | RuntimeException e) {
      key.destroy();
      throw e;
    }
  }

  private static List<X509Certificate> takeChain(ByteBuffer in)
      throws UnsealException, CertificateException {
    int count = in.getShort() & 0xFFFF;
    if (count == 0) {
      throw malformed("has a private key without a certificate", null);
    }
    List<X509Certificate> chain = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      chain.add(takeCertificate(in));
    }
    return chain;
  }

  private static X509Certificate takeCertificate(ByteBuffer in) throws CertificateException {
    return certificate(take(in, in.getInt()));
  }

  /**
   * Reads a certificate: one that is read here before it is stored can be read again.
   *
   * @throws CertificateException if it is none, or the encoding of what was read is another
   */
  static X509Certificate certificate(byte[] der) throws CertificateException {
    X509Certificate certificate =
        (X509Certificate)
            CertificateFactory.getInstance("X.509", JdkProviders.sun())
                .generateCertificate(new ByteArrayInputStream(der));
    if (!Arrays.equals(der, certificate.getEncoded())) {
      throw new CertificateException("the certificate is not all that its field holds");
    }
    return certificate;
  }

  private static String takeString(ByteBuffer in) throws CharacterCodingException {
    byte[] bytes = take(in, in.getShort() & 0xFFFF);
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }

  private static byte[] take(ByteBuffer in, int length) {
    if (length < 0 || length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] field = new byte[length];
    in.get(field);
    return field;
  }

  private static UnsealException malformed(String how, Throwable cause) {
    return new UnsealException(Reason.MALFORMED, "the content of the key store " + how, cause);
  }
}
