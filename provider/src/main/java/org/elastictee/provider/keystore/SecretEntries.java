package org.elastictee.provider.keystore;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyStoreException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.elastictee.provider.key.KeyAccess;
import org.elastictee.provider.key.SealedKey;
import org.elastictee.provider.key.SealedSecretKey;
import org.elastictee.sev.seal.Sealer;
import org.elastictee.sev.seal.SealingPolicy;
import org.elastictee.sev.seal.TransientKey;

/**
 * The secret keys of a key store, and their form inside the sealed file, version 1. Integers are
 * big-endian; strings are UTF-8 behind a length of 2 bytes.
 *
 * <pre>
 * 4 bytes   number of entries; then for each entry
 *   1 byte    kind: 1, a secret key
 *   string    alias
 *   8 bytes   creation, milliseconds since 1970-01-01T00:00Z
 *   string    algorithm
 *   2 bytes   length of the key; then its bytes
 * </pre>
 */
final class SecretEntries {
  private static final byte SECRET_KEY = 1;
  private static final int MAX_FIELD_BYTES = 0xFFFF;

  private final Map<String, Entry> entries = new TreeMap<>();

  /** A key and when it was put in. */
  record Entry(SealedSecretKey key, Instant created) {}

  Map<String, Entry> asMap() {
    return entries;
  }

  /**
   * Adds or replaces a key.
   *
   * @throws KeyStoreException if it does not show its bytes, or a field is too long for the file
   */
  void put(String alias, Key key, SealingPolicy policy, Instant created) throws KeyStoreException {
    if (key instanceof SealedKey sealed && !sealed.policy().equals(policy)) {
      throw new KeyStoreException(
          "a key that is bound by " + sealed.policy() + " is not stored under " + policy);
    }
    try (TransientKey opened = KeyAccess.open(key)) {
      if (opened.length() > MAX_FIELD_BYTES
          || utf8(alias).length > MAX_FIELD_BYTES
          || utf8(key.getAlgorithm()).length > MAX_FIELD_BYTES) {
        throw new KeyStoreException("the alias or the key is longer than 65535 bytes");
      }
      SealedSecretKey sealed = new SealedSecretKey(key.getAlgorithm(), policy, opened.getEncoded());
      Entry replaced = entries.put(alias, new Entry(sealed, created));
      if (replaced != null) {
        replaced.key().destroy();
      }
    } catch (InvalidKeyException e) {
      throw new KeyStoreException("the key does not show its bytes", e);
    }
  }

  /** Overwrites every key. */
  void destroy() {
    entries.values().forEach(entry -> entry.key().destroy());
    entries.clear();
  }

  /**
   * Returns the entries' form in the file, which the caller overwrites.
   *
   * @throws KeyStoreException if they are more than one sealed file holds
   */
  byte[] encode() throws KeyStoreException {
    long length = 4;
    for (Map.Entry<String, Entry> e : entries.entrySet()) {
      SealedSecretKey key = e.getValue().key();
      length += 15L + utf8(e.getKey()).length + utf8(key.getAlgorithm()).length;
      length += KeyAccess.length(key);
    }
    if (length > Sealer.MAX_PLAINTEXT_BYTES) {
      throw new KeyStoreException("the key store holds more than 16 MiB");
    }
    ByteBuffer out = ByteBuffer.allocate((int) length);
    out.putInt(entries.size());
    for (Map.Entry<String, Entry> e : entries.entrySet()) {
      SealedSecretKey key = e.getValue().key();
      out.put(SECRET_KEY);
      put(out, utf8(e.getKey()));
      out.putLong(e.getValue().created().toEpochMilli());
      put(out, utf8(key.getAlgorithm()));
      byte[] bytes = KeyAccess.bytes(key);
      put(out, bytes);
      Arrays.fill(bytes, (byte) 0);
    }
    return out.array();
  }

  /**
   * Reads entries from their form in the file.
   *
   * @throws IOException if this is not it, down to the last byte
   */
  static SecretEntries decode(byte[] encoded, SealingPolicy policy) throws IOException {
    SecretEntries read = new SecretEntries();
    ByteBuffer in = ByteBuffer.wrap(encoded);
    try {
      int count = in.getInt();
      for (int i = 0; i < count; i++) {
        if (in.get() != SECRET_KEY) {
          throw new IOException("the key store holds a kind of entry that this version lacks");
        }
        String alias = new String(take(in), StandardCharsets.UTF_8);
        Instant created = Instant.ofEpochMilli(in.getLong());
        String algorithm = new String(take(in), StandardCharsets.UTF_8);
        read.entries.put(
            alias, new Entry(new SealedSecretKey(algorithm, policy, take(in)), created));
      }
    } catch (BufferUnderflowException e) {
      throw new IOException("the content of the key store is cut short", e);
    }
    if (in.hasRemaining()) {
      throw new IOException("the content of the key store has something behind it");
    }
    return read;
  }

  private static void put(ByteBuffer out, byte[] field) {
    out.putShort((short) field.length).put(field);
  }

  private static byte[] take(ByteBuffer in) {
    int length = in.getShort() & 0xFFFF;
    if (length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] field = new byte[length];
    in.get(field);
    return field;
  }

  private static byte[] utf8(String s) {
    return s.getBytes(StandardCharsets.UTF_8);
  }
}
