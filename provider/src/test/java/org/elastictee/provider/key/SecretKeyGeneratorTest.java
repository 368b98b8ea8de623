package org.elastictee.provider.key;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidParameterException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.stream.Stream;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import javax.crypto.spec.IvParameterSpec;
import org.elastictee.provider.Providers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretKeyGeneratorTest {
  private KeyGenerator generator() throws Exception {
    return KeyGenerator.getInstance("AES", Providers.standard());
  }

  @Test
  void makesKeysOf256BitsWhereNoSizeIsNamed() throws Exception {
    SecretKey key = generator().generateKey();
    assertEquals("AES", key.getAlgorithm());
    assertEquals(32, key.getEncoded().length);
  }

  @ParameterizedTest
  @ValueSource(ints = {128, 192, 256})
  void makesKeysOfEverySizeOfTheStandard(int bits) throws Exception {
    KeyGenerator generator = generator();
    generator.init(bits);
    assertEquals(bits / 8, generator.generateKey().getEncoded().length);
  }

  static Stream<String> names() {
    return Providers.algorithms("KeyGenerator");
  }

  @ParameterizedTest
  @MethodSource("names")
  void namesTheKeyAsTheJdkDoes(String algorithm) throws Exception {
    SecretKey key = KeyGenerator.getInstance(algorithm, Providers.standard()).generateKey();
    SecretKey jdk = KeyGenerator.getInstance(algorithm, "SunJCE").generateKey();
    assertEquals(jdk.getAlgorithm(), key.getAlgorithm());
    assertEquals("RAW", key.getFormat());
  }

  /** As long as the digest (RFC 2104, section 3). */
  @ParameterizedTest
  @CsvSource({
    "ChaCha20, 32",
    "HmacSHA1, 20",
    "HmacSHA224, 28",
    "HmacSHA256, 32",
    "HmacSHA384, 48",
    "HmacSHA512, 64",
    "HmacSHA512/224, 28",
    "HmacSHA512/256, 32",
    "HmacSHA3-224, 28",
    "HmacSHA3-256, 32",
    "HmacSHA3-384, 48",
    "HmacSHA3-512, 64"
  })
  void makesKeysOfTheUsualSizeWhereNoneIsNamed(String algorithm, int bytes) throws Exception {
    KeyGenerator generator = KeyGenerator.getInstance(algorithm, Providers.standard());
    assertEquals(bytes, generator.generateKey().getEncoded().length);
  }

  @Test
  void makesHmacKeysOfAnySizeFrom40Bits() throws Exception {
    KeyGenerator generator = KeyGenerator.getInstance("HmacSHA256", Providers.standard());
    generator.init(1001);
    assertEquals(126, generator.generateKey().getEncoded().length);
    assertThrows(InvalidParameterException.class, () -> generator.init(39));
  }

  @Test
  void makesChaCha20KeysOf256BitsOnly() throws Exception {
    KeyGenerator generator = KeyGenerator.getInstance("ChaCha20", Providers.standard());
    generator.init(256);
    assertThrows(InvalidParameterException.class, () -> generator.init(128));
  }

  @Test
  void neverMakesTheSameKeyTwice() throws Exception {
    KeyGenerator generator = generator();
    assertFalse(
        Arrays.equals(generator.generateKey().getEncoded(), generator.generateKey().getEncoded()));
  }

  @Test
  void drawsFromTheRandomnessItIsGiven() throws Exception {
    KeyGenerator generator = generator();
    generator.init(
        128,
        new SecureRandom() {
          private static final long serialVersionUID = 1L;

          @Override
          public void nextBytes(byte[] bytes) {
            Arrays.fill(bytes, (byte) 9);
          }
        });
    byte[] nines = new byte[16];
    Arrays.fill(nines, (byte) 9);
    assertArrayEquals(nines, generator.generateKey().getEncoded());
  }

  @Test
  void drawsFromItsOwnWhereTheCallerGivesNull() throws Exception {
    KeyGenerator generator = generator();
    generator.init(128, null);
    assertEquals(16, generator.generateKey().getEncoded().length);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 64, 129, 512})
  void refusesOtherSizes(int bits) throws Exception {
    KeyGenerator generator = generator();
    assertThrows(InvalidParameterException.class, () -> generator.init(bits));
  }

  @Test
  void refusesParameters() throws Exception {
    KeyGenerator generator = generator();
    assertThrows(
        InvalidAlgorithmParameterException.class,
        () -> generator.init(new IvParameterSpec(new byte[16])));
  }
}
