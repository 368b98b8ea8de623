package org.elastictee.provider.libcrypto;

import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.util.Optional;

/**
 * ML-KEM (FIPS 203) by libcrypto. Safe for use by several threads, each of which works in memory of
 * its own.
 */
final class KemKeys {
  /** How long the secret is, and the randomness that a public key takes to make one. */
  static final int SECRET_BYTES = 32;

  /** Where in a buffer the second length stands, and where content begins. */
  private static final int SECOND_SLOT = NativeBuffer.SLOT_BYTES;

  private static final int CONTENT = 2 * NativeBuffer.SLOT_BYTES;

  private final Libcrypto libcrypto;
  private final NativeHandle key;

  private KemKeys(Libcrypto libcrypto, NativeHandle key) {
    this.libcrypto = libcrypto;
    this.key = key;
  }

  /** Reads a public key, which encapsulates. */
  static KemKeys of(Libcrypto libcrypto, EncodedKeys reader, PublicKey key)
      throws InvalidKeyException {
    return new KemKeys(libcrypto, reader.read(key, new NativeKeys(libcrypto, new NativeBuffer())));
  }

  /** Reads a private key, which decapsulates. */
  static KemKeys of(Libcrypto libcrypto, EncodedKeys reader, PrivateKey key)
      throws InvalidKeyException {
    return new KemKeys(libcrypto, reader.read(key, new NativeKeys(libcrypto, new NativeBuffer())));
  }

  /**
   * A secret of {@link #SECRET_BYTES} and what the peer makes it of. Whoever takes them owns the
   * arrays, and overwrites the secret.
   */
  static final class Encapsulation {
    private final byte[] secret;
    private final byte[] ciphertext;

    private Encapsulation(byte[] secret, byte[] ciphertext) {
      this.secret = secret;
      this.ciphertext = ciphertext;
    }

    byte[] secret() {
      return secret;
    }

    byte[] ciphertext() {
      return ciphertext;
    }
  }

  /** Returns how many bytes a ciphertext has. */
  int ciphertextBytes() {
    try (KeyOperation operation = operation()) {
      NativeBuffer buffer = new NativeBuffer();
      boolean known =
          operation.take(context -> Calls.EVP_PKEY_encapsulate_init(context, 0))
              && operation.take(
                  context ->
                      Calls.EVP_PKEY_encapsulate(
                          context, 0, buffer.address(0), 0, buffer.address(SECOND_SLOT)));
      if (!known) {
        throw NativeErrors.failure("libcrypto does not encapsulate");
      }
      return (int) buffer.slot();
    }
  }

  /**
   * Encapsulates.
   *
   * @param random makes the secret; where it is empty, libcrypto's own generator
   */
  Encapsulation encapsulate(Optional<SecureRandom> random) {
    int ciphertextBytes = ciphertextBytes();
    NativeBuffer buffer = new NativeBuffer();
    int end = CONTENT + SECRET_BYTES + ciphertextBytes;
    buffer.reserve(end);
    try (KeyOperation operation = operation()) {
      boolean begun =
          random.isPresent()
              ? operation.take(buffer, drawn(random.get()), Calls::EVP_PKEY_encapsulate_init)
              : operation.take(context -> Calls.EVP_PKEY_encapsulate_init(context, 0));
      buffer.setSlot(ciphertextBytes);
      buffer.putLong(SECOND_SLOT, SECRET_BYTES);
      boolean made =
          begun
              && operation.take(
                  context ->
                      Calls.EVP_PKEY_encapsulate(
                          context,
                          buffer.address(CONTENT + SECRET_BYTES),
                          buffer.address(0),
                          buffer.address(CONTENT),
                          buffer.address(SECOND_SLOT)));
      if (!made) {
        throw NativeErrors.failure("libcrypto does not encapsulate");
      }
      return new Encapsulation(
          buffer.get(CONTENT, SECRET_BYTES), buffer.get(CONTENT + SECRET_BYTES, ciphertextBytes));
    } finally {
      buffer.wipe(end);
    }
  }

  /** The m of FIPS 203 section 7.2; the array is overwritten when libcrypto has read it. */
  private static OsslParameters drawn(SecureRandom random) {
    byte[] drawn = new byte[SECRET_BYTES];
    random.nextBytes(drawn);
    return new OsslParameters().octets("ikme", drawn);
  }

  /**
   * Decapsulates: a ciphertext that was altered gives another secret.
   *
   * @return empty if the ciphertext is not as long as those of the key
   */
  Optional<byte[]> decapsulate(byte[] ciphertext) {
    NativeBuffer buffer = new NativeBuffer();
    try (KeyOperation operation = operation()) {
      boolean begun = operation.take(context -> Calls.EVP_PKEY_decapsulate_init(context, 0));
      if (!begun) {
        throw NativeErrors.failure("libcrypto does not decapsulate");
      }
      return operation.convert(Calls::EVP_PKEY_decapsulate, buffer, ciphertext, SECRET_BYTES);
    }
  }

  private KeyOperation operation() {
    try {
      return KeyOperation.of(libcrypto, key);
    } catch (InvalidKeyException e) {
      throw new IllegalStateException("no step was taken that could be refused", e);
    }
  }
}
