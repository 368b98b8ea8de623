package org.elastictee.provider.libcrypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigInteger;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Security;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.security.spec.RSAPrivateKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import java.util.stream.Stream;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.SecretKey;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** RSA encryption by libcrypto itself, with nothing of ours in front. */
class NativeCipherTest {
  private static final String PKCS1 = "RSA/ECB/PKCS1Padding";
  private static final String OAEP = "RSA/ECB/OAEPPadding";
  private static final byte[] DATA = {1, 2, 3};

  private static final OAEPParameterSpec SHA_256 = oaep("SHA-256", "SHA-1");

  private static Provider libcrypto;
  private static Provider sunJce;
  private static KeyPair rsa;

  @BeforeAll
  static void prepare() throws Exception {
    libcrypto = Machine.libcrypto();
    sunJce = Security.getProvider("SunJCE");
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA", "SunRsaSign");
    generator.initialize(2048);
    rsa = generator.generateKeyPair();
  }

  private static OAEPParameterSpec oaep(String digest, String mask, int... label) {
    byte[] bytes = new byte[label.length];
    for (int i = 0; i < label.length; i++) {
      bytes[i] = (byte) label[i];
    }
    return new OAEPParameterSpec(
        digest, "MGF1", new MGF1ParameterSpec(mask), new PSource.PSpecified(bytes));
  }

  private static Cipher cipher(
      Provider provider, String name, int mode, Key key, AlgorithmParameterSpec spec)
      throws Exception {
    Cipher cipher = Cipher.getInstance(name, provider);
    cipher.init(mode, key, spec);
    return cipher;
  }

  static Stream<Arguments> paddings() {
    Stream<OAEPParameterSpec> oaep =
        Stream.of("SHA-1", "SHA-224", "SHA-256", "SHA-384", "SHA-512", "SHA-512/224", "SHA-512/256")
            .flatMap(digest -> Stream.of(oaep(digest, "SHA-256"), oaep("SHA-256", digest, 7, 8)));
    return Stream.concat(
        Stream.of(Arguments.of(PKCS1, null)), oaep.map(spec -> Arguments.of(OAEP, spec)));
  }

  /** Short, longest, and empty messages. */
  @ParameterizedTest
  @MethodSource("paddings")
  void understandsTheJdkAndIsUnderstood(String name, OAEPParameterSpec spec) throws Exception {
    Cipher ours = cipher(libcrypto, name, Cipher.ENCRYPT_MODE, rsa.getPublic(), spec);
    Cipher opened = cipher(libcrypto, name, Cipher.DECRYPT_MODE, rsa.getPrivate(), spec);
    Cipher jdks = cipher(sunJce, name, Cipher.ENCRYPT_MODE, rsa.getPublic(), spec);
    Cipher jdkOpened = cipher(sunJce, name, Cipher.DECRYPT_MODE, rsa.getPrivate(), spec);
    for (int length : new int[] {0, 1, 32, 126}) {
      byte[] message = new byte[length];
      Arrays.fill(message, (byte) 5);
      assertArrayEquals(message, opened.doFinal(jdks.doFinal(message)));
      assertArrayEquals(message, jdkOpened.doFinal(ours.doFinal(message)));
    }
  }

  /** Whatever libcrypto would answer itself: since 3.2 it makes a message up. */
  @ParameterizedTest
  @MethodSource("paddings")
  void saysThatAPaddingIsBad(String name, OAEPParameterSpec spec) throws Exception {
    Cipher cipher = cipher(libcrypto, name, Cipher.DECRYPT_MODE, rsa.getPrivate(), spec);
    for (int i = 0; i < 20; i++) {
      byte[] bad = new byte[256];
      bad[255] = (byte) (i + 2);
      assertThrows(BadPaddingException.class, () -> cipher.doFinal(bad));
    }
  }

