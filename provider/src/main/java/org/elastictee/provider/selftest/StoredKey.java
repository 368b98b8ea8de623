package org.elastictee.provider.selftest;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.jcajce.provider.asymmetric.rsa.KeyFactorySpi;

/**
 * A key pair of {@link Answers}: for tests, and secret from nobody.
 *
 * @param name in the answers
 * @param algorithm of its {@link KeyFactory}
 */
record StoredKey(String name, String algorithm) {
  byte[] publicBytes() {
    return Answers.bytes("key." + name + ".public");
  }

  byte[] privateBytes() {
    return Answers.bytes("key." + name + ".private");
  }

  /** Returns the number or the seed that {@link #privateBytes} wraps. */
  byte[] secretBytes() {
    return Answers.bytes("key." + name + ".secret");
  }

  /** Returns the provider's own key or, where it has no keys as SunJCE, BouncyCastle's. */
  PublicKey publicKey(Provider provider) throws GeneralSecurityException {
    if (makesKeys(provider)) {
      return factory(provider).generatePublic(new X509EncodedKeySpec(publicBytes()));
    }
    try {
      return new KeyFactorySpi().generatePublic(SubjectPublicKeyInfo.getInstance(publicBytes()));
    } catch (IOException e) {
      throw new InvalidKeySpecException(e);
    }
  }

  /** Returns the provider's own key or, where it has no keys as SunJCE, BouncyCastle's. */
  PrivateKey privateKey(Provider provider) throws GeneralSecurityException {
    if (makesKeys(provider)) {
      return factory(provider).generatePrivate(new PKCS8EncodedKeySpec(privateBytes()));
    }
    try {
      return new KeyFactorySpi().generatePrivate(PrivateKeyInfo.getInstance(privateBytes()));
    } catch (IOException e) {
      throw new InvalidKeySpecException(e);
    }
  }

  private boolean makesKeys(Provider provider) {
    return !algorithm.equals("RSA") || provider.getService("KeyFactory", algorithm) != null;
  }

  private KeyFactory factory(Provider provider) throws GeneralSecurityException {
    return KeyFactory.getInstance(algorithm, provider);
  }
}
