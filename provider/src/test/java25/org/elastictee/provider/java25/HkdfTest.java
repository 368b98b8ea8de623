package org.elastictee.provider.java25;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.security.InvalidAlgorithmParameterException;
import java.security.NoSuchAlgorithmException;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.stream.Stream;
import javax.crypto.KDF;
import javax.crypto.KDFParameters;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.elastictee.provider.ElasticProvider;
import org.elastictee.provider.Providers;
import org.elastictee.provider.engine.Engine;
import org.elastictee.provider.key.SealedSecretKey;
import org.elastictee.sev.seal.SealingPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code KDF} HKDF; that it agrees with RFC 5869 is for Wycheproof to say, and for SunJCE here. */
class HkdfTest {
  private static final byte[] IKM = "input keying material".getBytes(US_ASCII);
  private static final byte[] SALT = "salt".getBytes(US_ASCII);
  private static final byte[] INFO = "info".getBytes(US_ASCII);
  private static final SecretKey PRK = new SecretKeySpec(new byte[64], "PRK");

  private static KDF kdf(String algorithm) throws Exception {
    return KDF.getInstance(algorithm, Providers.standard());
  }

  private static HKDFParameterSpec.Builder extraction() {
    return HKDFParameterSpec.ofExtract().addIKM(IKM).addSalt(SALT);
  }

  static Stream<HKDFParameterSpec> derivations() {
    return Stream.of(
        HKDFParameterSpec.ofExtract().extractOnly(),
        extraction().extractOnly(),
        extraction().addIKM(SALT).addSalt(IKM).extractOnly(),
        extraction().thenExpand(null, 1),
        extraction().thenExpand(INFO, 32),
        extraction().thenExpand(INFO, 65),
        HKDFParameterSpec.expandOnly(PRK, null, 48),
        HKDFParameterSpec.expandOnly(PRK, INFO, 255 * 32));
  }

  @ParameterizedTest
  @MethodSource("derivations")
  void agreesWithTheJdks(HKDFParameterSpec derivation) throws Exception {
    for (String algorithm : new String[] {"HKDF-SHA256", "HKDF-SHA384", "HKDF-SHA512"}) {
      byte[] expected = KDF.getInstance(algorithm, "SunJCE").deriveData(derivation);
      assertArrayEquals(expected, kdf(algorithm).deriveData(derivation));
      KDF onBouncyCastle = KDF.getInstance(algorithm, Providers.onBouncyCastle());
      assertArrayEquals(expected, onBouncyCastle.deriveData(derivation));
    }
  }

  @Test
  void derivesAKeyOfTheAlgorithmThatIsAskedFor() throws Exception {
    HKDFParameterSpec derivation = extraction().thenExpand(INFO, 32);
    SecretKey key = kdf("HKDF-SHA256").deriveKey("AES", derivation);
    assertEquals("AES", key.getAlgorithm());
    assertArrayEquals(kdf("HKDF-SHA256").deriveData(derivation), key.getEncoded());
  }

  @Test
  void takesSealedKeysAsMaterialSaltAndPseudorandomKey() throws Exception {
    KDF kdf = kdf("HKDF-SHA256");
    SecretKey sealed = new SealedSecretKey("Any", SealingPolicy.STRICT, IKM.clone());
    SecretKey plain = new SecretKeySpec(IKM, "Any");
    assertArrayEquals(
        kdf.deriveData(HKDFParameterSpec.ofExtract().addIKM(plain).addSalt(plain).extractOnly()),
        kdf.deriveData(HKDFParameterSpec.ofExtract().addIKM(sealed).addSalt(sealed).extractOnly()));
    SecretKey sealedPrk = new SealedSecretKey("Any", SealingPolicy.STRICT, new byte[64]);
    assertArrayEquals(
        kdf.deriveData(HKDFParameterSpec.expandOnly(PRK, INFO, 32)),
        kdf.deriveData(HKDFParameterSpec.expandOnly(sealedPrk, INFO, 32)));
  }