  @ParameterizedTest
  @CsvSource({"RSA/ECB/PKCS1Padding, 245", "RSA/ECB/OAEPPadding, 190"})
  void takesTheLongestMessageAndNoLongerOne(String name, int longest) throws Exception {
    AlgorithmParameterSpec spec = name.equals(PKCS1) ? null : SHA_256;
    Cipher cipher = cipher(libcrypto, name, Cipher.ENCRYPT_MODE, rsa.getPublic(), spec);
    assertThrows(IllegalBlockSizeException.class, () -> cipher.doFinal(new byte[longest + 1]));
    assertThrows(IllegalBlockSizeException.class, () -> cipher.doFinal(new byte[5000]));
    assertEquals(256, cipher.doFinal(new byte[longest]).length);
    Cipher opened = cipher(libcrypto, name, Cipher.DECRYPT_MODE, rsa.getPrivate(), spec);
    assertThrows(IllegalBlockSizeException.class, () -> opened.doFinal(new byte[257]));
  }

  @ParameterizedTest
  @CsvSource({"RSA/ECB/PKCS1Padding", "RSA/ECB/OAEPPadding"})
  void drawsThePaddingFromTheRandomnessThatIsNamed(String name) throws Exception {
    AlgorithmParameterSpec spec = name.equals(PKCS1) ? null : SHA_256;
    byte[][] made = new byte[2][];
    for (int i = 0; i < 2; i++) {
      Cipher cipher = Cipher.getInstance(name, libcrypto);
      cipher.init(Cipher.ENCRYPT_MODE, rsa.getPublic(), spec, new Sevens());
      made[i] = cipher.doFinal(DATA);
    }
    assertArrayEquals(made[0], made[1]);
  }

  @Test
  void thePrivateKeyEncryptsAsTheJdkDoes() throws Exception {
    Cipher ours = cipher(libcrypto, PKCS1, Cipher.ENCRYPT_MODE, rsa.getPrivate(), null);
    Cipher jdks = cipher(sunJce, PKCS1, Cipher.ENCRYPT_MODE, rsa.getPrivate(), null);
    for (int length : new int[] {0, 1, 245}) {
      byte[] signed = ours.doFinal(new byte[length]);
      assertArrayEquals(jdks.doFinal(new byte[length]), signed);
      Cipher read = cipher(libcrypto, PKCS1, Cipher.DECRYPT_MODE, rsa.getPublic(), null);
      assertArrayEquals(new byte[length], read.doFinal(signed));
      signed[0] ^= 1;
      assertThrows(BadPaddingException.class, () -> read.doFinal(signed));
    }
    assertThrows(IllegalBlockSizeException.class, () -> ours.doFinal(new byte[246]));
  }

  @Test
  void oaepWrapsAndUnwrapsSecretKeys() throws Exception {
    SecretKey key = new SecretKeySpec(DATA, "HmacSHA256");
    byte[] wrapped = cipher(libcrypto, OAEP, Cipher.WRAP_MODE, rsa.getPublic(), SHA_256).wrap(key);
    Cipher opened = cipher(libcrypto, OAEP, Cipher.UNWRAP_MODE, rsa.getPrivate(), SHA_256);
    assertEquals(key, opened.unwrap(wrapped, "HmacSHA256", Cipher.SECRET_KEY));
    assertThrows(
        NoSuchAlgorithmException.class, () -> opened.unwrap(wrapped, "RSA", Cipher.PRIVATE_KEY));
    wrapped[9] ^= 1;
    InvalidKeyException refusal =
        assertThrows(
            InvalidKeyException.class,
            () -> opened.unwrap(wrapped, "HmacSHA256", Cipher.SECRET_KEY));
    assertNull(refusal.getCause());
  }

  /** JSSE's premaster secrets are the JDK's. */
  @Test
  void pkcs1UnwrapsNothing() throws Exception {
    Cipher cipher = Cipher.getInstance(PKCS1, libcrypto);
    assertThrows(
        UnsupportedOperationException.class,
        () -> cipher.init(Cipher.UNWRAP_MODE, rsa.getPrivate()));
  }

