package org.elastictee.provider.key;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.InvalidKeyException;
import java.util.List;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.util.BigIntegers;

/** The numbers of an RSA private key (RFC 8017, 3.2), which belong together. */
final class RsaNumbers {
  private final AlgorithmIdentifier algorithm;
  private final RSAPrivateKey key;

  private RsaNumbers(AlgorithmIdentifier algorithm, RSAPrivateKey key) {
    this.algorithm = algorithm;
    this.key = key;
  }

  /**
   * Reads an RSAPrivateKey of RFC 8017, A.1.2.
   *
   * @throws InvalidKeyException if it has not two primes, or its numbers do not belong together
   */
  static RsaNumbers read(PrivateKeyInfo info, byte[] content)
      throws IOException, InvalidKeyException {
    RSAPrivateKey key = RSAPrivateKey.getInstance(ASN1Primitive.fromByteArray(content));
    if (key.getVersion().signum() != 0 || !key.getPrime1().testBit(0)) {
      throw new InvalidKeyException("only RSA keys that show their two primes are sealed");
    }
    if (!belongTogether(key)) {
      throw new InvalidKeyException("the numbers of the RSA key do not belong together");
    }
    return new RsaNumbers(info.getPrivateKeyAlgorithm(), key);
  }

  private static boolean belongTogether(RSAPrivateKey key) {
    BigInteger p = key.getPrime1();
    BigInteger q = key.getPrime2();
    BigInteger d = key.getPrivateExponent();
    return p.compareTo(BigInteger.TWO) > 0
        && q.compareTo(BigInteger.TWO) > 0
        && d.signum() > 0
        && d.compareTo(key.getModulus()) < 0
        && p.multiply(q).equals(key.getModulus())
        && isExponent(key.getExponent1(), p, key)
        && isExponent(key.getExponent2(), q, key)
        && key.getCoefficient().signum() > 0
        && key.getCoefficient().compareTo(p) < 0
        && key.getCoefficient().multiply(q).mod(p).equals(BigInteger.ONE);
  }

  private static boolean isExponent(BigInteger exponent, BigInteger prime, RSAPrivateKey key) {
    BigInteger order = prime.subtract(BigInteger.ONE);
    return key.getPrivateExponent().mod(order).equals(exponent)
        && key.getPublicExponent().multiply(exponent).mod(order).equals(BigInteger.ONE);
  }

  /** Returns the numbers in the form of {@link SealedRsaPrivateKey}. */
  byte[] bytes() {
    List<BigInteger> factors =
        List.of(
            key.getPrime1(),
            key.getPrime2(),
            key.getExponent1(),
            key.getExponent2(),
            key.getCoefficient());
    int dBytes = SealedRsaPrivateKey.bytes(key.getModulus());
    int factorBytes =
        Math.max(
            SealedRsaPrivateKey.bytes(key.getPrime1()), SealedRsaPrivateKey.bytes(key.getPrime2()));
    ByteBuffer bytes = ByteBuffer.allocate(dBytes + SealedRsaPrivateKey.FACTORS * factorBytes);
    BigIntegers.asUnsignedByteArray(key.getPrivateExponent(), bytes.array(), 0, dBytes);
    for (int i = 0; i < factors.size(); i++) {
      BigIntegers.asUnsignedByteArray(
          factors.get(i), bytes.array(), dBytes + i * factorBytes, factorBytes);
    }
    return bytes.array();
  }

  SubjectPublicKeyInfo publicKey() throws IOException {
    return new SubjectPublicKeyInfo(
        algorithm, new RSAPublicKey(key.getModulus(), key.getPublicExponent()));
  }
}
