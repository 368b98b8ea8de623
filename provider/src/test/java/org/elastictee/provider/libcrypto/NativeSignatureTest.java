package org.elastictee.provider.libcrypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.EllipticCurve;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.elastictee.provider.key.StrangersEcKey;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The services of libcrypto themselves, with nothing of ours in front. */
class NativeSignatureTest {
  private static Provider libcrypto;
  private static KeyPair ec;

  @BeforeAll
  static void prepare() throws Exception {
    libcrypto = Machine.libcrypto();
    ec = pair("EC", "secp256r1");
  }

  private static KeyPair pair(String algorithm, String curve) throws Exception {
    KeyPairGenerator generator =
        KeyPairGenerator.getInstance(
            algorithm, Security.getProvider(algorithm.equals("RSA") ? "SunRsaSign" : "SunEC"));
    if (curve != null) {
      generator.initialize(new ECGenParameterSpec(curve));
    }
    return generator.generateKeyPair();
  }

  private static byte[] sign(Provider provider, String algorithm, PrivateKey key, byte[] message)
      throws Exception {
    Signature signature = Signature.getInstance(algorithm, provider);
    signature.initSign(key);
    signature.update(message);
    return signature.sign();
  }

  private static boolean verifies(
      Provider provider, String algorithm, PublicKey key, byte[] message, byte[] signature)
      throws Exception {
    Signature verifier = Signature.getInstance(algorithm, provider);
    verifier.initVerify(key);
    verifier.update(message);
    return verifier.verify(signature);
  }

  /** Below, at and above what the buffer holds, and where it grows. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4095, 4096, 4097, 8192, 70_000, 1_000_003})
  void hashesMessagesOfEveryLength(int length) throws Exception {
    byte[] message = new byte[length];
    Arrays.fill(message, (byte) 7);
    KeyPair ed25519 = pair("Ed25519", null);
    Provider sunEc = Security.getProvider("SunEC");
    byte[] ecdsa = sign(libcrypto, "SHA256withECDSA", ec.getPrivate(), message);
    assertTrue(verifies(sunEc, "SHA256withECDSA", ec.getPublic(), message, ecdsa));
    byte[] edDsa = sign(libcrypto, "Ed25519", ed25519.getPrivate(), message);
    assertTrue(verifies(sunEc, "Ed25519", ed25519.getPublic(), message, edDsa));
    assertTrue(verifies(libcrypto, "Ed25519", ed25519.getPublic(), message, edDsa));
  }

  @ParameterizedTest
  @CsvSource({
    "secp256r1, 64",
    "secp384r1, 96",
    "secp521r1, 132",
  })
  void p1363IsExactlyTwiceTheOrder(String curve, int bytes) throws Exception {
    KeyPair pair = pair("EC", curve);
    String algorithm = "SHA256withECDSAinP1363Format";
    byte[] good = sign(libcrypto, algorithm, pair.getPrivate(), new byte[3]);
    assertEquals(bytes, good.length);
    for (int length : new int[] {0, bytes - 2, bytes - 1, bytes + 1, bytes + 2, 5000}) {
      byte[] bad = Arrays.copyOf(good, length);
      assertThrows(
          SignatureException.class,
          () -> verifies(libcrypto, algorithm, pair.getPublic(), new byte[3], bad));
    }
    assertFalse(verifies(libcrypto, algorithm, pair.getPublic(), new byte[3], new byte[bytes]));
  }

  @Test
  void derIsWholeAndNothingFollows() throws Exception {
    byte[] good = sign(libcrypto, "SHA256withECDSA", ec.getPrivate(), new byte[3]);
    for (int length = 0; length < good.length; length++) {
      byte[] cut = Arrays.copyOf(good, length);
      assertThrows(
          SignatureException.class,
          () -> verifies(libcrypto, "SHA256withECDSA", ec.getPublic(), new byte[3], cut));
    }
    byte[] followed = Arrays.copyOf(good, good.length + 1);
    assertThrows(
        SignatureException.class,
        () -> verifies(libcrypto, "SHA256withECDSA", ec.getPublic(), new byte[3], followed));
  }

  @ParameterizedTest
  @CsvSource({"Ed25519, 64", "Ed448, 114"})
  void edDsaIsExactlyAsLongAsItShouldBe(String algorithm, int bytes) throws Exception {
    KeyPair pair = pair(algorithm, null);
    byte[] good = sign(libcrypto, algorithm, pair.getPrivate(), new byte[3]);
    assertEquals(bytes, good.length);
    for (int length : new int[] {0, bytes - 1, bytes + 1, 5000}) {
      byte[] bad = Arrays.copyOf(good, length);
      assertThrows(
          SignatureException.class,
          () -> verifies(libcrypto, algorithm, pair.getPublic(), new byte[3], bad));
    }
  }

  @ParameterizedTest
  @CsvSource({"Ed25519, Ed448", "Ed448, Ed25519", "Ed25519, EC", "SHA256withECDSA, Ed25519"})
  void refusesAKeyOfAnotherAlgorithm(String algorithm, String keyAlgorithm) throws Exception {
    KeyPair wrong = keyAlgorithm.equals("EC") ? ec : pair(keyAlgorithm, null);
    Signature signature = Signature.getInstance(algorithm, libcrypto);
    assertThrows(InvalidKeyException.class, () -> signature.initSign(wrong.getPrivate()));
    assertThrows(InvalidKeyException.class, () -> signature.initVerify(wrong.getPublic()));
  }

  @Test
  void aRefusedKeyLeavesTheOneBefore() throws Exception {
    Signature signature = Signature.getInstance("SHA256withECDSA", libcrypto);
    signature.initSign(ec.getPrivate());
    PrivateKey wrong = pair("RSA", null).getPrivate();
    assertThrows(InvalidKeyException.class, () -> signature.initSign(wrong));
    signature.update((byte) 1);
    byte[] good = signature.sign();
    assertTrue(verifies(libcrypto, "SHA256withECDSA", ec.getPublic(), new byte[] {1}, good));
  }

  @Test
  void refusesAPointThatIsNotOnTheCurve() throws Exception {
    ECPublicKey good = (ECPublicKey) ec.getPublic();
    ECPoint off =
        new ECPoint(good.getW().getAffineX(), good.getW().getAffineY().add(BigInteger.ONE));
    for (ECPoint bad :
        List.of(off, ECPoint.POINT_INFINITY, new ECPoint(BigInteger.ZERO, BigInteger.ZERO))) {
      assertRefused(new StrangersEcKey(bad, good.getParams()));
    }
  }

  /** Each number of the curve counts, not only its name or its field. */
  @Test
  void refusesACurveThatIsNotTheOneItSeems() throws Exception {
    ECPublicKey good = (ECPublicKey) ec.getPublic();
    ECParameterSpec p256 = good.getParams();
    EllipticCurve curve = p256.getCurve();
    BigInteger one = BigInteger.ONE;
    EllipticCurve otherB =
        new EllipticCurve(curve.getField(), curve.getA(), curve.getB().subtract(one));
    EllipticCurve otherField =
        new EllipticCurve(
            new ECFieldFp(((ECFieldFp) curve.getField()).getP().add(BigInteger.TWO)),
            curve.getA(),
            curve.getB());
    for (ECParameterSpec bad :
        List.of(
            new ECParameterSpec(otherB, p256.getGenerator(), p256.getOrder(), 1),
            new ECParameterSpec(otherField, p256.getGenerator(), p256.getOrder(), 1),
            new ECParameterSpec(curve, good.getW(), p256.getOrder(), 1),
            new ECParameterSpec(curve, p256.getGenerator(), p256.getOrder().subtract(one), 1),
            new ECParameterSpec(curve, p256.getGenerator(), p256.getOrder(), 2))) {
      assertRefused(new StrangersEcKey(good.getW(), bad));
    }
  }

