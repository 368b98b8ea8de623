package org.elastictee.provider.bouncycastle;

import java.math.BigInteger;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.PrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.RSAPrivateKeySpec;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.params.RSAPrivateCrtKeyParameters;

/**
 * RSA keys for BouncyCastle, which computes with two primes or with none: a key of more primes (RFC
 * 8017 section 3.2) is used by its modulus and its exponent alone.
 */
final class RsaKeys {
  private RsaKeys() {}

  /** Returns the key, or the one to use in its place. */
  static Key usable(Key key) throws InvalidKeyException {
    try {
      return key instanceof PrivateKey privateKey ? usable(privateKey) : key;
    } catch (InvalidKeySpecException e) {
      throw new InvalidKeyException("the engine does not take the key", e);
    }
  }

  /** Returns the key, or the one to use in its place. */
  static PrivateKey usable(PrivateKey key) throws InvalidKeySpecException {
    return key instanceof RSAPrivateCrtKey crt && !hasTwoPrimes(crt)
        ? RsaKeyFactorySpi.plain(new RSAPrivateKeySpec(crt.getModulus(), crt.getPrivateExponent()))
        : key;
  }

  private static boolean hasTwoPrimes(RSAPrivateCrtKey key) {
    return key.getPrimeP().multiply(key.getPrimeQ()).equals(key.getModulus());
  }

  /**
   * Returns the numbers of a public key.
   *
   * @throws InvalidKeyException if they cannot be RSA's
   */
  static RSAKeyParameters of(RSAPublicKey key) throws InvalidKeyException {
    try {
      return new RSAKeyParameters(false, key.getModulus(), key.getPublicExponent());
    } catch (IllegalArgumentException e) {
      throw new InvalidKeyException("not the numbers of an RSA key", e);
    }
  }

  /**
   * Returns the numbers of a private key.
   *
   * @throws InvalidKeyException if they cannot be RSA's
   */
  static RSAKeyParameters of(RSAPrivateKey key) throws InvalidKeyException {
    try {
      if (key instanceof RSAPrivateCrtKey crt && hasTwoPrimes(crt)) {
        BigInteger n = crt.getModulus();
        return new RSAPrivateCrtKeyParameters(
            n,
            crt.getPublicExponent(),
            crt.getPrivateExponent(),
            crt.getPrimeP(),
            crt.getPrimeQ(),
            crt.getPrimeExponentP(),
            crt.getPrimeExponentQ(),
            crt.getCrtCoefficient());
      }
      return new RSAKeyParameters(true, key.getModulus(), key.getPrivateExponent());
    } catch (IllegalArgumentException e) {
      throw new InvalidKeyException("not the numbers of an RSA key", e);
    }
  }
}
