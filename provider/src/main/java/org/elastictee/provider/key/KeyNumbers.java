package org.elastictee.provider.key;

import java.math.BigInteger;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.interfaces.ECKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.security.interfaces.XECKey;
import java.security.interfaces.XECPublicKey;
import java.security.spec.ECPoint;

/**
 * Looks whether keys of strangers' classes show the numbers that they promise. Engines meet one
 * that is missing, or the point at infinity, with a {@link NullPointerException}. RSA keys have the
 * lengths that SunRsaSign takes, on every engine: one that is longer costs whoever verifies a
 * stranger's signature more time than it should.
 */
public final class KeyNumbers {
  /** The shortest modulus in bits. */
  static final int MIN_RSA_BITS = 512;

  private static final int MAX_RSA_BITS = 16384;

  /** Behind longer moduli than this, public exponents have at most 64 bits. */
  private static final int MAX_BITS_WITH_ANY_EXPONENT = 3072;

  private static final int MAX_EXPONENT_BITS = 64;

  private KeyNumbers() {}

  /**
   * Lets a key pass, or refuses it. Whether the numbers are right is the engine's to say.
   *
   * @throws InvalidKeyException if the key, its parameters or one of its numbers is missing, if it
   *     is the point at infinity, if the modulus has less than 512 or more than 16384 bits, or if
   *     it has more than 3072 and the public exponent more than 64
   */
  public static void check(Key key) throws InvalidKeyException {
    if (key == null) {
      throw new InvalidKeyException("the key is missing");
    }
    requireParameters(key);
    if (key instanceof ECPublicKey ec && ECPoint.POINT_INFINITY.equals(require(ec.getW()))) {
      throw new InvalidKeyException("the public key is the point at infinity");
    }
    if (key instanceof ECPrivateKey ec) {
      require(ec.getS());
    }
    if (key instanceof XECPublicKey montgomery) {
      require(montgomery.getU());
    }
    if (key instanceof EdECPublicKey edwards) {
      require(edwards.getPoint());
    }
    if (key instanceof RSAPublicKey rsa) {
      requireLength(rsa, require(rsa.getPublicExponent()));
    }
    if (key instanceof RSAPrivateKey rsa) {
      require(rsa.getPrivateExponent());
    }
  }

  /** Returns how many bytes a number that is not negative has without leading zeros. */
  public static int bytes(BigInteger number) {
    return (number.bitLength() + Byte.SIZE - 1) / Byte.SIZE;
  }

  private static void requireParameters(Key key) throws InvalidKeyException {
    if (key instanceof ECKey ec) {
      require(ec.getParams());
    }
    if (key instanceof XECKey montgomery) {
      require(montgomery.getParams());
    }
    if (key instanceof EdECKey edwards) {
      require(edwards.getParams());
    }
    if (key instanceof RSAKey rsa) {
      requireLength(require(rsa.getModulus()));
    }
  }

  private static void requireLength(BigInteger modulus) throws InvalidKeyException {
    int bits = modulus.bitLength();
    if (bits < MIN_RSA_BITS || bits > MAX_RSA_BITS) {
      throw new InvalidKeyException(
          "an RSA key has from " + MIN_RSA_BITS + " to " + MAX_RSA_BITS + " bits");
    }
  }

  private static void requireLength(RSAKey key, BigInteger exponent) throws InvalidKeyException {
    if (key.getModulus().bitLength() > MAX_BITS_WITH_ANY_EXPONENT
        && exponent.bitLength() > MAX_EXPONENT_BITS) {
      throw new InvalidKeyException("the public exponent is too long for the modulus");
    }
  }

  private static <T> T require(T number) throws InvalidKeyException {
    if (number == null) {
      throw new InvalidKeyException("the key does not show its parameters and numbers");
    }
    return number;
  }
}
