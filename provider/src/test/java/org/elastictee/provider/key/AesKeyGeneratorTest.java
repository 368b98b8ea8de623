package org.elastictee.provider.key;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidParameterException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import javax.crypto.spec.IvParameterSpec;
import org.elastictee.provider.ElasticProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** KeyGenerator AES on each engine that can stand behind it. */
@ParameterizedClass
@MethodSource("org.elastictee.provider.Providers#onEachEngine")
class AesKeyGeneratorTest {
  private final ElasticProvider provider;

  AesKeyGeneratorTest(ElasticProvider provider) {
    this.provider = provider;
  }

  private KeyGenerator generator() throws Exception {
    return KeyGenerator.getInstance("AES", provider);
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
