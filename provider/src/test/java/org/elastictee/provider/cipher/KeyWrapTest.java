package org.elastictee.provider.cipher;

import static org.elastictee.provider.cipher.GcmMessages.data;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.elastictee.provider.ElasticProvider;
import org.elastictee.provider.key.SealedSecretKey;
import org.elastictee.sev.seal.SealingPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** AES/KW and AES/KWP on each engine that can stand behind them. */
@ParameterizedClass
@MethodSource("org.elastictee.provider.Providers#onEachEngine")
class KeyWrapTest {
  private static final String KW = "AES/KW/NoPadding";
  private static final String KWP = "AES/KWP/NoPadding";
  private static final HexFormat HEX = HexFormat.of();
  private static final Key KEK = new SecretKeySpec(data(32), "AES");

  private final ElasticProvider provider;

  KeyWrapTest(ElasticProvider provider) {
    this.provider = provider;
  }

  private Cipher cipher(String name, int mode, Key key) throws Exception {
    Cipher cipher = Cipher.getInstance(name, provider);
    cipher.init(mode, key);
    return cipher;
  }

  private static byte[] wrappedByJdk(String name, byte[] data) throws Exception {
    Cipher cipher = Cipher.getInstance(name, "SunJCE");
    cipher.init(Cipher.ENCRYPT_MODE, KEK);
    return cipher.doFinal(data);
  }

  /** RFC 3394, 4.1, 4.3 and 4.6; RFC 5649, 6. */
  @ParameterizedTest
  @CsvSource({
    "AESWrap_128, 000102030405060708090a0b0c0d0e0f, 00112233445566778899aabbccddeeff,"
        + " 1fa68b0a8112b447aef34bd8fb5a7b829d3e862371d2cfe5",
    "AESWrap, 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f,"
        + " 00112233445566778899aabbccddeeff, 64e8c3f9ce0f5ba263e9777905818a2a93c8191e7d6e8ae7",
    "AESWrap_256, 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f,"
        + " 00112233445566778899aabbccddeeff000102030405060708090a0b0c0d0e0f,"
        + " 28c9f404c4b810f4cbccb35cfb87f8263f5786e2d80ed326cbc7f0e71a99f43bfb988b9b7a02dd21",
    "AESWrapPad_192, 5840df6e29b02af1ab493b705bf16ea1ae8338f4dcc176a8,"
        + " c37b7e6492584340bed12207808941155068f738,"
        + " 138bdeaa9b8fa7fc61f97742e72248ee5ae6ae5360d1ae6a5f54f373fa543b6a",
    "AESWrapPad, 5840df6e29b02af1ab493b705bf16ea1ae8338f4dcc176a8, 466f7250617369,"
        + " afbeb0f07dfbf5419200f2ccb50bb24f"
  })
  void agreesWithTheStandard(String name, String kek, String key, String expected)
      throws Exception {
    Key wrappingKey = new SecretKeySpec(HEX.parseHex(kek), "AES");
    Key content = new SecretKeySpec(HEX.parseHex(key), "AES");
    byte[] wrapped = cipher(name, Cipher.WRAP_MODE, wrappingKey).wrap(content);
    assertEquals(expected, HEX.formatHex(wrapped));
    assertEquals(
        content,
        cipher(name, Cipher.UNWRAP_MODE, wrappingKey).unwrap(wrapped, "AES", Cipher.SECRET_KEY));
  }