  private static void assertRefused(PublicKey key) throws Exception {
    Signature signature = Signature.getInstance("SHA256withECDSA", libcrypto);
    assertThrows(InvalidKeyException.class, () -> signature.initVerify(key));
  }

  @Test
  void refusesAPrivateKeyOutOfRange() throws Exception {
    ECParameterSpec p256 = ((ECPrivateKey) ec.getPrivate()).getParams();
    Signature signature = Signature.getInstance("SHA256withECDSA", libcrypto);
    for (BigInteger bad : List.of(BigInteger.ZERO, BigInteger.ONE.negate(), p256.getOrder())) {
      assertThrows(InvalidKeyException.class, () -> signature.initSign(new NumberKey(bad, p256)));
    }
  }

  /** Many threads on one object: wrong signatures and exceptions are right, a crash is not. */
  @Test
  void survivesMisuseByManyThreads() throws Exception {
    Signature shared = Signature.getInstance("SHA256withECDSA", libcrypto);
    KeyPair p521 = pair("EC", "secp521r1");
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try {
      List<Future<Integer>> ends = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        PrivateKey key = i % 2 == 0 ? ec.getPrivate() : p521.getPrivate();
        ends.add(pool.submit(() -> storm(shared, key)));
      }
      int signed = 0;
      for (Future<Integer> end : ends) {
        signed += end.get(60, TimeUnit.SECONDS);
      }
      assertTrue(signed > 0);
    } finally {
      pool.shutdownNow();
    }
  }

  private static int storm(Signature shared, PrivateKey key) throws InvalidKeyException {
    byte[] message = new byte[10_000];
    int signed = 0;
    for (int i = 0; i < 300; i++) {
      shared.initSign(key);
      try {
        shared.update(message);
        shared.sign();
        signed++;
      } catch (SignatureException e) {
        assertFalse(e.getMessage().isEmpty());
      }
    }
    return signed;
  }

  private record NumberKey(BigInteger number, ECParameterSpec params) implements ECPrivateKey {
    private static final long serialVersionUID = 1L;

    @Override
    public BigInteger getS() {
      return number;
    }

    @Override
    public ECParameterSpec getParams() {
      return params;
    }

    @Override
    public String getAlgorithm() {
      return "EC";
    }

    @Override
    public String getFormat() {
      return null;
    }

    @Override
    public byte[] getEncoded() {
      return null;
    }
  }
}