  @Test
  void parametersAreOaepsAndComplete() throws Exception {
    Cipher pkcs1 = Cipher.getInstance(PKCS1, libcrypto);
    assertThrows(
        InvalidAlgorithmParameterException.class,
        () -> pkcs1.init(Cipher.ENCRYPT_MODE, rsa.getPublic(), SHA_256));
    Cipher oaep = Cipher.getInstance(OAEP, libcrypto);
    assertThrows(InvalidKeyException.class, () -> oaep.init(Cipher.ENCRYPT_MODE, rsa.getPublic()));
    OAEPParameterSpec unknown = oaep("MD5", "SHA-1");
    assertThrows(
        InvalidAlgorithmParameterException.class,
        () -> oaep.init(Cipher.ENCRYPT_MODE, rsa.getPublic(), unknown));
    oaep.init(Cipher.ENCRYPT_MODE, rsa.getPublic(), SHA_256);
    assertEquals(
        "SHA-256",
        oaep.getParameters().getParameterSpec(OAEPParameterSpec.class).getDigestAlgorithm());
  }

  static Stream<Arguments> keysOfOthers() throws Exception {
    RSAPrivateCrtKey good = (RSAPrivateCrtKey) rsa.getPrivate();
    KeyFactory factory = KeyFactory.getInstance("RSA", "SunRsaSign");
    BigInteger wrong = good.getPrimeExponentP().add(BigInteger.TWO);
    return Stream.of(
        Arguments.of(
            "without primes",
            factory.generatePrivate(
                new RSAPrivateKeySpec(good.getModulus(), good.getPrivateExponent()))),
        Arguments.of(
            "with a wrong exponent of a prime",
            factory.generatePrivate(
                new RSAPrivateCrtKeySpec(
                    good.getModulus(),
                    good.getPublicExponent(),
                    good.getPrivateExponent(),
                    good.getPrimeP(),
                    good.getPrimeQ(),
                    wrong,
                    good.getPrimeExponentQ(),
                    good.getCrtCoefficient()))));
  }

  /** And so they are the next engine's to judge. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("keysOfOthers")
  void refusesPrivateKeys(String which, Key key) throws Exception {
    Cipher cipher = Cipher.getInstance(PKCS1, libcrypto);
    assertThrows(InvalidKeyException.class, () -> cipher.init(Cipher.DECRYPT_MODE, key));
  }

  @Test
  void refusesAnEvenModulus() throws Exception {
    RSAPublicKey good = (RSAPublicKey) rsa.getPublic();
    PublicKey even =
        KeyFactory.getInstance("RSA", "SunRsaSign")
            .generatePublic(
                new RSAPublicKeySpec(good.getModulus().clearBit(0), good.getPublicExponent()));
    Cipher cipher = Cipher.getInstance(PKCS1, libcrypto);
    assertThrows(InvalidKeyException.class, () -> cipher.init(Cipher.ENCRYPT_MODE, even));
  }

  @Test
  void keepsItsInputWhereTheOutputIsTooShort() throws Exception {
    Cipher cipher = cipher(libcrypto, PKCS1, Cipher.ENCRYPT_MODE, rsa.getPublic(), null);
    assertEquals(256, cipher.getOutputSize(1));
    cipher.update(DATA, 0, 2);
    assertThrows(ShortBufferException.class, () -> cipher.doFinal(DATA, 2, 1, new byte[255], 0));
    byte[] encrypted = new byte[256];
    cipher.doFinal(DATA, 2, 1, encrypted, 0);
    Cipher opened = cipher(libcrypto, PKCS1, Cipher.DECRYPT_MODE, rsa.getPrivate(), null);
    assertArrayEquals(DATA, opened.doFinal(encrypted));
  }

  /** Always the same bytes. */
  private static final class Sevens extends SecureRandom {
    private static final long serialVersionUID = 1L;

    @Override
    public void nextBytes(byte[] bytes) {
      Arrays.fill(bytes, (byte) 7);
    }
  }
}
