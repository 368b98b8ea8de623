package org.elastictee.provider.libcrypto;

import java.security.InvalidKeyException;
import java.util.Set;
import org.elastictee.sev.memory.SecretMemory;

/** Makes EVP_PKEY(3) objects of the numbers of keys, or of their encodings. */
final class NativeKeys {
  private static final int PUBLIC_KEY = 0x86; // with all parameters
  private static final int KEY_PAIR = 0x87;

  private final Libcrypto libcrypto;
  private final NativeBuffer buffer;

  /**
   * Creates a maker.
   *
   * @param buffer holds the numbers on the way, and is overwritten
   */
  NativeKeys(Libcrypto libcrypto, NativeBuffer buffer) {
    this.libcrypto = libcrypto;
    this.buffer = buffer;
  }

  /** Makes a key: each of the two throws InvalidKeyException if libcrypto refuses the numbers. */
  NativeHandle publicKey(String algorithm, OsslParameters numbers) throws InvalidKeyException {
    return ofNumbers(algorithm, PUBLIC_KEY, numbers);
  }

  NativeHandle privateKey(String algorithm, OsslParameters numbers) throws InvalidKeyException {
    return ofNumbers(algorithm, KEY_PAIR, numbers);
  }

  private NativeHandle ofNumbers(String algorithm, int selection, OsslParameters numbers)
      throws InvalidKeyException {
    int end = NativeBuffer.SLOT_BYTES + numbers.size();
    buffer.reserve(end);
    numbers.moveTo(buffer, NativeBuffer.SLOT_BYTES);
    try (NativeHandle maker =
        NativeHandle.of(
            Calls.EVP_PKEY_CTX_new_from_name(libcrypto.context(), algorithm, null),
            Calls::EVP_PKEY_CTX_free)) {
      buffer.setSlot(0);
      boolean made =
          maker.use(
              context ->
                  Calls.EVP_PKEY_fromdata_init(context) == 1
                      && Calls.EVP_PKEY_fromdata(
                              context,
                              buffer.address(0),
                              selection,
                              buffer.address(NativeBuffer.SLOT_BYTES))
                          == 1);
      return taken(made ? buffer.slot() : 0);
    } finally {
      buffer.wipe(end);
    }
  }

  /**
   * Makes a public key of its bytes as RFC 7748 and RFC 8032 write them.
   *
   * @throws InvalidKeyException if they are not as many as they should be
   */
  NativeHandle rawPublicKey(String algorithm, byte[] bytes) throws InvalidKeyException {
    buffer.put(NativeBuffer.SLOT_BYTES, bytes);
    try {
      return taken(
          Calls.EVP_PKEY_new_raw_public_key_ex(
              libcrypto.context(),
              algorithm,
              null,
              buffer.address(NativeBuffer.SLOT_BYTES),
              bytes.length));
    } finally {
      buffer.wipe(NativeBuffer.SLOT_BYTES + bytes.length);
    }
  }

  /**
   * Makes a private key of its bytes as RFC 7748 and RFC 8032 write them.
   *
   * @throws InvalidKeyException if they are not as many as they should be
   */
  NativeHandle rawPrivateKey(String algorithm, byte[] bytes) throws InvalidKeyException {
    buffer.put(NativeBuffer.SLOT_BYTES, bytes);
    try {
      return taken(
          Calls.EVP_PKEY_new_raw_private_key_ex(
              libcrypto.context(),
              algorithm,
              null,
              buffer.address(NativeBuffer.SLOT_BYTES),
              bytes.length));
    } finally {
      buffer.wipe(NativeBuffer.SLOT_BYTES + bytes.length);
    }
  }

  /**
   * Makes a private key of its bytes where they lie.
   *
   * @throws InvalidKeyException if they are not as many as they should be
   * @throws IllegalStateException if the memory was closed
   */
  NativeHandle rawPrivateKey(String algorithm, SecretMemory bytes) throws InvalidKeyException {
    long pointer =
        bytes.use(
            address ->
                Calls.EVP_PKEY_new_raw_private_key_ex(
                    libcrypto.context(), algorithm, null, address, bytes.length()));
    return taken(pointer);
  }

  /**
   * Makes a public key of its encoding as X.509 SubjectPublicKeyInfo.
   *
   * @throws InvalidKeyException if it is malformed, followed by something, or of another algorithm
   */
  NativeHandle encodedPublicKey(Set<String> algorithms, byte[] encoded) throws InvalidKeyException {
    return encoded(algorithms, encoded, Calls::d2i_PUBKEY_ex);
  }

  /**
   * Makes a private key of its encoding as PKCS #8.
   *
   * @throws InvalidKeyException if it is malformed, followed by something, or of another algorithm
   */
  NativeHandle encodedPrivateKey(Set<String> algorithms, byte[] encoded)
      throws InvalidKeyException {
    return encoded(algorithms, encoded, Calls::d2i_AutoPrivateKey_ex);
  }

  @FunctionalInterface
  private interface Decoder {
    long decode(long keyPointer, long bytesPointer, long length, long context, String properties);
  }

  private NativeHandle encoded(Set<String> algorithms, byte[] encoded, Decoder decoder)
      throws InvalidKeyException {
    int end = NativeBuffer.SLOT_BYTES + encoded.length;
    buffer.reserve(end);
    buffer.put(NativeBuffer.SLOT_BYTES, encoded);
    try {
      long start = buffer.address(NativeBuffer.SLOT_BYTES);
      buffer.setSlot(start);
      NativeHandle key =
          taken(decoder.decode(0, buffer.address(0), encoded.length, libcrypto.context(), null));
      boolean right =
          buffer.slot() == start + encoded.length
              && key.use(pointer -> isOneOf(pointer, algorithms));
      if (!right) {
        key.close();
        throw new InvalidKeyException("not a key of " + algorithms);
      }
      return key;
    } finally {
      buffer.wipe(end);
    }
  }

  private static boolean isOneOf(long key, Set<String> algorithms) {
    return algorithms.stream().anyMatch(name -> Calls.EVP_PKEY_is_a(key, name) == 1);
  }

  private static NativeHandle taken(long pointer) throws InvalidKeyException {
    if (pointer == 0) {
      NativeErrors.drain();
      throw new InvalidKeyException("libcrypto does not take the key");
    }
    return NativeHandle.of(pointer, Calls::EVP_PKEY_free);
  }
}
