package org.elastictee.provider.selftest;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Objects;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.elastictee.provider.bouncycastle.BouncyCastleEngine;

/**
 * A key pair of {@link Answers}: for tests, and secret from nobody.
 *
 * @param name in the answers
 * @param algorithm of its {@link KeyFactory}
 */
record StoredKey(String name, String algorithm) {
  /** Loaded where the JDK has no such keys. */
  private static final class BouncyCastle {
    static final Provider ENGINE = new BouncyCastleEngine();
  }

  byte[] publicBytes() {
    return Answers.bytes("key." + name + ".public");
  }

  byte[] privateBytes() {
    return Answers.bytes("key." + name + ".private");
  }

  /** Returns the number, the seed or the expanded key that {@link #privateBytes} wraps. */
  byte[] secretBytes() {
    if (algorithm.startsWith("ML-KEM")) {
      byte[] choice = PrivateKeyInfo.getInstance(privateBytes()).getPrivateKey().getOctets();
      return ASN1OctetString.getInstance(choice).getOctets();
    }
    return Answers.bytes("key." + name + ".secret");
  }

  /** Returns the public key as the {@link #maker} has it. */
  PublicKey publicKey(Provider provider) throws GeneralSecurityException {
    return publicKey(provider, publicBytes());
  }

  /** Returns another public key of the same algorithm as the {@link #maker} has it. */
  PublicKey publicKey(Provider provider, byte[] encoded) throws GeneralSecurityException {
    return factory(provider).generatePublic(new X509EncodedKeySpec(encoded));
  }

  /** Returns the private key as the {@link #maker} has it. */
  PrivateKey privateKey(Provider provider) throws GeneralSecurityException {
    return factory(provider).generatePrivate(new PKCS8EncodedKeySpec(privateBytes()));
  }

  /**
   * Returns who makes the keys that a provider works with: itself or, where it makes none, as
   * SunJCE of RSA and libcrypto of any algorithm, the JDK, or else BouncyCastle. Never what the
   * provider list has in front.
   */
  Provider maker(Provider provider) {
    Stream<Provider> jdk =
        Stream.of("SunRsaSign", "SunEC", "SUN").map(Security::getProvider).filter(Objects::nonNull);
    return Stream.concat(Stream.of(provider), jdk)
        .filter(maker -> maker.getService("KeyFactory", algorithm) != null)
        .findFirst()
        .orElseGet(() -> BouncyCastle.ENGINE);
  }

  private KeyFactory factory(Provider provider) throws GeneralSecurityException {
    return KeyFactory.getInstance(algorithm, maker(provider));
  }
}
