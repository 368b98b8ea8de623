package org.elastictee.provider.libcrypto;

import java.math.BigInteger;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECPoint;
import org.elastictee.sev.memory.SecretMemory;

/** Keys on the curves of {@link NistCurve}; those on others are refused. */
final class EcKeys implements KeyReader {
  private static final String ALGORITHM = "EC";
  private static final byte UNCOMPRESSED = 4;

  /**
   * Returns the curve of a key.
   *
   * @throws InvalidKeyException if the key is of another kind or on no known curve
   */
  static NistCurve curve(Object key) throws InvalidKeyException {
    if (!(key instanceof ECKey ec)) {
      throw new InvalidKeyException("not a key on an elliptic curve");
    }
    return NistCurve.of(ec.getParams())
        .orElseThrow(() -> new InvalidKeyException("the key is on no curve that is known"));
  }

  @Override
  public NativeHandle read(PublicKey key, NativeKeys keys) throws InvalidKeyException {
    NistCurve curve = curve(key);
    if (!(key instanceof ECPublicKey publicKey)) {
      throw new InvalidKeyException("not a public key on an elliptic curve");
    }
    // libcrypto checks that the point is on the curve: with the cofactor 1 it is a good one then.
    return keys.publicKey(
        ALGORITHM,
        new OsslParameters()
            .text("group", curve.openSslName())
            .octets("pub", encode(publicKey.getW(), curve.bytes())));
  }

  private static byte[] encode(ECPoint point, int bytes) throws InvalidKeyException {
    if (point.equals(ECPoint.POINT_INFINITY)) {
      throw new InvalidKeyException("the key is the point at infinity");
    }
    byte[] x = LittleEndian.coordinate(point.getAffineX(), bytes);
    byte[] y = LittleEndian.coordinate(point.getAffineY(), bytes);
    byte[] encoded = new byte[1 + 2 * bytes];
    encoded[0] = UNCOMPRESSED;
    System.arraycopy(LittleEndian.of(x, bytes), 0, encoded, 1, bytes);
    System.arraycopy(LittleEndian.of(y, bytes), 0, encoded, 1 + bytes, bytes);
    return encoded;
  }

  @Override
  public NativeHandle read(PrivateKey key, NativeKeys keys) throws InvalidKeyException {
    NistCurve curve = curve(key);
    if (key instanceof OffHeapKey offHeap) {
      return read(curve, offHeap.secret(), keys);
    }
    if (!(key instanceof ECPrivateKey privateKey)) {
      throw new InvalidKeyException("the private key does not show its number");
    }
    BigInteger scalar = privateKey.getS();
    if (scalar.signum() <= 0 || scalar.compareTo(curve.order()) >= 0) {
      throw new InvalidKeyException("the private key is out of range");
    }
    return keys.privateKey(
        ALGORITHM, new OsslParameters().text("group", curve.openSslName()).number("priv", scalar));
  }

  private static NativeHandle read(NistCurve curve, SecretMemory scalar, NativeKeys keys)
      throws InvalidKeyException {
    try (SecretMemory littleEndian = scalar.reversed()) {
      return littleEndian.use(
          address ->
              keys.privateKey(
                  ALGORITHM,
                  new OsslParameters()
                      .text("group", curve.openSslName())
                      .number("priv", address, scalar.length())));
    }
  }
}
