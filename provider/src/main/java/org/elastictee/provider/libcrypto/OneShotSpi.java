package org.elastictee.provider.libcrypto;

import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SignatureException;

/**
 * {@code Signature} of a whole message that the algorithm itself hashes: EdDSA (RFC 8032), ML-DSA
 * (FIPS 204). The message is kept until it is signed or verified. A signature that is not exactly
 * as long as those of the key is a {@link SignatureException}.
 */
final class OneShotSpi extends NativeSignatureSpi {
  private static final int OK = 1;

  private final Libcrypto libcrypto;
  private final KeyReader reader;
  private final BareMessage input = new BareMessage();
  private NativeHandle key;
  private int signatureBytes;

  /** Creates a signature. */
  OneShotSpi(Libcrypto libcrypto, KeyReader reader) {
    super(libcrypto);
    this.libcrypto = libcrypto;
    this.reader = reader;
  }

  @Override
  void start(PublicKey publicKey) throws InvalidKeyException {
    begin(reader.read(publicKey, keys()));
  }

  @Override
  void start(PrivateKey privateKey) throws InvalidKeyException {
    begin(reader.read(privateKey, keys()));
  }

  private void begin(NativeHandle next) {
    if (key != null) {
      key.close();
    }
    key = next;
    signatureBytes = next.use(Calls::EVP_PKEY_get_size);
    input.reset();
  }

  @Override
  MessageInput input() {
    return input;
  }

  @Override
  byte[] sign(byte[] message) throws SignatureException {
    NativeBuffer buffer = buffer();
    int signatureAt = lay(message);
    buffer.setSlot(signatureBytes);
    try (NativeHandle hash = newHash()) {
      boolean works =
          key.use(
              pointer ->
                  hash.use(
                      context ->
                          Calls.EVP_DigestSignInit_ex(
                                      context, 0, null, libcrypto.context(), null, pointer, 0)
                                  == OK
                              && Calls.EVP_DigestSign(
                                      context,
                                      buffer.address(signatureAt),
                                      buffer.address(0),
                                      buffer.address(NativeBuffer.SLOT_BYTES),
                                      message.length)
                                  == OK));
      if (!works) {
        NativeErrors.drain();
        throw new SignatureException("libcrypto does not sign with this key");
      }
      return buffer.get(signatureAt, (int) buffer.slot());
    } finally {
      buffer.wipe(signatureAt + signatureBytes);
    }
  }

  @Override
  boolean verify(byte[] message, byte[] signature) throws SignatureException {
    if (signature.length != signatureBytes) {
      throw new SignatureException(
          "the signature has " + signature.length + " bytes, and not " + signatureBytes);
    }
    NativeBuffer buffer = buffer();
    int signatureAt = lay(message);
    buffer.put(signatureAt, signature);
    try (NativeHandle hash = newHash()) {
      boolean valid =
          key.use(
              pointer ->
                  hash.use(
                      context ->
                          Calls.EVP_DigestVerifyInit_ex(
                                      context, 0, null, libcrypto.context(), null, pointer, 0)
                                  == OK
                              && Calls.EVP_DigestVerify(
                                      context,
                                      buffer.address(signatureAt),
                                      signature.length,
                                      buffer.address(NativeBuffer.SLOT_BYTES),
                                      message.length)
                                  == OK));
      if (!valid) {
        NativeErrors.drain();
      }
      return valid;
    } finally {
      buffer.wipe(signatureAt + signatureBytes);
    }
  }

  /** Lays the message into the buffer, and returns where a signature has its place. */
  private int lay(byte[] message) {
    int signatureAt = Math.addExact(NativeBuffer.SLOT_BYTES, message.length);
    buffer().reserve(Math.addExact(signatureAt, signatureBytes));
    buffer().put(NativeBuffer.SLOT_BYTES, message);
    return signatureAt;
  }

  private static NativeHandle newHash() {
    return NativeHandle.of(Calls.EVP_MD_CTX_new(), Calls::EVP_MD_CTX_free);
  }
}
