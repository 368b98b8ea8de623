package org.elastictee.provider.libcrypto;

import java.security.InvalidKeyException;
import java.security.Key;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SignatureException;
import java.security.interfaces.RSAKey;

/**
 * {@code Signature} RSASSA-PKCS1-v1_5 (RFC 8017 section 8.2). A signature that is not as long as
 * the modulus is a {@link SignatureException}.
 */
final class RsaSpi extends NativeSignatureSpi {
  private static final RsaKeys KEYS = new RsaKeys(false);
  private static final int PADDING = 1;

  /** The padding, and what is around the longest digest in a DigestInfo. */
  private static final int ENCODING_BYTES = 11 + 19;

  private final Libcrypto libcrypto;
  private final Digest digest;
  private final HashedMessage input;
  private KeyOperation operation;
  private int modulusBytes;

  /** Creates a signature. */
  RsaSpi(Libcrypto libcrypto, Digest digest) {
    super(libcrypto);
    this.libcrypto = libcrypto;
    this.digest = digest;
    this.input = new HashedMessage(libcrypto, digest);
  }

  @Override
  void start(PublicKey key) throws InvalidKeyException {
    try (NativeHandle handle = KEYS.read(key, keys())) {
      begin(key, handle, Calls::EVP_PKEY_verify_init);
    }
  }

  @Override
  void start(PrivateKey key) throws InvalidKeyException {
    try (NativeHandle handle = KEYS.read(key, keys())) {
      begin(key, handle, Calls::EVP_PKEY_sign_init);
    }
  }

  private void begin(Key key, NativeHandle handle, KeyOperation.Step init)
      throws InvalidKeyException {
    int bytes = RsaKeys.modulusBytes((RSAKey) key);
    if (bytes < digest.bytes() + ENCODING_BYTES) {
      throw new InvalidKeyException("the key is too short for the digest");
    }
    KeyOperation begun =
        KeyOperation.of(
            libcrypto,
            handle,
            init,
            context -> Calls.EVP_PKEY_CTX_set_rsa_padding(context, PADDING),
            digest.asSigned(libcrypto));
    if (operation != null) {
      operation.close();
    }
    operation = begun;
    modulusBytes = bytes;
    input.reset();
  }

  @Override
  MessageInput input() {
    return input;
  }

  @Override
  byte[] sign(byte[] message) throws SignatureException {
    return operation
        .sign(buffer(), message, modulusBytes)
        .orElseThrow(() -> new SignatureException("libcrypto does not sign with this key"));
  }

  @Override
  boolean verify(byte[] message, byte[] signature) throws SignatureException {
    RsaKeys.requireLength(signature, modulusBytes);
    return operation.verify(buffer(), message, signature) == 1;
  }
}
