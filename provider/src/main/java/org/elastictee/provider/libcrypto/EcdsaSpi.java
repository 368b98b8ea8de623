package org.elastictee.provider.libcrypto;

import java.io.IOException;
import java.math.BigInteger;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SignatureException;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.crypto.signers.PlainDSAEncoding;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;

/**
 * {@code Signature} ECDSA, with a digest or of one. A signature that is not strictly DER (RFC 3279
 * section 2.2.3), or in the format of P1363 not exactly twice as long as the order of the curve, is
 * a {@link SignatureException}.
 */
final class EcdsaSpi extends NativeSignatureSpi {
  private static final EcKeys KEYS = new EcKeys();

  /** What DER adds to two numbers, at most. */
  private static final int DER_BYTES = 9;

  private final Libcrypto libcrypto;
  private final Optional<Digest> digest;
  private final boolean p1363;
  private final MessageInput input;
  private KeyOperation operation;
  private NistCurve curve;

  /**
   * Creates a signature.
   *
   * @param digest empty where the input is a digest
   * @param p1363 whether signatures are the two numbers side by side, and not DER
   */
  EcdsaSpi(Libcrypto libcrypto, Optional<Digest> digest, boolean p1363) {
    super(libcrypto);
    this.libcrypto = libcrypto;
    this.digest = digest;
    this.p1363 = p1363;
    this.input =
        digest.isPresent() ? new HashedMessage(libcrypto, digest.get()) : new BareMessage();
  }

  @Override
  void start(PublicKey key) throws InvalidKeyException {
    try (NativeHandle handle = KEYS.read(key, keys())) {
      begin(EcKeys.curve(key), handle, Calls::EVP_PKEY_verify_init);
    }
  }

  @Override
  void start(PrivateKey key) throws InvalidKeyException {
    try (NativeHandle handle = KEYS.read(key, keys())) {
      begin(EcKeys.curve(key), handle, Calls::EVP_PKEY_sign_init);
    }
  }

  private void begin(NistCurve next, NativeHandle key, KeyOperation.Step init)
      throws InvalidKeyException {
    KeyOperation begun =
        digest.isPresent()
            ? KeyOperation.of(libcrypto, key, init, digest.get().asSigned(libcrypto))
            : KeyOperation.of(libcrypto, key, init);
    if (operation != null) {
      operation.close();
    }
    operation = begun;
    curve = next;
    input.reset();
  }

  @Override
  MessageInput input() {
    return input;
  }

  @Override
  byte[] sign(byte[] message) throws SignatureException {
    byte[] der =
        operation
            .sign(buffer(), message, 2 * curve.bytes() + DER_BYTES)
            .orElseThrow(() -> new SignatureException("libcrypto does not sign"));
    return p1363 ? toP1363(der) : der;
  }

  private byte[] toP1363(byte[] der) throws SignatureException {
    try {
      BigInteger[] numbers = StandardDSAEncoding.INSTANCE.decode(curve.order(), der);
      return PlainDSAEncoding.INSTANCE.encode(curve.order(), numbers[0], numbers[1]);
    } catch (IOException e) {
      throw new SignatureException("libcrypto does not sign in DER", e);
    }
  }

  @Override
  boolean verify(byte[] message, byte[] signature) throws SignatureException {
    if (p1363 && signature.length != 2 * curve.bytes()) {
      throw new SignatureException(
          "the signature has " + signature.length + " bytes, and not " + 2 * curve.bytes());
    }
    if (signature.length > 2 * curve.bytes() + DER_BYTES) {
      throw new SignatureException("the signature is longer than any in DER");
    }
    Optional<byte[]> der = p1363 ? toDer(signature) : Optional.of(signature);
    if (der.isEmpty()) {
      return false;
    }
    int result = operation.verify(buffer(), message, der.get());
    if (result < 0) {
      throw new SignatureException("the signature is not DER");
    }
    return result == 1;
  }

  /** Returns empty for numbers that are none of a signature: 0, or not below the order. */
  private Optional<byte[]> toDer(byte[] signature) throws SignatureException {
    int half = signature.length / 2;
    BigInteger r = new BigInteger(1, Arrays.copyOf(signature, half));
    BigInteger s = new BigInteger(1, Arrays.copyOfRange(signature, half, signature.length));
    if (!isInRange(r) || !isInRange(s)) {
      return Optional.empty();
    }
    try {
      return Optional.of(StandardDSAEncoding.INSTANCE.encode(curve.order(), r, s));
    } catch (IOException e) {
      throw new SignatureException("the signature cannot be written as DER", e);
    }
  }

  private boolean isInRange(BigInteger number) {
    return number.signum() > 0 && number.compareTo(curve.order()) < 0;
  }
}
