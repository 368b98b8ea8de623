package org.elastictee.provider.cipher;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.security.spec.RSAPrivateKeySpec;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.SecretKey;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.elastictee.provider.ElasticProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RSA encryption on each engine that can stand behind it. */
@ParameterizedClass
@MethodSource("org.elastictee.provider.Providers#onEachEngine")
class RsaCipherTest {
  private static final String PKCS1 = "RSA/ECB/PKCS1Padding";
  private static final String OAEP = "RSA/ECB/OAEPWithSHA-256AndMGF1Padding";
  private static final byte[] DATA = "data".getBytes(StandardCharsets.US_ASCII);

  /** The label's digest differs from the mask's. */
  private static final OAEPParameterSpec LABELLED =
      new OAEPParameterSpec(
          "SHA-512",
          "MGF1",
          MGF1ParameterSpec.SHA256,
          new PSource.PSpecified(new byte[] {1, 2, 3}));

  private static KeyPair rsa;
  private static KeyPair ec;

  private final Provider provider;

  RsaCipherTest(ElasticProvider provider) {
    this.provider = provider;
  }

  @BeforeAll
  static void generateKeys() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    rsa = generator.generateKeyPair();
    ec = KeyPairGenerator.getInstance("EC").generateKeyPair();
  }

  static Stream<String> transformations() {
    return Stream.of(
        PKCS1,
        "RSA/ECB/OAEPPadding",
        "RSA/ECB/OAEPWithSHA-1AndMGF1Padding",
        "RSA/ECB/OAEPWithSHA-224AndMGF1Padding",
        OAEP,
        "RSA/ECB/OAEPWithSHA-384AndMGF1Padding",
        "RSA/ECB/OAEPWithSHA-512AndMGF1Padding");
  }

  private Cipher encrypting(String transformation) throws Exception {
    Cipher cipher = Cipher.getInstance(transformation, provider);
    cipher.init(Cipher.ENCRYPT_MODE, rsa.getPublic());
    return cipher;
  }

  private Cipher decrypting(String transformation) throws Exception {
    Cipher cipher = Cipher.getInstance(transformation, provider);
    cipher.init(Cipher.DECRYPT_MODE, rsa.getPrivate());
    return cipher;
  }

  @ParameterizedTest
  @MethodSource("transformations")
  void decryptsWhatTheJdkEncryptsAndTheJdkOurs(String transformation) throws Exception {
    Cipher jdks = Cipher.getInstance(transformation, "SunJCE");
    jdks.init(Cipher.ENCRYPT_MODE, rsa.getPublic());
    assertArrayEquals(DATA, decrypting(transformation).doFinal(jdks.doFinal(DATA)));
    jdks.init(Cipher.DECRYPT_MODE, rsa.getPrivate());
    assertArrayEquals(DATA, jdks.doFinal(encrypting(transformation).doFinal(DATA)));
  }

  @ParameterizedTest
  @MethodSource("transformations")
  void takesInputInParts(String transformation) throws Exception {
    byte[] encrypted = encrypting(transformation).doFinal(DATA);
    Cipher cipher = decrypting(transformation);
    assertEquals(0, cipher.update(encrypted, 0, 100).length);
    assertEquals(0, cipher.update(encrypted, 100, 1, new byte[0]));
    ByteBuffer out = ByteBuffer.allocateDirect(256);
    assertEquals(4, cipher.doFinal(ByteBuffer.wrap(encrypted, 101, 155), out));
    assertEquals(ByteBuffer.wrap(DATA), out.flip());
  }

  @ParameterizedTest
  @CsvSource({
    "RSA/ECB/PKCS1Padding, 245",
    "RSA/ECB/OAEPPadding, 214",
    "RSA/ECB/OAEPWithSHA-1AndMGF1Padding, 214",
    "RSA/ECB/OAEPWithSHA-224AndMGF1Padding, 198",
    "RSA/ECB/OAEPWithSHA-256AndMGF1Padding, 190",
    "RSA/ECB/OAEPWithSHA-384AndMGF1Padding, 158",
    "RSA/ECB/OAEPWithSHA-512AndMGF1Padding, 126"
  })
  void takesTheLongestMessageAndNoLongerOneAndServesAgain(String transformation, int longest)
      throws Exception {
    Cipher cipher = encrypting(transformation);
    for (int tooLong : new int[] {longest + 1, 256, 257, 10_000}) {
      cipher.update(new byte[tooLong - 1]);
      assertThrows(IllegalBlockSizeException.class, () -> cipher.doFinal(new byte[1]));
    }
    byte[] message = new byte[longest];
    Arrays.fill(message, (byte) 7);
    assertArrayEquals(message, decrypting(transformation).doFinal(cipher.doFinal(message)));
  }

  @ParameterizedTest
  @MethodSource("transformations")
  void saysOfEveryBadCiphertextThatItsPaddingIsBadAndServesAgain(String transformation)
      throws Exception {
    byte[] encrypted = encrypting(transformation).doFinal(DATA);
    byte[] changed = encrypted.clone();
    changed[255] ^= 1;
    byte[] notBelowTheModulus = new byte[256];
    Arrays.fill(notBelowTheModulus, (byte) 0xff);
    Cipher cipher = decrypting(transformation);
    for (byte[] bad :
        List.of(
            changed,
            new byte[0],
            new byte[256],
            notBelowTheModulus,
            Arrays.copyOf(encrypted, 255))) {
      assertThrows(BadPaddingException.class, () -> cipher.doFinal(bad));
    }
    assertThrows(IllegalBlockSizeException.class, () -> cipher.doFinal(new byte[257]));
    assertArrayEquals(DATA, cipher.doFinal(encrypted));
  }

  @Test
  void keepsItsInputWhereTheOutputIsTooShort() throws Exception {
    Cipher cipher = encrypting(PKCS1);
    assertEquals(256, cipher.getOutputSize(4));
    cipher.update(DATA, 0, 2);
    assertThrows(ShortBufferException.class, () -> cipher.doFinal(DATA, 2, 2, new byte[256], 1));
    byte[] encrypted = new byte[257];
    assertEquals(256, cipher.doFinal(DATA, 2, 2, encrypted, 1));
    assertArrayEquals(DATA, decrypting(PKCS1).doFinal(encrypted, 1, 256));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void movesPositionsOnSuccessOnly(boolean direct) throws Exception {
    byte[] encrypted = encrypting(OAEP).doFinal(DATA);
    byte[] changed = encrypted.clone();
    changed[255] ^= 1;
    ByteBuffer input = direct ? ByteBuffer.allocateDirect(256) : ByteBuffer.allocate(256);
    ByteBuffer output = ByteBuffer.allocate(300);
    Cipher cipher = decrypting(OAEP);
    input.put(changed).flip();
    assertThrows(BadPaddingException.class, () -> cipher.doFinal(input, output));
    assertEquals(0, input.position());
    assertEquals(0, output.position());
    input.clear().put(encrypted).flip();
    assertThrows(ShortBufferException.class, () -> cipher.doFinal(input, ByteBuffer.allocate(255)));
    assertEquals(0, input.position());
    assertEquals(4, cipher.doFinal(input, output));
    assertEquals(256, input.position());
    assertEquals(ByteBuffer.wrap(DATA), output.flip());
  }

  @ParameterizedTest
  @CsvSource({"SHA256, 190", "sha-256, 190", "sha1, 214", "SHA512/256, 190"})
  void knowsADigestByAnySpelling(String name, int longest) throws Exception {
    OAEPParameterSpec spec =
        new OAEPParameterSpec(name, "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT);
    Cipher cipher = Cipher.getInstance(OAEP, provider);
    cipher.init(Cipher.ENCRYPT_MODE, rsa.getPublic(), spec);
    assertThrows(IllegalBlockSizeException.class, () -> cipher.doFinal(new byte[longest + 1]));
    byte[] encrypted = cipher.doFinal(new byte[longest]);
    cipher.init(Cipher.DECRYPT_MODE, rsa.getPrivate(), spec);
    assertEquals(longest, cipher.doFinal(encrypted).length);
  }

  @ParameterizedTest
  @CsvSource({"SHA3-256, SHA-256", "SHA-256, SHA3-256", "SHA-257, SHA-256", "SHA-256, none"})
  void refusesDigestsThatItDoesNotKnow(String label, String mask) throws Exception {
    Cipher cipher = Cipher.getInstance(OAEP, provider);
    OAEPParameterSpec spec =
        new OAEPParameterSpec(
            label, "MGF1", new MGF1ParameterSpec(mask), PSource.PSpecified.DEFAULT);
    assertThrows(
        InvalidAlgorithmParameterException.class,
        () -> cipher.init(Cipher.ENCRYPT_MODE, rsa.getPublic(), spec));
  }

  @Test
  void refusesOaepWithoutParametersOfTheMask() throws Exception {
    Cipher cipher = Cipher.getInstance(OAEP, provider);
    OAEPParameterSpec spec =
        new OAEPParameterSpec("SHA-256", "MGF1", null, PSource.PSpecified.DEFAULT);
    assertThrows(
        InvalidAlgorithmParameterException.class,
        () -> cipher.init(Cipher.ENCRYPT_MODE, rsa.getPublic(), spec));
  }

  @Test
  void carriesTheParametersOfOaep() throws Exception {
    Cipher cipher = Cipher.getInstance(OAEP, provider);
    cipher.init(Cipher.ENCRYPT_MODE, rsa.getPublic(), LABELLED);
    byte[] encrypted = cipher.doFinal(DATA);
    AlgorithmParameters shown = cipher.getParameters();
    Cipher jdks = Cipher.getInstance(OAEP, "SunJCE");
    AlgorithmParameters arrived = AlgorithmParameters.getInstance("OAEP", "SunJCE");
    arrived.init(shown.getEncoded());
    jdks.init(Cipher.DECRYPT_MODE, rsa.getPrivate(), arrived);
    assertArrayEquals(DATA, jdks.doFinal(encrypted));
    Cipher ours = Cipher.getInstance(OAEP, provider);
    ours.init(Cipher.DECRYPT_MODE, rsa.getPrivate(), arrived);
    assertArrayEquals(DATA, ours.doFinal(encrypted));
    ours.init(Cipher.DECRYPT_MODE, rsa.getPrivate());
    assertThrows(BadPaddingException.class, () -> ours.doFinal(encrypted));
  }

  @Test
  void showsTheParametersThatOaepHasByDefault() throws Exception {
    assertNull(Cipher.getInstance(OAEP, provider).getParameters());
    OAEPParameterSpec shown =
        encrypting(OAEP).getParameters().getParameterSpec(OAEPParameterSpec.class);
    assertEquals("SHA-256", shown.getDigestAlgorithm());
    assertEquals("SHA-1", ((MGF1ParameterSpec) shown.getMGFParameters()).getDigestAlgorithm());
    assertNull(encrypting(PKCS1).getParameters());
  }

  @ParameterizedTest
  @MethodSource("transformations")
  void refusesParametersThatAreNotItsOwn(String transformation) throws Exception {
    Cipher cipher = Cipher.getInstance(transformation, provider);
    assertThrows(
        InvalidAlgorithmParameterException.class,
        () -> cipher.init(Cipher.ENCRYPT_MODE, rsa.getPublic(), PSSParameterSpec.DEFAULT));
    Cipher pkcs1 = Cipher.getInstance(PKCS1, provider);
    assertThrows(
        InvalidAlgorithmParameterException.class,
        () -> pkcs1.init(Cipher.ENCRYPT_MODE, rsa.getPublic(), LABELLED));
    AlgorithmParameters curve = AlgorithmParameters.getInstance("EC", provider);
    curve.init(new ECGenParameterSpec("secp256r1"));
    assertThrows(
        InvalidAlgorithmParameterException.class,
        () -> cipher.init(Cipher.ENCRYPT_MODE, rsa.getPublic(), curve));
  }

  @ParameterizedTest
  @MethodSource("transformations")
  void refusesKeysOfAnotherKind(String transformation) throws Exception {
    Cipher cipher = Cipher.getInstance(transformation, provider);
    assertThrows(InvalidKeyException.class, () -> cipher.init(Cipher.ENCRYPT_MODE, ec.getPublic()));
    assertThrows(
        InvalidKeyException.class, () -> cipher.init(Cipher.DECRYPT_MODE, ec.getPrivate()));
    assertThrows(
        InvalidKeyException.class,
        () -> cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(new byte[16], "AES")));
  }

  @Test
  void oaepIsNoSignature() throws Exception {
    Cipher cipher = Cipher.getInstance(OAEP, provider);
    assertThrows(
        InvalidKeyException.class, () -> cipher.init(Cipher.ENCRYPT_MODE, rsa.getPrivate()));
    assertThrows(
        InvalidKeyException.class, () -> cipher.init(Cipher.DECRYPT_MODE, rsa.getPublic()));
  }

  @Test
  void pkcs1EncryptsWithThePrivateKeyToo() throws Exception {
    Cipher cipher = Cipher.getInstance(PKCS1, provider);
    cipher.init(Cipher.ENCRYPT_MODE, rsa.getPrivate());
    byte[] encrypted = cipher.doFinal(DATA);
    cipher.init(Cipher.DECRYPT_MODE, rsa.getPublic());
    assertArrayEquals(DATA, cipher.doFinal(encrypted));
  }

  @ParameterizedTest
  @MethodSource("transformations")
  void wrapsKeysAndRefusesToUnwrapWhatIsNone(String transformation) throws Exception {
    SecretKey key = new SecretKeySpec(new byte[] {1, 2, 3, 4, 5, 6, 7, 8}, "HmacSHA256");
    Cipher cipher = Cipher.getInstance(transformation, provider);
    cipher.init(Cipher.WRAP_MODE, rsa.getPublic());
    byte[] wrapped = cipher.wrap(key);
    assertThrows(InvalidKeyException.class, () -> cipher.wrap(rsa.getPublic()));
    cipher.init(Cipher.UNWRAP_MODE, rsa.getPrivate());
    assertEquals(key, cipher.unwrap(wrapped, "HmacSHA256", Cipher.SECRET_KEY));
    byte[] notBelowTheModulus = new byte[256];
    Arrays.fill(notBelowTheModulus, (byte) 0xff);
    for (byte[] bad : List.of(new byte[257], new byte[256], notBelowTheModulus)) {
      assertThrows(
          InvalidKeyException.class, () -> cipher.unwrap(bad, "HmacSHA256", Cipher.SECRET_KEY));
    }
  }

  /** Anything else would tell what was decrypted. */
  @ParameterizedTest
  @MethodSource("transformations")
  void saysTheSameOfEveryFailedUnwrap(String transformation) throws Exception {
    byte[] empty = encrypting(transformation).doFinal(new byte[0]);
    byte[] changed = empty.clone();
    changed[255] ^= 1;
    Cipher cipher = Cipher.getInstance(transformation, provider);
    cipher.init(Cipher.UNWRAP_MODE, rsa.getPrivate());
    for (int type : new int[] {Cipher.SECRET_KEY, Cipher.PRIVATE_KEY, Cipher.PUBLIC_KEY}) {
      for (byte[] bad : List.of(empty, changed)) {
        InvalidKeyException refusal =
            assertThrows(InvalidKeyException.class, () -> cipher.unwrap(bad, "RSA", type));
        assertEquals("the wrapped key does not unwrap", refusal.getMessage());
        assertNull(refusal.getCause());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("transformations")
  void saysNothingOfTheBytesThatAreNoKey(String transformation) throws Exception {
    byte[] encrypted = encrypting(transformation).doFinal(new byte[] {0x30, 43, 1, 2});
    Cipher cipher = Cipher.getInstance(transformation, provider);
    cipher.init(Cipher.UNWRAP_MODE, rsa.getPrivate());
    for (int type : new int[] {Cipher.PRIVATE_KEY, Cipher.PUBLIC_KEY}) {
      InvalidKeyException refusal =
          assertThrows(InvalidKeyException.class, () -> cipher.unwrap(encrypted, "RSA", type));
      assertEquals("the wrapped bytes are no key of this algorithm", refusal.getMessage());
      assertNull(refusal.getCause());
      assertEquals(0, refusal.getSuppressed().length);
    }
  }

  @Test
  void takesTheKeysOfBouncyCastleAndThoseThatShowOnlyTheirEncoding() throws Exception {
    KeyPairGenerator theirs = KeyPairGenerator.getInstance("RSA", new BouncyCastleProvider());
    theirs.initialize(2048);
    KeyPair keys = theirs.generateKeyPair();
    PublicKey publicKey = new EncodedPublicKey(keys.getPublic());
    PrivateKey privateKey = new EncodedPrivateKey(keys.getPrivate());
    Cipher cipher = Cipher.getInstance(OAEP, provider);
    cipher.init(Cipher.ENCRYPT_MODE, publicKey);
    byte[] encrypted = cipher.doFinal(DATA);
    for (PrivateKey key : List.of(keys.getPrivate(), privateKey)) {
      cipher.init(Cipher.DECRYPT_MODE, key);
      assertArrayEquals(DATA, cipher.doFinal(encrypted));
    }
  }

  @ParameterizedTest
  @CsvSource({"SHA-512/224, SHA-512/256", "SHA-512/256, SHA-1", "SHA-1, SHA-512/224", "MD5, SHA-1"})
  void oaepTakesAnyTwoDigests(String label, String mask) throws Exception {
    OAEPParameterSpec spec =
        new OAEPParameterSpec(
            label, "MGF1", new MGF1ParameterSpec(mask), PSource.PSpecified.DEFAULT);
    Cipher ours = Cipher.getInstance("RSA/ECB/OAEPPadding", provider);
    Cipher jdks = Cipher.getInstance("RSA/ECB/OAEPPadding", "SunJCE");
    ours.init(Cipher.ENCRYPT_MODE, rsa.getPublic(), spec);
    jdks.init(Cipher.DECRYPT_MODE, rsa.getPrivate(), spec);
    assertArrayEquals(DATA, jdks.doFinal(ours.doFinal(DATA)));
    AlgorithmParameters read = AlgorithmParameters.getInstance("OAEP", "SunJCE");
    read.init(ours.getParameters().getEncoded());
    for (AlgorithmParameters shown : List.of(ours.getParameters(), read)) {
      OAEPParameterSpec back = shown.getParameterSpec(OAEPParameterSpec.class);
      assertEquals(label, back.getDigestAlgorithm());
      assertEquals(mask, ((MGF1ParameterSpec) back.getMGFParameters()).getDigestAlgorithm());
    }
  }

  /** libcrypto has no form of them: the JDK has. */
  @ParameterizedTest
  @MethodSource("transformations")
  void decryptsWithKeysThatDoNotTellTheirPrimes(String transformation) throws Exception {
    RSAPrivateCrtKey key = (RSAPrivateCrtKey) rsa.getPrivate();
    PrivateKey plain =
        KeyFactory.getInstance("RSA", provider)
            .generatePrivate(new RSAPrivateKeySpec(key.getModulus(), key.getPrivateExponent()));
    Cipher cipher = Cipher.getInstance(transformation, provider);
    for (PrivateKey each : List.of(plain, key, plain)) {
      cipher.init(Cipher.DECRYPT_MODE, each);
      assertArrayEquals(DATA, cipher.doFinal(encrypting(transformation).doFinal(DATA)));
    }
  }

  /** An error in half of the computation would give the primes away (RFC 8017, section 5.1.2). */
  @ParameterizedTest
  @MethodSource("transformations")
  void aKeyWhoseNumbersContradictOneAnotherDecryptsNothing(String transformation) throws Exception {
    RSAPrivateCrtKey good = (RSAPrivateCrtKey) rsa.getPrivate();
    PrivateKey bad =
        KeyFactory.getInstance("RSA", provider)
            .generatePrivate(
                new RSAPrivateCrtKeySpec(
                    good.getModulus(),
                    good.getPublicExponent(),
                    good.getPrivateExponent(),
                    good.getPrimeP(),
                    good.getPrimeQ(),
                    good.getPrimeExponentP().add(BigInteger.TWO),
                    good.getPrimeExponentQ(),
                    good.getCrtCoefficient()));
    byte[] encrypted = encrypting(transformation).doFinal(DATA);
    Cipher cipher = Cipher.getInstance(transformation, provider);
    cipher.init(Cipher.DECRYPT_MODE, bad);
    assertThrows(BadPaddingException.class, () -> cipher.doFinal(encrypted));
    cipher.init(Cipher.UNWRAP_MODE, bad);
    assertThrows(
        InvalidKeyException.class, () -> cipher.unwrap(encrypted, "AES", Cipher.SECRET_KEY));
  }

  @Test
  void servesTheListOfTheJdkInFirstPlace() throws Exception {
    Security.insertProviderAt(provider, 1);
    try {
      Cipher cipher = Cipher.getInstance(PKCS1);
      cipher.init(Cipher.ENCRYPT_MODE, rsa.getPublic());
      assertTrue(cipher.getProvider() instanceof ElasticProvider);
      assertArrayEquals(DATA, decrypting(PKCS1).doFinal(cipher.doFinal(DATA)));
    } finally {
      Security.removeProvider(provider.getName());
    }
  }

  private record EncodedPublicKey(PublicKey key) implements PublicKey {
    @Override
    public String getAlgorithm() {
      return key.getAlgorithm();
    }

    @Override
    public String getFormat() {
      return key.getFormat();
    }

    @Override
    public byte[] getEncoded() {
      return key.getEncoded();
    }
  }

  private record EncodedPrivateKey(PrivateKey key) implements PrivateKey {
    @Override
    public String getAlgorithm() {
      return key.getAlgorithm();
    }

    @Override
    public String getFormat() {
      return key.getFormat();
    }

    @Override
    public byte[] getEncoded() {
      return key.getEncoded();
    }
  }
}
