package org.elastictee.provider.key;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.interfaces.PBEKey;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.elastictee.provider.ElasticProvider;
import org.elastictee.provider.Providers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** PBKDF2 on each engine that can stand behind it. */
@ParameterizedClass
@MethodSource("org.elastictee.provider.Providers#onEachEngine")
class Pbkdf2Test {
  private static final byte[] SALT = "salt".getBytes(StandardCharsets.US_ASCII);

  private final ElasticProvider provider;

  Pbkdf2Test(ElasticProvider provider) {
    this.provider = provider;
  }

  static Stream<String> names() {
    return Providers.algorithms("SecretKeyFactory").filter(name -> name.startsWith("PBKDF2"));
  }

  private SecretKeyFactory factory() throws Exception {
    return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256", provider);
  }

  /** RFC 6070, cases 1, 3 and 5; RFC 7914, section 11. */
  @ParameterizedTest
  @CsvSource({
    "SHA1, password, salt, 1, 0c60c80f961f0e71f3a9b524af6012062fe037a6",
    "SHA1, password, salt, 4096, 4b007901b765489abead49d926f721d065a429c1",
    "SHA1, passwordPASSWORDpassword, saltSALTsaltSALTsaltSALTsaltSALTsalt, 4096,"
        + " 3d2eec4fe41c849b80c8d83662c0e44a8b291a964cf2f07038",
    "SHA256, passwd, salt, 1, 55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc"
        + "49ca9cccf179b645991664b39d77ef317c71b845b1e30bd509112041d3a19783"
  })
  void agreesWithTheStandard(
      String hash, String password, String salt, int iterations, String expected) throws Exception {
    PBEKeySpec spec =
        new PBEKeySpec(
            password.toCharArray(),
            salt.getBytes(StandardCharsets.US_ASCII),
            iterations,
            4 * expected.length());
    SecretKey key =
        SecretKeyFactory.getInstance("PBKDF2WithHmac" + hash, provider).generateSecret(spec);
    assertEquals(expected, HexFormat.of().formatHex(key.getEncoded()));
    assertEquals("RAW", key.getFormat());
  }

  @ParameterizedTest
  @MethodSource("names")
  void agreesWithTheJdkAlsoBeyondAscii(String algorithm) throws Exception {
    for (int bits = 8; bits <= 1200; bits += 152) {
      PBEKeySpec spec = new PBEKeySpec("pässwörd\u20ac".toCharArray(), SALT, 3, bits);
      assertArrayEquals(
          overTheJdksHmac(algorithm, spec),
          SecretKeyFactory.getInstance(algorithm, provider).generateSecret(spec).getEncoded());
    }
  }

  /** RFC 8018, 5.2, with an HMAC of SunJCE, which has PBKDF2 itself not of every digest on 17. */
  private static byte[] overTheJdksHmac(String algorithm, PBEKeySpec spec) throws Exception {
    Mac hmac = Mac.getInstance(algorithm.replace("PBKDF2With", ""), "SunJCE");
    byte[] password = new String(spec.getPassword()).getBytes(StandardCharsets.UTF_8);
    hmac.init(new SecretKeySpec(password.length == 0 ? new byte[1] : password, "Any"));
    ByteBuffer key = ByteBuffer.allocate(spec.getKeyLength() / 8 + hmac.getMacLength());
    for (int block = 1; key.position() < spec.getKeyLength() / 8; block++) {
      hmac.update(spec.getSalt());
      byte[] u = hmac.doFinal(ByteBuffer.allocate(4).putInt(block).array());
      byte[] sum = u.clone();
      for (int i = 1; i < spec.getIterationCount(); i++) {
        u = hmac.doFinal(u);
        for (int j = 0; j < sum.length; j++) {
          sum[j] ^= u[j];
        }
      }
      key.put(sum);
    }
    return Arrays.copyOf(key.array(), spec.getKeyLength() / 8);
  }

  @ParameterizedTest
  @MethodSource("names")
  void takesAnEmptyPassword(String algorithm) throws Exception {
    PBEKeySpec spec = new PBEKeySpec(new char[0], SALT, 3, 256);
    assertArrayEquals(
        overTheJdksHmac(algorithm, spec),
        SecretKeyFactory.getInstance(algorithm, provider).generateSecret(spec).getEncoded());
  }

  @Test
  void givesTheSpecBackAndTranslates() throws Exception {
    PBEKeySpec spec = new PBEKeySpec("password".toCharArray(), SALT, 3, 256);
    SecretKey key = factory().generateSecret(spec);
    PBEKeySpec back = (PBEKeySpec) factory().getKeySpec(key, PBEKeySpec.class);
    assertArrayEquals(spec.getPassword(), back.getPassword());
    assertArrayEquals(SALT, back.getSalt());
    assertEquals(3, back.getIterationCount());
    assertEquals(256, back.getKeyLength());
    assertArrayEquals(key.getEncoded(), factory().translateKey(key).getEncoded());
  }

