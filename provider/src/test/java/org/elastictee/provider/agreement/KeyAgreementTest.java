package org.elastictee.provider.agreement;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigInteger;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.KeyAgreement;
import javax.crypto.SecretKey;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.elastictee.provider.ElasticProvider;
import org.elastictee.provider.key.SealedEcPrivateKey;
import org.elastictee.provider.key.StrangersEcKey;
import org.elastictee.sev.seal.SealingPolicy;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Key agreement on each engine that can stand behind it. */
@ParameterizedClass
@MethodSource("org.elastictee.provider.Providers#onEachEngine")
class KeyAgreementTest {
  private static final HexFormat HEX = HexFormat.of();

  private static KeyPair p256;
  private static KeyPair p384;
  private static KeyPair rsa;
  private static KeyPair x25519;

  private final Provider provider;

  KeyAgreementTest(ElasticProvider provider) {
    this.provider = provider;
  }

  @BeforeAll
  static void generateKeys() throws Exception {
    KeyPairGenerator ec = KeyPairGenerator.getInstance("EC");
    ec.initialize(new ECGenParameterSpec("secp256r1"));
    p256 = ec.generateKeyPair();
    ec.initialize(new ECGenParameterSpec("secp384r1"));
    p384 = ec.generateKeyPair();
    rsa = KeyPairGenerator.getInstance("RSA").generateKeyPair();
    x25519 = KeyPairGenerator.getInstance("X25519").generateKeyPair();
  }

  private static byte[] agree(String algorithm, Provider provider, PrivateKey own, PublicKey peer)
      throws Exception {
    KeyAgreement agreement = KeyAgreement.getInstance(algorithm, provider);
    agreement.init(own);
    agreement.doPhase(peer, true);
    return agreement.generateSecret();
  }

  private KeyAgreement ready() throws Exception {
    KeyAgreement agreement = KeyAgreement.getInstance("ECDH", provider);
    agreement.init(p256.getPrivate());
    agreement.doPhase(p256.getPublic(), true);
    return agreement;
  }

  /** RFC 7748, sections 6.1 and 6.2: the private key, the peer's public key, the secret. */
  @ParameterizedTest
  @CsvSource({
    "X25519, 302e020100300506032b656e04220420"
        + "77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a,"
        + "302a300506032b656e032100"
        + "de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f,"
        + "4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742",
    "X448, 3046020100300506032b656f043a0438"
        + "9a8f4925d1519f5775cf46b04b5800d4ee9ee8bae8bc5565d498c28d"
        + "d9c9baf574a9419744897391006382a6f127ab1d9ac2d8c0a598726b,"
        + "3042300506032b656f033900"
        + "3eb7a829b0cd20f5bcfc0b599b6feccf6da4627107bdb0d4f345b430"
        + "27d8b972fc3e34fb4232a13ca706dcb57aec3dae07bdc1c67bf33609,"
        + "07fff4181ac6cc95ec1c16a94a0f74d12da232ce40a77552281d282b"
        + "b60c0b56fd2464c335543936521c24403085d59a449a5037514a879d"
  })
  void agreesAsRfc7748Says(String algorithm, String own, String peer, String secret)
      throws Exception {
    KeyFactory keys = KeyFactory.getInstance(algorithm, provider);
    PrivateKey privateKey = keys.generatePrivate(new PKCS8EncodedKeySpec(HEX.parseHex(own)));
    PublicKey publicKey = keys.generatePublic(new X509EncodedKeySpec(HEX.parseHex(peer)));
    assertEquals(secret, HEX.formatHex(agree(algorithm, provider, privateKey, publicKey)));
    assertEquals(secret, HEX.formatHex(agree("XDH", provider, privateKey, publicKey)));
  }

  private static BigInteger number(String hex) {
    return new BigInteger(hex, 16);
  }

  /** NIST CAVS, KAS_ECC_CDH_PrimitiveTest, P-256, COUNT 0; the key is sealed in the second case. */
  @Test
  void agreesAsNistSaysAlsoWithASealedKey() throws Exception {
    ECParameterSpec curve = ((ECPublicKey) p256.getPublic()).getParams();
    KeyFactory keys = KeyFactory.getInstance("EC", provider);
    BigInteger scalar = number("7d7dc5f71eb29ddaf80d6214632eeae03d9058af1fb6d22ed80badb62bc1a534");
    PublicKey peer =
        keys.generatePublic(
            new ECPublicKeySpec(
                new ECPoint(
                    number("700c48f77f56584c5cc632ca65640db91b6bacce3a4df6b42ce7cc838833d287"),
                    number("db71e509e3fd9b060ddb20ba5c51dcc5948d46fbf640dfe0441782cab85fa4ac")),
                curve));
    String secret = "46fc62106420ff012e54a434fbdd2d25ccc5852060561e68040dd7778997bd7b";
    PrivateKey open = keys.generatePrivate(new ECPrivateKeySpec(scalar, curve));
    PrivateKey sealed =
        new SealedEcPrivateKey(
            SealingPolicy.STRICT,
            HEX.parseHex(scalar.toString(16)),
            (ECPublicKey) p256.getPublic());
    for (PrivateKey own : List.of(open, sealed)) {
      assertEquals(secret, HEX.formatHex(agree("ECDH", provider, own, peer)));
    }
  }

