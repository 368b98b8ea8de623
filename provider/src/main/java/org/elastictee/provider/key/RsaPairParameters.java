package org.elastictee.provider.key;

import java.math.BigInteger;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidParameterException;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;

/**
 * What can be asked of a generator of RSA keys, on every engine as on SunRsaSign: BouncyCastle
 * would look for the keys of an even exponent for ever.
 */
final class RsaPairParameters {
  private RsaPairParameters() {}

  /**
   * Lets a size pass, or refuses it.
   *
   * @throws InvalidParameterException if the modulus has less than 512 bits
   */
  static void check(int bits) {
    if (bits < KeyNumbers.MIN_RSA_BITS) {
      throw new InvalidParameterException(
          "an RSA key has " + KeyNumbers.MIN_RSA_BITS + " bits or more");
    }
  }

  /**
   * Lets parameters pass, or refuses them. Those of another class are the engine's to refuse.
   *
   * @throws InvalidAlgorithmParameterException if the modulus has less than 512 bits, or the public
   *     exponent is not odd, below 3 or longer than the modulus
   */
  static void check(AlgorithmParameterSpec params) throws InvalidAlgorithmParameterException {
    if (!(params instanceof RSAKeyGenParameterSpec rsa)) {
      return;
    }
    try {
      check(rsa.getKeysize());
    } catch (InvalidParameterException e) {
      throw new InvalidAlgorithmParameterException(e.getMessage(), e);
    }
    BigInteger exponent = rsa.getPublicExponent();
    if (exponent == null
        || !exponent.testBit(0)
        || exponent.compareTo(RSAKeyGenParameterSpec.F0) < 0
        || exponent.bitLength() > rsa.getKeysize()) {
      throw new InvalidAlgorithmParameterException(
          "the public exponent is an odd number from 3, and no longer than the modulus");
    }
  }
}