  @ParameterizedTest
  @CsvSource({"HKDF-SHA256, 8160", "HKDF-SHA384, 12240", "HKDF-SHA512, 16320"})
  void givesAsMuchAsTheStandardAllowsAndNoMore(String algorithm, int most) throws Exception {
    KDF kdf = kdf(algorithm);
    assertEquals(most, kdf.deriveData(extraction().thenExpand(INFO, most)).length);
    HKDFParameterSpec tooLong = extraction().thenExpand(INFO, most + 1);
    assertThrows(InvalidAlgorithmParameterException.class, () -> kdf.deriveData(tooLong));
  }

  @Test
  void refusesAPseudorandomKeyThatIsShorterThanTheHash() throws Exception {
    KDF kdf = kdf("HKDF-SHA256");
    HKDFParameterSpec derivation =
        HKDFParameterSpec.expandOnly(new SecretKeySpec(new byte[31], "PRK"), INFO, 32);
    assertThrows(InvalidAlgorithmParameterException.class, () -> kdf.deriveData(derivation));
  }

  @Test
  void refusesAKeyThatDoesNotShowItsBytes() throws Exception {
    KDF kdf = kdf("HKDF-SHA256");
    HKDFParameterSpec derivation = HKDFParameterSpec.ofExtract().addIKM(new Opaque()).extractOnly();
    assertThrows(InvalidAlgorithmParameterException.class, () -> kdf.deriveData(derivation));
  }

  @Test
  void refusesWhatIsNoHkdfParameterSpec() throws Exception {
    KDF kdf = kdf("HKDF-SHA256");
    AlgorithmParameterSpec spec = new ECGenParameterSpec("secp256r1");
    assertThrows(InvalidAlgorithmParameterException.class, () -> kdf.deriveData(spec));
  }

  @Test
  void refusesAKeyWithoutAName() throws Exception {
    KDF kdf = kdf("HKDF-SHA256");
    HKDFParameterSpec derivation = extraction().thenExpand(INFO, 32);
    assertThrows(NoSuchAlgorithmException.class, () -> kdf.deriveKey("", derivation));
  }

  @Test
  void takesNoParametersOfItsOwn() throws Exception {
    assertThrows(
        InvalidAlgorithmParameterException.class,
        () -> KDF.getInstance("HKDF-SHA256", new KDFParameters() {}, Providers.standard()));
    assertNull(kdf("HKDF-SHA256").getParameters());
  }

  @ParameterizedTest
  @ValueSource(strings = {"HKDF-SHA256", "HKDF-SHA384", "HKDF-SHA512"})
  void isNotThereWithoutAnEngineForItsHmac(String algorithm) {
    ElasticProvider bare = Providers.without(Engine.SUN_JCE, Engine.BOUNCY_CASTLE);
    assertThrows(NoSuchAlgorithmException.class, () -> KDF.getInstance(algorithm, bare));
  }

  /** The instance holds no state between derivations. */
  @Test
  void servesThreadsAtTheSameTime() throws Exception {
    KDF kdf = kdf("HKDF-SHA512");
    HKDFParameterSpec derivation = extraction().thenExpand(INFO, 1000);
    byte[] expected = kdf.deriveData(derivation);
    long right =
        Stream.generate(() -> derivation)
            .limit(500)
            .parallel()
            .filter(spec -> Arrays.equals(expected, derive(kdf, spec)))
            .count();
    assertEquals(500, right);
  }

  private static byte[] derive(KDF kdf, HKDFParameterSpec spec) {
    try {
      return kdf.deriveData(spec);
    } catch (InvalidAlgorithmParameterException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A key of some hardware. */
  private static final class Opaque implements SecretKey {
    private static final long serialVersionUID = 1L;

    @Override
    public String getAlgorithm() {
      return "Any";
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