  @Test
  void endsWhenItsSealedKeyIsDestroyed() throws Exception {
    byte[] scalar = new byte[32];
    scalar[31] = 2;
    SealedEcPrivateKey sealed =
        new SealedEcPrivateKey(SealingPolicy.STRICT, scalar, (ECPublicKey) p256.getPublic());
    KeyAgreement before = KeyAgreement.getInstance("ECDH", provider);
    before.init(sealed);
    KeyAgreement between = KeyAgreement.getInstance("ECDH", provider);
    between.init(sealed);
    between.doPhase(p256.getPublic(), true);
    sealed.destroy();
    assertThrows(IllegalStateException.class, () -> before.doPhase(p256.getPublic(), true));
    assertThrows(IllegalStateException.class, between::generateSecret);
  }

  @ParameterizedTest
  @ValueSource(strings = {"EC", "X25519", "X448"})
  void agreesWithTheJdkAndBouncyCastleWhoeverMadeTheKeys(String keyAlgorithm) throws Exception {
    String algorithm = keyAlgorithm.equals("EC") ? "ECDH" : keyAlgorithm;
    for (Provider peer : List.of(Security.getProvider("SunEC"), new BouncyCastleProvider())) {
      KeyPairGenerator theirs = KeyPairGenerator.getInstance(keyAlgorithm, peer);
      KeyPairGenerator ours = KeyPairGenerator.getInstance(keyAlgorithm, provider);
      if (keyAlgorithm.equals("EC")) {
        theirs.initialize(new ECGenParameterSpec("secp521r1"));
        ours.initialize(new ECGenParameterSpec("secp521r1"));
      }
      KeyPair a = theirs.generateKeyPair();
      KeyPair b = ours.generateKeyPair();
      byte[] secret = agree(algorithm, provider, a.getPrivate(), b.getPublic());
      assertArrayEquals(secret, agree(algorithm, peer, a.getPrivate(), b.getPublic()));
      assertArrayEquals(secret, agree(algorithm, provider, b.getPrivate(), a.getPublic()));
    }
  }

