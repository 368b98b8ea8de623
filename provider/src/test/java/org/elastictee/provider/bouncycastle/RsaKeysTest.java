package org.elastictee.provider.bouncycastle;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.security.spec.RSAPublicKeySpec;
import javax.crypto.Cipher;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RSA keys of three primes (RFC 8017, section 3.2), of which two stand in the key. */
class RsaKeysTest {
  private static final BigInteger E = BigInteger.valueOf(65537);
  private static final byte[] DATA = {1, 2, 3};

  private static final Provider ENGINE = new BouncyCastleEngine();

  private static PublicKey publicKey;
  private static PrivateKey privateKey;

  @BeforeAll
  static void makeKeys() throws Exception {
    SecureRandom random = new SecureRandom();
    BigInteger p = prime(random);
    BigInteger q = prime(random);
    BigInteger r = prime(random);
    BigInteger n = p.multiply(q).multiply(r);
    BigInteger d = E.modInverse(less1(p).multiply(less1(q)).multiply(less1(r)));
    KeyFactory factory = KeyFactory.getInstance("RSA", ENGINE);
    publicKey = factory.generatePublic(new RSAPublicKeySpec(n, E));
    privateKey =
        factory.generatePrivate(
            new RSAPrivateCrtKeySpec(
                n, E, d, p, q, d.mod(less1(p)), d.mod(less1(q)), q.modInverse(p)));
  }

  private static BigInteger prime(SecureRandom random) {
    BigInteger prime;
    do {
      prime = BigInteger.probablePrime(683, random);
    } while (!less1(prime).gcd(E).equals(BigInteger.ONE));
    return prime;
  }

  private static BigInteger less1(BigInteger number) {
    return number.subtract(BigInteger.ONE);
  }

  @Test
  void lackTheirPrimesHere() {
    assertFalse(privateKey instanceof RSAPrivateCrtKey);
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSA/ECB/PKCS1Padding", "RSA/ECB/OAEPPadding"})
  void decrypt(String transformation) throws Exception {
    Cipher cipher = Cipher.getInstance(transformation, ENGINE);
    cipher.init(Cipher.ENCRYPT_MODE, publicKey);
    byte[] encrypted = cipher.doFinal(DATA);
    cipher.init(Cipher.DECRYPT_MODE, privateKey);
    assertArrayEquals(DATA, cipher.doFinal(encrypted));
  }

  @Test
  void sign() throws Exception {
    Signature signature = Signature.getInstance("SHA256withRSA", ENGINE);
    signature.initSign(privateKey);
    signature.update(DATA);
    byte[] signed = signature.sign();
    signature.initVerify(publicKey);
    signature.update(DATA);
    assertTrue(signature.verify(signed));
  }
}