  @Test
  void agreesWithTheJdkForEveryLengthAndCut() throws Exception {
    for (String name : new String[] {KW, KWP}) {
      Cipher wrapping = cipher(name, Cipher.ENCRYPT_MODE, KEK);
      Cipher unwrapping = cipher(name, Cipher.DECRYPT_MODE, KEK);
      for (int length = name.equals(KW) ? 16 : 1; length < 70; length += name.equals(KW) ? 8 : 1) {
        byte[] expected = wrappedByJdk(name, data(length));
        for (int cut = 0; cut <= length; cut++) {
          assertNull(wrapping.update(data(length), 0, cut));
          assertEquals(expected.length, wrapping.getOutputSize(length - cut));
          assertArrayEquals(expected, wrapping.doFinal(data(length), cut, length - cut));
          assertNull(unwrapping.update(expected, 0, cut));
          assertArrayEquals(data(length), unwrapping.doFinal(expected, cut, expected.length - cut));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {KW, KWP})
  void takesBuffersOfEveryKindAlsoWhereTheyOverlap(String name) throws Exception {
    byte[] expected = wrappedByJdk(name, data(48));
    for (boolean direct : new boolean[] {false, true}) {
      for (int shift : new int[] {-9, 0, 9}) {
        ByteBuffer memory = direct ? ByteBuffer.allocateDirect(200) : ByteBuffer.allocate(200);
        memory.put(50, data(48));
        ByteBuffer in = memory.asReadOnlyBuffer().position(50).limit(98);
        ByteBuffer out = memory.duplicate().position(50 + shift);
        assertEquals(56, cipher(name, Cipher.ENCRYPT_MODE, KEK).doFinal(in, out));
        byte[] wrapped = new byte[56];
        memory.get(50 + shift, wrapped);
        assertArrayEquals(expected, wrapped);
        assertEquals(98, in.position());
        assertEquals(106 + shift, out.position());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {KW, KWP})
  void noticesAnyChangedBitAndServesOn(String name) throws Exception {
    byte[] wrapped = wrappedByJdk(name, data(16));
    Cipher decrypting = cipher(name, Cipher.DECRYPT_MODE, KEK);
    Cipher unwrapping = cipher(name, Cipher.UNWRAP_MODE, KEK);
    for (int bit = 0; bit < 8 * wrapped.length; bit++) {
      byte[] changed = wrapped.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      byte[] output = new byte[16];
      assertThrows(
          IllegalBlockSizeException.class,
          () -> decrypting.doFinal(changed, 0, changed.length, output, 0));
      assertArrayEquals(new byte[16], output);
      assertThrows(
          InvalidKeyException.class, () -> unwrapping.unwrap(changed, "AES", Cipher.SECRET_KEY));
    }
    assertArrayEquals(data(16), decrypting.doFinal(wrapped));
    assertEquals(
        new SecretKeySpec(data(16), "AES"), unwrapping.unwrap(wrapped, "AES", Cipher.SECRET_KEY));
  }

  @ParameterizedTest
  @CsvSource({
    KW + ", 1, '0 1 8 15 17 23'",
    KW + ", 2, '0 1 7 8 16 23 25'",
    KWP + ", 1, '0'",
    KWP + ", 2, '0 1 7 8 15 17'"
  })
  void refusesOtherLengths(String name, int mode, String lengths) throws Exception {
    Cipher cipher = cipher(name, mode, KEK);
    for (String length : lengths.split(" ", -1)) {
      byte[] input = new byte[Integer.parseInt(length)];
      assertThrows(IllegalBlockSizeException.class, () -> cipher.doFinal(input));
    }
    byte[] good = mode == Cipher.ENCRYPT_MODE ? data(16) : wrappedByJdk(name, data(16));
    assertDoesNotThrow(() -> cipher.doFinal(good));
  }

  @ParameterizedTest
  @ValueSource(strings = {KW, KWP})
  void canBeAskedAgainWithMoreRoom(String name) throws Exception {
    byte[] wrapped = wrappedByJdk(name, data(16));
    Cipher wrapping = cipher(name, Cipher.ENCRYPT_MODE, KEK);
    wrapping.update(data(16), 0, 5);
    assertThrows(
        ShortBufferException.class, () -> wrapping.doFinal(data(16), 5, 11, new byte[23], 0));
    assertArrayEquals(wrapped, wrapping.doFinal(data(16), 5, 11));
    Cipher unwrapping = cipher(name, Cipher.DECRYPT_MODE, KEK);
    byte[] small = new byte[15];
    assertThrows(ShortBufferException.class, () -> unwrapping.doFinal(wrapped, 0, 24, small, 0));
    assertArrayEquals(new byte[15], small);
    assertEquals(16, unwrapping.doFinal(wrapped, 0, 24, new byte[16], 0));
  }

  @Test
  void wrapsPrivateKeysWithPadding() throws Exception {
    PrivateKey key = KeyPairGenerator.getInstance("EC").generateKeyPair().getPrivate();
    byte[] wrapped = cipher(KWP, Cipher.WRAP_MODE, KEK).wrap(key);
    Key unwrapped = cipher(KWP, Cipher.UNWRAP_MODE, KEK).unwrap(wrapped, "EC", Cipher.PRIVATE_KEY);
    assertEquals(((ECPrivateKey) key).getS(), ((ECPrivateKey) unwrapped).getS());
  }

  @ParameterizedTest
  @ValueSource(strings = {KW, KWP})
  void wrapsUnderASealedKeyAndNoSealedKey(String name) throws Exception {
    SealedSecretKey sealed = new SealedSecretKey("AES", SealingPolicy.STRICT, data(32));
    Cipher cipher = cipher(name, Cipher.WRAP_MODE, sealed);
    assertArrayEquals(
        wrappedByJdk(name, data(16)), cipher.wrap(new SecretKeySpec(data(16), "AES")));
    assertThrows(InvalidKeyException.class, () -> cipher.wrap(sealed));
  }

  @Test
  void refusesParametersAndOtherKeys() throws Exception {
    Cipher cipher = Cipher.getInstance(KW, provider);
    assertThrows(
        InvalidAlgorithmParameterException.class,
        () -> cipher.init(Cipher.WRAP_MODE, KEK, new IvParameterSpec(new byte[8])));
    for (Key key :
        Arrays.asList(
            new SecretKeySpec(new byte[16], "DES"), new SecretKeySpec(new byte[17], "AES"))) {
      assertThrows(InvalidKeyException.class, () -> cipher.init(Cipher.WRAP_MODE, key));
    }
    assertThrows(
        InvalidKeyException.class,
        () -> cipher("AESWrap_256", Cipher.WRAP_MODE, new SecretKeySpec(new byte[16], "AES")));
  }
}