  /** Points of order 1, 2, 4 and 8 of Curve25519 and its twist, as in RFC 7748, section 6.1. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
        "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157"
      })
  void refusesAPeerOfSmallOrder(String point) throws Exception {
    PublicKey peer =
        KeyFactory.getInstance("X25519", provider)
            .generatePublic(
                new X509EncodedKeySpec(HEX.parseHex("302a300506032b656e032100" + point)));
    for (String algorithm : List.of("X25519", "XDH")) {
      KeyAgreement agreement = KeyAgreement.getInstance(algorithm, provider);
      agreement.init(x25519.getPrivate());
      assertThrows(InvalidKeyException.class, () -> agreement.doPhase(peer, true));
      assertThrows(IllegalStateException.class, agreement::generateSecret);
    }
  }

  @Test
  void refusesAPeerOnAnotherCurveOrOnNone() throws Exception {
    PublicKey offCurve =
        KeyFactory.getInstance("EC", "SunEC")
            .generatePublic(
                new ECPublicKeySpec(
                    new ECPoint(BigInteger.ONE, BigInteger.ONE),
                    ((ECPublicKey) p256.getPublic()).getParams()));
    KeyAgreement agreement = KeyAgreement.getInstance("ECDH", provider);
    for (PublicKey wrong : List.of(p384.getPublic(), offCurve)) {
      agreement.init(p256.getPrivate());
      assertThrows(InvalidKeyException.class, () -> agreement.doPhase(wrong, true));
      assertThrows(IllegalStateException.class, () -> agreement.doPhase(p256.getPublic(), true));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ECDH", "XDH", "X25519", "X448"})
  void refusesKeysOfAnotherKind(String algorithm) throws Exception {
    KeyAgreement agreement = KeyAgreement.getInstance(algorithm, provider);
    assertThrows(InvalidKeyException.class, () -> agreement.init(null));
    assertThrows(InvalidKeyException.class, () -> agreement.init(rsa.getPrivate()));
    assertThrows(InvalidKeyException.class, () -> agreement.init(p256.getPublic()));
    assertThrows(
        InvalidKeyException.class, () -> agreement.init(new SecretKeySpec(new byte[16], "AES")));
  }

  @Test
  void refusesAPeerThatIsNoPublicKeyOfItsKind() throws Exception {
    KeyAgreement agreement = KeyAgreement.getInstance("ECDH", provider);
    for (Key wrong : List.of(rsa.getPublic(), x25519.getPublic(), p256.getPrivate())) {
      agreement.init(p256.getPrivate());
      assertThrows(InvalidKeyException.class, () -> agreement.doPhase(wrong, true));
    }
    agreement.init(p256.getPrivate());
    assertThrows(InvalidKeyException.class, () -> agreement.doPhase(null, true));
  }

  @Test
  void refusesAPeerAtInfinityOrWithoutItsNumbers() throws Exception {
    ECPublicKey good = (ECPublicKey) p256.getPublic();
    KeyAgreement agreement = KeyAgreement.getInstance("ECDH", provider);
    for (PublicKey wrong :
        List.of(
            new StrangersEcKey(ECPoint.POINT_INFINITY, good.getParams()),
            new StrangersEcKey(null, good.getParams()),
            new StrangersEcKey(good.getW(), null))) {
      agreement.init(p256.getPrivate());
      assertThrows(InvalidKeyException.class, () -> agreement.doPhase(wrong, true));
      assertThrows(IllegalStateException.class, agreement::generateSecret);
    }
  }

  /** And not what the engine says of a second attempt. */
  @Test
  void saysWhyItRefusesAPeerOnAnotherCurve() throws Exception {
    KeyAgreement agreement = KeyAgreement.getInstance("ECDH", provider);
    agreement.init(p256.getPrivate());
    InvalidKeyException refusal =
        assertThrows(InvalidKeyException.class, () -> agreement.doPhase(p384.getPublic(), true));
    for (Throwable t = refusal; t != null; t = t.getCause()) {
      assertFalse(String.valueOf(t.getMessage()).contains("already"), t::toString);
    }
  }

  @Test
  void takesOnePhaseThatIsTheLast() throws Exception {
    KeyAgreement agreement = KeyAgreement.getInstance("ECDH", provider);
    agreement.init(p256.getPrivate());
    assertThrows(IllegalStateException.class, () -> agreement.doPhase(p256.getPublic(), false));
    agreement.doPhase(p256.getPublic(), true);
    assertThrows(IllegalStateException.class, () -> agreement.doPhase(p256.getPublic(), true));
  }

  @Test
  void givesTheSecretOnceForEachPhase() throws Exception {
    KeyAgreement agreement = KeyAgreement.getInstance("ECDH", provider);
    agreement.init(p256.getPrivate());
    assertThrows(IllegalStateException.class, agreement::generateSecret);
    agreement.doPhase(p256.getPublic(), true);
    byte[] secret = agreement.generateSecret();
    assertThrows(IllegalStateException.class, agreement::generateSecret);
    agreement.doPhase(p256.getPublic(), true);
    assertArrayEquals(secret, agreement.generateSecret());
  }

  @Test
  void keepsTheSecretWhereTheArrayIsTooShort() throws Exception {
    KeyAgreement agreement = ready();
    assertThrows(ShortBufferException.class, () -> agreement.generateSecret(new byte[33], 2));
    byte[] secret = new byte[34];
    assertEquals(32, agreement.generateSecret(secret, 2));
    assertArrayEquals(ready().generateSecret(), Arrays.copyOfRange(secret, 2, 34));
  }

  @Test
  void makesKeysOfTheSecretForTlsAndForKeyDerivationOnly() throws Exception {
    byte[] secret = ready().generateSecret();
    for (String algorithm : List.of("TlsPremasterSecret", "Generic")) {
      SecretKey key = ready().generateSecret(algorithm);
      assertArrayEquals(secret, key.getEncoded());
      assertEquals(algorithm, key.getAlgorithm());
    }
    assertThrows(NoSuchAlgorithmException.class, () -> ready().generateSecret("AES"));
    assertThrows(NoSuchAlgorithmException.class, () -> ready().generateSecret((String) null));
  }

  @Test
  void refusesParameters() throws Exception {
    KeyAgreement agreement = KeyAgreement.getInstance("ECDH", provider);
    assertThrows(
        InvalidAlgorithmParameterException.class,
        () -> agreement.init(p256.getPrivate(), new ECGenParameterSpec("secp256r1")));
  }
}
