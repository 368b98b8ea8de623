package org.elastictee.provider.signature;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.EdDSAParameterSpec;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.KeySpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.elastictee.provider.ElasticProvider;
import org.elastictee.provider.key.StrangersEcKey;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What signatures say of bad input, the same on each engine. */
@ParameterizedClass
@MethodSource("org.elastictee.provider.Providers#onEachEngine")
class SignatureMisuseTest {
  private static final PSSParameterSpec PSS =
      new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1);

  private static KeyPair ec;
  private static KeyPair rsa;

  private final Provider provider;

  SignatureMisuseTest(ElasticProvider provider) {
    this.provider = provider;
  }

  @BeforeAll
  static void generateKeys() throws Exception {
    KeyPairGenerator ecKeys = KeyPairGenerator.getInstance("EC");
    ecKeys.initialize(new ECGenParameterSpec("secp256r1"));
    ec = ecKeys.generateKeyPair();
    KeyPairGenerator rsaKeys = KeyPairGenerator.getInstance("RSA");
    rsaKeys.initialize(2048);
    rsa = rsaKeys.generateKeyPair();
  }

  private Signature with(String algorithm) throws Exception {
    Signature signature = Signature.getInstance(algorithm, provider);
    if (algorithm.equals("RSASSA-PSS")) {
      signature.setParameter(PSS);
    }
    return signature;
  }

  private static KeyPair keys(String algorithm) {
    return algorithm.contains("ECDSA") ? ec : rsa;
  }

  @ParameterizedTest
  @ValueSource(strings = {"NONEwithRSA", "SHA256withRSA", "SHA512/256withRSA", "RSASSA-PSS"})
  void anRsaSignatureHasTheLengthOfTheModulus(String algorithm) throws Exception {
    Signature signature = with(algorithm);
    signature.initSign(rsa.getPrivate());
    signature.update(new byte[5]);
    byte[] good = signature.sign();
    signature.initVerify(rsa.getPublic());
    for (int length : new int[] {0, 1, 255, 257}) {
      signature.update(new byte[5]);
      byte[] bad = Arrays.copyOf(good, length);
      assertThrows(SignatureException.class, () -> signature.verify(bad));
    }
    byte[] notBelowTheModulus = new byte[256];
    Arrays.fill(notBelowTheModulus, (byte) 0xff);
    signature.update(new byte[5]);
    assertFalse(signature.verify(notBelowTheModulus));
    signature.update(new byte[5]);
    assertTrue(signature.verify(good));
  }

  @ParameterizedTest
  @CsvSource({
    "EC, SHA256withECDSAinP1363Format, 64",
    "Ed25519, Ed25519, 64",
    "Ed448, EdDSA, 114",
    "ML-DSA-44, ML-DSA-44, 2420",
    "ML-DSA-65, ML-DSA, 3309",
    "ML-DSA-87, ML-DSA, 4627"
  })
  void aSignatureOfFixedLengthHasNoOther(String keys, String algorithm, int length)
      throws Exception {
    KeyPair pair =
        keys.equals("EC") ? ec : KeyPairGenerator.getInstance(keys, provider).generateKeyPair();
    Signature signature = with(algorithm);
    signature.initSign(pair.getPrivate());
    signature.update((byte) 1);
    byte[] good = signature.sign();
    assertEquals(length, good.length);
    signature.initVerify(pair.getPublic());
    for (int other : new int[] {0, length - 2, length - 1, length + 1, length + 2}) {
      byte[] bad = Arrays.copyOf(good, other);
      signature.update((byte) 1);
      assertThrows(SignatureException.class, () -> signature.verify(bad));
    }
    signature.update((byte) 1);
    assertTrue(signature.verify(good));
  }

  @ParameterizedTest
  @ValueSource(strings = {"secp256r1", "secp384r1", "secp521r1"})
  void anEcdsaSignatureOfEveryLengthVerifies(String curve) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec(curve));
    KeyPair pair = generator.generateKeyPair();
    Signature signature = with("SHA512withECDSA");
    signature.initSign(pair.getPrivate());
    byte[] good = signature.sign();
    signature.initVerify(pair.getPublic());
    assertTrue(signature.verify(good));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "30", "3006020101", "300602010102010100", "0500", "ffffffff"})
  void anEcdsaSignatureIsDerAndWhole(String hex) throws Exception {
    Signature signature = with("SHA256withECDSA");
    signature.initVerify(ec.getPublic());
    byte[] bad = HexFormat.of().parseHex(hex);
    assertThrows(SignatureException.class, () -> signature.verify(bad));
  }

  @Test
  void bareDigestsForEcdsaEndAt64Bytes() throws Exception {
    Signature signature = with("NONEwithECDSA");
    signature.initSign(ec.getPrivate());
    signature.update(new byte[64]);
    signature.update((byte) 1);
    assertThrows(SignatureException.class, signature::sign);
    signature.update(new byte[64]);
    byte[] good = signature.sign();
    signature.initVerify(ec.getPublic());
    signature.update(new byte[65]);
    assertThrows(SignatureException.class, () -> signature.verify(good));
    signature.update(new byte[64]);
    assertTrue(signature.verify(good));
  }

  @Test
  void bareInputForRsaEndsElevenBytesBeforeTheModulus() throws Exception {
    Signature signature = with("NONEwithRSA");
    signature.initSign(rsa.getPrivate());
    signature.update(new byte[246]);
    assertThrows(SignatureException.class, signature::sign);
    signature.update(new byte[245]);
    byte[] good = signature.sign();
    signature.initVerify(rsa.getPublic());
    signature.update(new byte[246]);
    assertFalse(signature.verify(good));
    signature.update(new byte[245]);
    assertTrue(signature.verify(good));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "NONEwithECDSA",
        "SHA3-512withECDSA",
        "SHA384withECDSAinP1363Format",
        "NONEwithRSA",
        "SHA512/224withRSA",
        "Ed25519",
        "Ed448",
        "EdDSA",
        "ML-DSA",
        "ML-DSA-87"
      })
  void refusesMissingKeysAndThoseOfAnotherKind(String algorithm) throws Exception {
    Signature signature = with(algorithm);
    KeyPair wrong = keys(algorithm) == ec ? rsa : ec;
    assertThrows(InvalidKeyException.class, () -> signature.initSign(wrong.getPrivate()));
    assertThrows(InvalidKeyException.class, () -> signature.initVerify(wrong.getPublic()));
    assertThrows(InvalidKeyException.class, () -> signature.initSign((PrivateKey) null));
    assertThrows(InvalidKeyException.class, () -> signature.initVerify((PublicKey) null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"SHA256withECDSA", "NONEwithRSA", "SHA256withRSA", "Ed25519", "ML-DSA"})
  void hasNoParametersAndTakesNone(String algorithm) throws Exception {
    Signature signature = with(algorithm);
    assertNull(signature.getParameters());
    assertThrows(
        InvalidAlgorithmParameterException.class,
        () -> signature.setParameter(new ECGenParameterSpec("secp256r1")));
    assertDoesNotThrow(() -> signature.setParameter(null));
  }

  @Test
  void pssRefusesParametersThatAreMissingOrDoNotGoWithTheKey() throws Exception {
    Signature signature = Signature.getInstance("RSASSA-PSS", provider);
    assertNull(signature.getParameters());
    assertThrows(InvalidAlgorithmParameterException.class, () -> signature.setParameter(null));
    signature.initSign(rsa.getPrivate());
    PSSParameterSpec tooLong =
        new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 256, 1);
    assertThrows(InvalidAlgorithmParameterException.class, () -> signature.setParameter(tooLong));
  }

  /** The modulus of one key with the exponent of another, and an even modulus. */
  static Stream<Arguments> inconsistentKeys() {
    RSAPrivateCrtKey good = (RSAPrivateCrtKey) rsa.getPrivate();
    BigInteger even = good.getModulus().clearBit(0);
    return Stream.of("NONEwithRSA", "SHA256withRSA", "RSASSA-PSS")
        .flatMap(
            algorithm ->
                Stream.of(
                    Arguments.of(algorithm, withNumbers(good, good.getModulus(), BigInteger.TWO)),
                    Arguments.of(algorithm, withNumbers(good, even, BigInteger.ONE))));
  }

  private static KeySpec withNumbers(RSAPrivateCrtKey key, BigInteger modulus, BigInteger added) {
    return new RSAPrivateCrtKeySpec(
        modulus,
        key.getPublicExponent(),
        key.getPrivateExponent().add(added),
        key.getPrimeP(),
        key.getPrimeQ(),
        key.getPrimeExponentP().add(added),
        key.getPrimeExponentQ(),
        key.getCrtCoefficient());
  }

  @ParameterizedTest
  @MethodSource("inconsistentKeys")
  void aKeyWhoseNumbersDoNotBelongTogetherMakesNoSignature(String algorithm, KeySpec numbers)
      throws Exception {
    PrivateKey inconsistent;
    try {
      inconsistent = KeyFactory.getInstance("RSA", provider).generatePrivate(numbers);
    } catch (InvalidKeySpecException e) {
      return;
    }
    Signature signature = with(algorithm);
    try {
      signature.initSign(inconsistent);
    } catch (InvalidKeyException e) {
      return;
    }
    signature.update(new byte[32]);
    byte[] signed;
    try {
      signed = signature.sign();
    } catch (SignatureException e) {
      return;
    }
    // libcrypto goes by the private exponent where the primes do not agree with it.
    signature.initVerify(rsa.getPublic());
    signature.update(new byte[32]);
    assertFalse(signature.verify(signed));
  }

  @ParameterizedTest
  @ValueSource(strings = {"SHA256withECDSA", "SHA256withECDSAinP1363Format", "NONEwithECDSA"})
  void refusesAKeyAtInfinityOrWithoutItsNumbers(String algorithm) throws Exception {
    ECPublicKey good = (ECPublicKey) ec.getPublic();
    Signature signature = with(algorithm);
    for (PublicKey wrong :
        List.of(
            new StrangersEcKey(ECPoint.POINT_INFINITY, good.getParams()),
            new StrangersEcKey(null, good.getParams()),
            new StrangersEcKey(good.getW(), null))) {
      assertThrows(InvalidKeyException.class, () -> signature.initVerify(wrong));
    }
  }

  static Stream<Arguments> rsaKeysOfWrongLength() {
    BigInteger longExponent = BigInteger.ONE.shiftLeft(64).add(BigInteger.ONE);
    return Stream.of("SHA256withRSA", "RSASSA-PSS", "NONEwithRSA")
        .flatMap(
            algorithm ->
                Stream.of(
                    Arguments.of(algorithm, 511, RSAKeyGenParameterSpec.F4),
                    Arguments.of(algorithm, 16385, RSAKeyGenParameterSpec.F4),
                    Arguments.of(algorithm, 3073, longExponent)));
  }

  /** As SunRsaSign does: an RSA key that is longer costs whoever verifies with it too much time. */
  @ParameterizedTest
  @MethodSource("rsaKeysOfWrongLength")
  void refusesRsaKeysThatTheJdkRefuses(String algorithm, int bits, BigInteger exponent)
      throws Exception {
    BigInteger modulus = BigInteger.ONE.shiftLeft(bits - 1).add(BigInteger.ONE);
    byte[] encoded =
        new SubjectPublicKeyInfo(
                new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
                new org.bouncycastle.asn1.pkcs.RSAPublicKey(modulus, exponent))
            .getEncoded();
    RSAPublicKey key =
        new RSAPublicKey() {
          @Override
          public BigInteger getModulus() {
            return modulus;
          }

          @Override
          public BigInteger getPublicExponent() {
            return exponent;
          }

          @Override
          public String getAlgorithm() {
            return "RSA";
          }

          @Override
          public String getFormat() {
            return "X.509";
          }

          @Override
          public byte[] getEncoded() {
            return encoded.clone();
          }
        };
    Signature signature = with(algorithm);
    assertThrows(InvalidKeyException.class, () -> signature.initVerify(key));
  }

  @Test
  void edDsaTakesNoParametersAmongItsInput() throws Exception {
    KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    Signature signature = with("Ed25519");
    signature.initSign(pair.getPrivate());
    signature.update(new byte[] {1, 2});
    byte[] expected = signature.sign();
    signature.update((byte) 1);
    assertThrows(
        ProviderException.class,
        () -> signature.setParameter(new EdDSAParameterSpec(false, new byte[] {1})));
    signature.update((byte) 2);
    assertArrayEquals(expected, signature.sign());
  }

  @Test
  void pssTakesNoParametersAmongItsInput() throws Exception {
    Signature signature = with("RSASSA-PSS");
    signature.initSign(rsa.getPrivate());
    signature.update((byte) 1);
    assertThrows(ProviderException.class, () -> signature.setParameter(PSS));
    assertEquals(256, signature.sign().length);
  }

  @Test
  void isReadyAfterInitOnly() throws Exception {
    Signature signature = with("Ed25519");
    assertThrows(SignatureException.class, () -> signature.update((byte) 1));
    assertThrows(SignatureException.class, signature::sign);
    assertThrows(SignatureException.class, () -> signature.verify(new byte[64]));
  }
}