  @Test
  void aKeyStaysAsItIsWhenItsBytesAreOverwritten() throws Exception {
    SecretKey key = factory().generateSecret(new PBEKeySpec(new char[] {'p'}, SALT, 1, 256));
    byte[] bytes = key.getEncoded();
    Arrays.fill(key.getEncoded(), (byte) 0);
    assertArrayEquals(bytes, key.getEncoded());
  }

  @Test
  void refusesSpecsThatLackSomething() throws Exception {
    SecretKeyFactory factory = factory();
    char[] password = {'p'};
    assertThrows(
        InvalidKeySpecException.class, () -> factory.generateSecret(new PBEKeySpec(password)));
    assertThrows(
        InvalidKeySpecException.class,
        () -> factory.generateSecret(new PBEKeySpec(password, SALT, 1)));
    assertThrows(
        InvalidKeySpecException.class,
        () -> factory.generateSecret(new SecretKeySpec(new byte[3], "any")));
    assertThrows(InvalidKeySpecException.class, () -> factory.generateSecret(null));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 9, 255})
  void refusesLengthsThatAreNoWholeBytes(int bits) throws Exception {
    SecretKeyFactory factory = factory();
    assertThrows(
        InvalidKeySpecException.class,
        () -> factory.generateSecret(new PBEKeySpec(new char[] {'p'}, SALT, 1, bits)));
  }

  @Test
  void refusesASpecWhosePasswordIsCleared() throws Exception {
    SecretKeyFactory factory = factory();
    PBEKeySpec spec = new PBEKeySpec(new char[] {'p'}, SALT, 1, 256);
    spec.clearPassword();
    assertThrows(InvalidKeySpecException.class, () -> factory.generateSecret(spec));
  }

  /** Translated, it would be another key. */
  @Test
  void refusesAKeyOfAnotherDigest() throws Exception {
    SecretKey key =
        SecretKeyFactory.getInstance("PBKDF2WithHmacSHA1", provider)
            .generateSecret(new PBEKeySpec(new char[] {'p'}, SALT, 1, 256));
    SecretKeyFactory factory = factory();
    assertThrows(InvalidKeyException.class, () -> factory.translateKey(key));
  }

  /** A key as any provider may make it. */
  private static final class OtherKey implements PBEKey {
    private static final long serialVersionUID = 1L;

    private final char[] password;
    private final byte[] salt;
    private final int iterations;
    private final byte[] bytes;

    OtherKey(char[] password, byte[] salt, int iterations, byte[] bytes) {
      this.password = password;
      this.salt = salt;
      this.iterations = iterations;
      this.bytes = bytes;
    }

    private static byte[] copy(byte[] original) {
      return original == null ? null : original.clone();
    }

    @Override
    public char[] getPassword() {
      return password == null ? null : password.clone();
    }

    @Override
    public byte[] getSalt() {
      return copy(salt);
    }

    @Override
    public int getIterationCount() {
      return iterations;
    }

    @Override
    public String getAlgorithm() {
      return "PBKDF2WithHmacSHA256";
    }

    @Override
    public String getFormat() {
      return "RAW";
    }

    @Override
    public byte[] getEncoded() {
      return copy(bytes);
    }
  }

  static Stream<OtherKey> incompleteKeys() {
    return Stream.of(
        new OtherKey(null, SALT, 1, new byte[32]),
        new OtherKey(new char[] {'p'}, null, 1, new byte[32]),
        new OtherKey(new char[] {'p'}, new byte[0], 1, new byte[32]),
        new OtherKey(new char[] {'p'}, SALT, 0, new byte[32]),
        new OtherKey(new char[] {'p'}, SALT, 1, null),
        new OtherKey(new char[] {'p'}, SALT, 1, new byte[0]));
  }

  @ParameterizedTest
  @MethodSource("incompleteKeys")
  void refusesKeysThatLackSomething(OtherKey key) throws Exception {
    SecretKeyFactory factory = factory();
    assertThrows(InvalidKeyException.class, () -> factory.translateKey(key));
    assertThrows(InvalidKeySpecException.class, () -> factory.getKeySpec(key, PBEKeySpec.class));
  }

  @Test
  void refusesAKeyThatIsNotMadeOfItsPassword() throws Exception {
    SecretKeyFactory factory = factory();
    PBEKey key = new OtherKey(new char[] {'p'}, SALT, 1, new byte[32]);
    assertThrows(InvalidKeyException.class, () -> factory.translateKey(key));
  }

  @Test
  void refusesOtherKeysAndSpecs() throws Exception {
    SecretKeyFactory factory = factory();
    SecretKey other = new SecretKeySpec(new byte[3], "any");
    assertThrows(InvalidKeyException.class, () -> factory.translateKey(other));
    assertThrows(InvalidKeySpecException.class, () -> factory.getKeySpec(other, PBEKeySpec.class));
    SecretKey key = factory.generateSecret(new PBEKeySpec(new char[] {'p'}, SALT, 1, 8));
    assertThrows(
        InvalidKeySpecException.class, () -> factory.getKeySpec(key, X509EncodedKeySpec.class));
  }
}
