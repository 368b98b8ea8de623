package org.elastictee.provider.key;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.InvalidParameterException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.security.interfaces.XECPrivateKey;
import java.security.interfaces.XECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.security.spec.RSAPrivateKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.security.spec.XECPrivateKeySpec;
import java.security.spec.XECPublicKeySpec;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.asn1.x9.X9ECPoint;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.jce.ECNamedCurveTable;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.jce.spec.ECParameterSpec;
import org.bouncycastle.math.ec.ECPoint;
import org.elastictee.provider.ElasticProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Key pairs and their encodings, on each engine that can stand behind them. */
@ParameterizedClass
@MethodSource("org.elastictee.provider.Providers#onEachEngine")
class KeyPairsTest {
  private final Provider provider;

  KeyPairsTest(ElasticProvider provider) {
    this.provider = provider;
  }

  private KeyPair keys(String algorithm) throws Exception {
    return KeyPairGenerator.getInstance(algorithm, provider).generateKeyPair();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "RSA",
        "RSASSA-PSS",
        "EC",
        "EdDSA",
        "Ed25519",
        "Ed448",
        "XDH",
        "X25519",
        "X448",
        "ML-DSA",
        "ML-DSA-44",
        "ML-DSA-65",
        "ML-DSA-87",
        "ML-KEM",
        "ML-KEM-512",
        "ML-KEM-768",
        "ML-KEM-1024"
      })
  void makesKeysWhoseEncodingsTheFactoryReads(String algorithm) throws Exception {
    KeyPair keys = keys(algorithm);
    KeyFactory factory = KeyFactory.getInstance(algorithm, provider);
    byte[] encodedPublic =
        factory.getKeySpec(keys.getPublic(), X509EncodedKeySpec.class).getEncoded();
    byte[] encodedPrivate =
        factory.getKeySpec(keys.getPrivate(), PKCS8EncodedKeySpec.class).getEncoded();
    assertArrayEquals(
        encodedPublic, factory.generatePublic(new X509EncodedKeySpec(encodedPublic)).getEncoded());
    assertArrayEquals(
        encodedPrivate,
        factory.generatePrivate(new PKCS8EncodedKeySpec(encodedPrivate)).getEncoded());
  }

  /** Those of JDK 25, on every JDK. */
  @ParameterizedTest
  @CsvSource({"RSA, 3072", "RSASSA-PSS, 3072", "EC, 384"})
  void makesKeysOfTheDefaultSize(String algorithm, int bits) throws Exception {
    PublicKey key = keys(algorithm).getPublic();
    int size =
        key instanceof RSAKey rsa
            ? rsa.getModulus().bitLength()
            : ((ECKey) key).getParams().getOrder().bitLength();
    assertEquals(bits, size);
  }

  @ParameterizedTest
  @ValueSource(strings = {"EC", "Ed25519", "X25519"})
  void drawsFromTheRandomnessItIsGiven(String algorithm) throws Exception {
    AtomicInteger drawn = new AtomicInteger();
    SecureRandom counting =
        new SecureRandom() {
          private static final long serialVersionUID = 1L;

          @Override
          public void nextBytes(byte[] bytes) {
            drawn.addAndGet(bytes.length);
            super.nextBytes(bytes);
          }
        };
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm, provider);
    generator.initialize(algorithm.equals("EC") ? 256 : 255, counting);
    generator.generateKeyPair();
    assertTrue(drawn.get() >= 32);
  }

  @ParameterizedTest
  @CsvSource({
    "RSA, 7",
    "RSA, 511",
    "RSASSA-PSS, 255",
    "EC, 7",
    "Ed25519, 448",
    "X25519, 448",
    "XDH, 256000"
  })
  void refusesSizesThatThereAreNot(String algorithm, int bits) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm, provider);
    assertThrows(InvalidParameterException.class, () -> generator.initialize(bits));
  }

  /** BouncyCastle would look for ever for keys of an even exponent. */
  @ParameterizedTest
  @CsvSource({"1024, 2", "1024, 65536", "1024, 1", "1024, -3", "1024, 0", "511, 65537"})
  void refusesRsaKeysThatThereAreNot(int bits, BigInteger exponent) throws Exception {
    for (String algorithm : List.of("RSA", "RSASSA-PSS")) {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm, provider);
      assertThrows(
          InvalidAlgorithmParameterException.class,
          () -> generator.initialize(new RSAKeyGenParameterSpec(bits, exponent)));
    }
  }

  @Test
  void refusesAnRsaExponentThatIsMissingOrLongerThanTheModulus() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA", provider);
    BigInteger tooLong = BigInteger.ONE.shiftLeft(1024).setBit(0);
    for (BigInteger exponent : new BigInteger[] {null, tooLong}) {
      assertThrows(
          InvalidAlgorithmParameterException.class,
          () -> generator.initialize(new RSAKeyGenParameterSpec(1024, exponent)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSA", "EC", "EdDSA", "XDH", "ML-DSA", "ML-KEM"})
  void refusesParametersThatAreNotItsOwn(String algorithm) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm, provider);
    assertThrows(
        InvalidAlgorithmParameterException.class,
        () ->
            generator.initialize(
                algorithm.equals("RSA")
                    ? new ECGenParameterSpec("secp256r1")
                    : new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F4)));
    assertThrows(InvalidAlgorithmParameterException.class, () -> generator.initialize(null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSA", "RSASSA-PSS", "EC", "EdDSA", "XDH", "ML-DSA", "ML-KEM"})
  void refusesEncodingsThatAreNoKeys(String algorithm) throws Exception {
    KeyFactory factory = KeyFactory.getInstance(algorithm, provider);
    for (byte[] bad : new byte[][] {{}, {0x30}, {0x30, 3, 2, 1, 0}, new byte[100]}) {
      assertThrows(
          InvalidKeySpecException.class, () -> factory.generatePublic(new X509EncodedKeySpec(bad)));
      assertThrows(
          InvalidKeySpecException.class,
          () -> factory.generatePrivate(new PKCS8EncodedKeySpec(bad)));
    }
    assertThrows(InvalidKeySpecException.class, () -> factory.generatePublic(null));
    assertThrows(InvalidKeySpecException.class, () -> factory.generatePrivate(null));
    assertThrows(
        InvalidKeySpecException.class, () -> factory.getKeySpec(null, X509EncodedKeySpec.class));
    PublicKey good = keys(algorithm).getPublic();
    assertThrows(InvalidKeySpecException.class, () -> factory.getKeySpec(good, null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSA", "RSASSA-PSS"})
  void refusesNumbersThatAreMissing(String algorithm) throws Exception {
    KeyFactory factory = KeyFactory.getInstance(algorithm, provider);
    assertThrows(
        InvalidKeySpecException.class,
        () -> factory.generatePublic(new RSAPublicKeySpec(null, BigInteger.TEN)));
    assertThrows(
        InvalidKeySpecException.class,
        () -> factory.generatePublic(new RSAPublicKeySpec(BigInteger.TEN, null)));
    assertThrows(
        InvalidKeySpecException.class,
        () -> factory.generatePrivate(new RSAPrivateKeySpec(null, BigInteger.TEN)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSA", "EC", "Ed25519", "Ed448", "X25519", "X448"})
  void translatesTheKeysOfOthers(String algorithm) throws Exception {
    KeyFactory factory = KeyFactory.getInstance(algorithm, provider);
    for (Provider maker : new Provider[] {null, new BouncyCastleProvider()}) {
      KeyPair keys =
          (maker == null
                  ? KeyPairGenerator.getInstance(algorithm)
                  : KeyPairGenerator.getInstance(algorithm, maker))
              .generateKeyPair();
      assertArrayEquals(
          keys.getPublic().getEncoded(), factory.translateKey(keys.getPublic()).getEncoded());
    }
    assertThrows(InvalidKeyException.class, () -> factory.translateKey(null));
    assertThrows(
        InvalidKeyException.class,
        () -> factory.translateKey(new SecretKeySpec(new byte[16], "AES")));
  }

  @ParameterizedTest
  @CsvSource({"X25519, X25519, 32", "X448, X448, 56", "X25519, XDH, 32", "X448, XDH, 56"})
  void makesKeysOfMontgomeryCurvesOfTheirNumbers(String curve, String algorithm, int bytes)
      throws Exception {
    KeyPair keys = KeyPairGenerator.getInstance(curve, "SunEC").generateKeyPair();
    XECPublicKey publicKey = (XECPublicKey) keys.getPublic();
    byte[] scalar = ((XECPrivateKey) keys.getPrivate()).getScalar().orElseThrow();
    KeyFactory factory = KeyFactory.getInstance(algorithm, provider);
    NamedParameterSpec name = new NamedParameterSpec(curve);
    PublicKey ofNumber = factory.generatePublic(new XECPublicKeySpec(name, publicKey.getU()));
    PrivateKey ofScalar = factory.generatePrivate(new XECPrivateKeySpec(name, scalar));
    assertArrayEquals(publicKey.getEncoded(), ofNumber.getEncoded());
    assertEquals(publicKey.getU(), factory.getKeySpec(ofNumber, XECPublicKeySpec.class).getU());
    assertArrayEquals(scalar, factory.getKeySpec(ofScalar, XECPrivateKeySpec.class).getScalar());
    assertThrows(
        InvalidKeySpecException.class,
        () -> factory.generatePrivate(new XECPrivateKeySpec(name, new byte[bytes - 1])));
  }

  /** RFC 5480, section 2.1.1. */
  @Test
  void refusesACurveWithoutAName() throws Exception {
    ECParameterSpec p256 = ECNamedCurveTable.getParameterSpec("secp256r1");
    ECPoint point = p256.getG();
    X9ECParameters numbers =
        new X9ECParameters(
            p256.getCurve(), new X9ECPoint(p256.getG(), false), p256.getN(), BigInteger.ONE);
    byte[] encoded =
        new SubjectPublicKeyInfo(
                new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, numbers),
                point.getEncoded(false))
            .getEncoded();
    KeyFactory factory = KeyFactory.getInstance("EC", provider);
    assertThrows(
        InvalidKeySpecException.class,
        () -> factory.generatePublic(new X509EncodedKeySpec(encoded)));
  }
}
