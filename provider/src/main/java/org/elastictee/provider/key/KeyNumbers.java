package org.elastictee.provider.key;

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
 * that is missing, or the point at infinity, with a {@link NullPointerException}.
 */
public final class KeyNumbers {
  private KeyNumbers() {}

  /**
   * Lets a key pass, or refuses it. Whether the numbers are right is the engine's to say.
   *
   * @throws InvalidKeyException if the key, its parameters or one of its numbers is missing, or if
   *     it is the point at infinity
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
      require(rsa.getPublicExponent());
    }
    if (key instanceof RSAPrivateKey rsa) {
      require(rsa.getPrivateExponent());
    }
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
      require(rsa.getModulus());
    }
  }

  private static <T> T require(T number) throws InvalidKeyException {
    if (number == null) {
      throw new InvalidKeyException("the key does not show its parameters and numbers");
    }
    return number;
  }
}
