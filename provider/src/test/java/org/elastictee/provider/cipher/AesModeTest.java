package org.elastictee.provider.cipher;

import static org.elastictee.provider.cipher.GcmMessages.data;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.GCMParameterSpec;
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

/** AES/CBC and AES/CTR on each engine that can stand behind them. */
@ParameterizedClass
@MethodSource("org.elastictee.provider.Providers#onEachEngine")
class AesModeTest {
  private static final String CBC = "AES/CBC/NoPadding";
  private static final String CBC_PADDED = "AES/CBC/PKCS5Padding";
  private static final String CBC_RANDOM = "AES/CBC/ISO10126Padding";
  private static final String CTR = "AES/CTR/NoPadding";
  private static final Key KEY = new SecretKeySpec(data(32), "AES");
  private static final IvParameterSpec IV = new IvParameterSpec(data(16));

  private final ElasticProvider provider;

  AesModeTest(ElasticProvider provider) {
    this.provider = provider;
  }

  private Cipher cipher(String name, int mode) throws Exception {
    Cipher cipher = Cipher.getInstance(name, provider);
    cipher.init(mode, KEY, IV);
    return cipher;
  }

  private static byte[] encryptedByJdk(String name, byte[] plaintext) throws Exception {
    Cipher cipher = Cipher.getInstance(name, "SunJCE");
    cipher.init(Cipher.ENCRYPT_MODE, KEY, IV);
    return cipher.doFinal(plaintext);
  }

  /** SP 800-38A, F.2.1, F.2.3, F.2.5, F.5.1, F.5.3 and F.5.5: the first block. */
  @ParameterizedTest
  @CsvSource({
    "AES_128/CBC/NoPadding, 2b7e151628aed2a6abf7158809cf4f3c, 000102030405060708090a0b0c0d0e0f,"
        + " 7649abac8119b246cee98e9b12e9197d",
    "AES_192/CBC/NoPadding, 8e73b0f7da0e6452c810f32b809079e562f8ead2522c6b7b,"
        + " 000102030405060708090a0b0c0d0e0f, 4f021db243bc633d7178183a9fa071e8",
    "AES_256/CBC/NoPadding, 603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4,"
        + " 000102030405060708090a0b0c0d0e0f, f58c4c04d6e5f1ba779eabfb5f7bfbd6",
    "AES/CTR/NoPadding, 2b7e151628aed2a6abf7158809cf4f3c, f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff,"
        + " 874d6191b620e3261bef6864990db6ce",
    "AES/CTR/NoPadding, 8e73b0f7da0e6452c810f32b809079e562f8ead2522c6b7b,"
        + " f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff, 1abc932417521ca24f2b0459fe7e6e0b",
    "AES/CTR/NoPadding, 603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4,"
        + " f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff, 601ec313775789a5b7a7f504bbf3d228"
  })
  void agreesWithTheStandard(String name, String key, String iv, String expected) throws Exception {
    HexFormat hex = HexFormat.of();
    Cipher cipher = Cipher.getInstance(name, provider);
    cipher.init(
        Cipher.ENCRYPT_MODE,
        new SecretKeySpec(hex.parseHex(key), "AES"),
        new IvParameterSpec(hex.parseHex(iv)));
    assertEquals(
        expected, hex.formatHex(cipher.doFinal(hex.parseHex("6bc1bee22e409f96e93d7e117393172a"))));
  }

  @ParameterizedTest
  @ValueSource(strings = {CBC, CBC_PADDED, CTR})
  void agreesWithTheJdkWhereverTheDataIsCut(String name) throws Exception {
    Random cuts = new Random(5);
    for (int length = 0; length < 160; length += name.equals(CBC) ? 16 : 1) {
      byte[] ciphertext = encryptedByJdk(name, data(length));
      for (int mode : new int[] {Cipher.ENCRYPT_MODE, Cipher.DECRYPT_MODE}) {
        boolean encrypt = mode == Cipher.ENCRYPT_MODE;
        byte[] input = encrypt ? data(length) : ciphertext;
        byte[] expected = encrypt ? ciphertext : data(length);
        Cipher cipher = cipher(name, mode);
        byte[] output = new byte[expected.length + 32];
        int in = 0;
        int out = 0;
        while (in < input.length && cuts.nextInt(5) > 0) {
          int n = cuts.nextInt(Math.min(50, input.length - in) + 1);
          out += cipher.update(input, in, n, output, out);
          in += n;
        }
        if (encrypt) {
          assertEquals(expected.length - out, cipher.getOutputSize(input.length - in));
        }
        out += cipher.doFinal(input, in, input.length - in, output, out);
        assertArrayEquals(expected, Arrays.copyOf(output, out));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {CBC, CBC_PADDED, CTR})
  void overlappingInBuffersOfEveryKind(String name) throws Exception {
    byte[] plaintext = data(9600);
    byte[] ciphertext = encryptedByJdk(name, plaintext);
    for (boolean direct : new boolean[] {false, true}) {
      for (boolean encrypt : new boolean[] {false, true}) {
        for (int shift : new int[] {-70, -17, -1, 0, 1, 17, 70, 5000}) {
          byte[] input = encrypt ? plaintext : ciphertext;
          byte[] expected = encrypt ? ciphertext : plaintext;
          ByteBuffer whole = direct ? ByteBuffer.allocateDirect(20000) : ByteBuffer.allocate(20000);
          ByteBuffer memory = whole.position(64).slice().put(500, input);
          ByteBuffer in = memory.duplicate().position(500).limit(500 + input.length);
          ByteBuffer out = memory.duplicate().position(500 + shift);
          Cipher cipher = cipher(name, encrypt ? Cipher.ENCRYPT_MODE : Cipher.DECRYPT_MODE);
          int n = cipher.doFinal(shift % 2 == 0 ? in : in.asReadOnlyBuffer(), out);
          byte[] got = new byte[n];
          memory.get(500 + shift, got);
          assertArrayEquals(expected, got);
          assertEquals(500 + shift + n, out.position());
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {CBC, CBC_PADDED, CTR})
  void overlappingInAnArray(String name) throws Exception {
    byte[] ciphertext = encryptedByJdk(name, data(320));
    for (int shift : new int[] {-17, -1, 0, 1, 17}) {
      byte[] array = new byte[800];
      System.arraycopy(data(320), 0, array, 100, 320);
      int n = cipher(name, Cipher.ENCRYPT_MODE).doFinal(array, 100, 320, array, 100 + shift);
      assertArrayEquals(ciphertext, Arrays.copyOfRange(array, 100 + shift, 100 + shift + n));
      int plain = cipher(name, Cipher.DECRYPT_MODE).doFinal(array, 100 + shift, n, array, 100);
      assertArrayEquals(data(320), Arrays.copyOfRange(array, 100, 100 + plain));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {CBC, CBC_PADDED, CTR})
  void canBeAskedAgainWithMoreRoom(String name) throws Exception {
    byte[] ciphertext = encryptedByJdk(name, data(160));
    Cipher encrypting = cipher(name, Cipher.ENCRYPT_MODE);
    ByteBuffer input = ByteBuffer.wrap(data(160));
    ByteBuffer tooShort = ByteBuffer.allocateDirect(159);
    assertThrows(
        ShortBufferException.class, () -> encrypting.doFinal(data(160), 0, 160, new byte[159], 0));
    assertThrows(ShortBufferException.class, () -> encrypting.doFinal(input, tooShort));
    assertEquals(0, input.position());
    assertEquals(0, tooShort.position());
    assertArrayEquals(ciphertext, encrypting.doFinal(data(160)));
    Cipher decrypting = cipher(name, Cipher.DECRYPT_MODE);
    byte[] small = new byte[100];
    assertThrows(
        ShortBufferException.class,
        () -> decrypting.doFinal(ciphertext, 0, ciphertext.length, small, 0));
    assertArrayEquals(new byte[100], small);
    assertArrayEquals(data(160), decrypting.doFinal(ciphertext));
  }

  @ParameterizedTest
  @ValueSource(strings = {CBC, CBC_PADDED, CBC_RANDOM, CTR})
  void noSizeIsNegativeNear2Gib(String name) throws Exception {
    for (int mode : new int[] {Cipher.ENCRYPT_MODE, Cipher.DECRYPT_MODE}) {
      Cipher cipher = cipher(name, mode);
      cipher.update(new byte[40]);
      for (int length : new int[] {Integer.MAX_VALUE, Integer.MAX_VALUE - 16}) {
        assertTrue(cipher.getOutputSize(length) > Integer.MAX_VALUE - 2048);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {CBC, CBC_PADDED, CBC_RANDOM, CTR})
  void leavesAReadOnlyOutputAndGoesOn(String name) throws Exception {
    byte[] ciphertext = encryptedByJdk(name, data(160));
    Cipher cipher = cipher(name, Cipher.DECRYPT_MODE);
    ByteBuffer input = ByteBuffer.wrap(ciphertext);
    ByteBuffer readOnly = ByteBuffer.allocate(200).asReadOnlyBuffer();
    assertThrows(ReadOnlyBufferException.class, () -> cipher.update(input, readOnly));
    assertThrows(ReadOnlyBufferException.class, () -> cipher.doFinal(input, readOnly));
    assertEquals(0, input.position());
    assertArrayEquals(data(160), cipher.doFinal(ciphertext));
  }

  @ParameterizedTest
  @ValueSource(strings = {CBC, CBC_PADDED, CTR})
  void goesBackToTheIvAfterDoFinal(String name) throws Exception {
    byte[] ciphertext = encryptedByJdk(name, data(32));
    Cipher cipher = cipher(name, Cipher.ENCRYPT_MODE);
    assertArrayEquals(ciphertext, cipher.doFinal(data(32)));
    assertArrayEquals(ciphertext, cipher.doFinal(data(32)));
  }

  @Test
  void saysBadPaddingAndServesOn() throws Exception {
    byte[] ciphertext = encryptedByJdk(CBC_PADDED, data(20));
    byte[] bad = ciphertext.clone();
    bad[31] ^= 1;
    Cipher cipher = cipher(CBC_PADDED, Cipher.DECRYPT_MODE);
    assertThrows(BadPaddingException.class, () -> cipher.doFinal(bad));
    assertArrayEquals(data(20), cipher.doFinal(ciphertext));
    assertThrows(BadPaddingException.class, () -> cipher.doFinal(bad, 0, 32, new byte[32], 0));
    byte[] output = new byte[32];
    assertEquals(20, cipher.doFinal(ciphertext, 0, 32, output, 0));
    assertArrayEquals(data(20), Arrays.copyOf(output, 20));
  }

  /** XML Encryption, 5.2: any bytes, and how many they are in the last one. */
  @Test
  void agreesWithTheJdkWhereThePaddingIsRandom() throws Exception {
    Cipher jdk = Cipher.getInstance(CBC_RANDOM, "SunJCE");
    jdk.init(Cipher.DECRYPT_MODE, KEY, IV);
    Cipher encrypting = cipher(CBC_RANDOM, Cipher.ENCRYPT_MODE);
    Cipher decrypting = cipher(CBC_RANDOM, Cipher.DECRYPT_MODE);
    for (int length = 0; length < 50; length++) {
      byte[] ciphertext = encrypting.doFinal(data(length));
      assertEquals(length / 16 * 16 + 16, ciphertext.length);
      assertArrayEquals(data(length), jdk.doFinal(ciphertext));
      assertArrayEquals(data(length), decrypting.doFinal(encryptedByJdk(CBC_RANDOM, data(length))));
      assertArrayEquals(data(length), decrypting.doFinal(encryptedByJdk(CBC_PADDED, data(length))));
    }
  }

  @Test
  void randomPaddingDiffersFromMessageToMessage() throws Exception {
    Cipher cipher = cipher(CBC_RANDOM, Cipher.ENCRYPT_MODE);
    assertFalse(Arrays.equals(cipher.doFinal(), cipher.doFinal()));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 17, 128, 255})
  void randomPaddingOfNoLengthOrMoreThanABlockIsBad(int length) throws Exception {
    byte[] padded = data(32);
    padded[31] = (byte) length;
    byte[] bad = encryptedByJdk(CBC, padded);
    Cipher cipher = cipher(CBC_RANDOM, Cipher.DECRYPT_MODE);
    assertThrows(BadPaddingException.class, () -> cipher.doFinal(bad));
    assertArrayEquals(data(20), cipher.doFinal(encryptedByJdk(CBC_RANDOM, data(20))));
  }

  @ParameterizedTest
  @ValueSource(strings = {CBC_PADDED, CBC_RANDOM})
  void anEmptyMessageWithPaddingIsABlockAndNotNothing(String name) throws Exception {
    Cipher cipher = cipher(name, Cipher.DECRYPT_MODE);
    assertThrows(BadPaddingException.class, () -> cipher.doFinal());
    assertThrows(BadPaddingException.class, () -> cipher.doFinal(new byte[0], 0, 0, new byte[16]));
    byte[] ciphertext = encryptedByJdk(name, new byte[0]);
    cipher.update(ciphertext);
    assertEquals(0, cipher.doFinal().length);
    cipher.update(ByteBuffer.wrap(ciphertext), ByteBuffer.allocate(32));
    assertEquals(0, cipher.doFinal(new byte[32], 0));
  }

  @ParameterizedTest
  @CsvSource({CBC + ", 1", CBC + ", 2", CBC_PADDED + ", 2", CBC_RANDOM + ", 2"})
  void saysIllegalBlockSizeAndServesOn(String name, int mode) throws Exception {
    Cipher cipher = cipher(name, mode);
    byte[] input = mode == Cipher.ENCRYPT_MODE ? data(32) : encryptedByJdk(name, data(32));
    assertThrows(IllegalBlockSizeException.class, () -> cipher.doFinal(input, 0, 17));
    assertArrayEquals(
        mode == Cipher.ENCRYPT_MODE ? encryptedByJdk(name, data(32)) : data(32),
        cipher.doFinal(input));
  }

  @ParameterizedTest
  @ValueSource(strings = {CBC, CBC_PADDED, CTR})
  void takesASealedKeyAndWrapsKeys(String name) throws Exception {
    SealedSecretKey sealed = new SealedSecretKey("AES", SealingPolicy.STRICT, data(32));
    Cipher cipher = Cipher.getInstance(name, provider);
    cipher.init(Cipher.ENCRYPT_MODE, sealed, IV);
    assertArrayEquals(encryptedByJdk(name, data(64)), cipher.doFinal(data(64)));
    cipher.init(Cipher.WRAP_MODE, sealed, IV);
    byte[] wrapped = cipher.wrap(KEY);
    cipher.init(Cipher.UNWRAP_MODE, sealed, IV);
    assertEquals(KEY, cipher.unwrap(wrapped, "AES", Cipher.SECRET_KEY));
    sealed.destroy();
    assertThrows(IllegalStateException.class, () -> cipher.init(Cipher.ENCRYPT_MODE, sealed, IV));
  }

  @ParameterizedTest
  @ValueSource(strings = {CBC, CBC_PADDED, CBC_RANDOM, CTR})
  void makesAFreshIvWhereNoneIsGiven(String name) throws Exception {
    Cipher cipher = Cipher.getInstance(name, provider);
    assertNull(cipher.getIV());
    cipher.init(Cipher.ENCRYPT_MODE, KEY);
    byte[] first = cipher.getIV();
    byte[] encrypted = cipher.doFinal(data(32));
    Cipher decrypting = Cipher.getInstance(name, provider);
    decrypting.init(Cipher.DECRYPT_MODE, KEY, cipher.getParameters());
    assertArrayEquals(data(32), decrypting.doFinal(encrypted));
    cipher.init(Cipher.ENCRYPT_MODE, KEY, (SecureRandom) null);
    assertEquals(16, first.length);
    assertFalse(Arrays.equals(first, cipher.getIV()));
  }

  @ParameterizedTest
  @ValueSource(strings = {CBC, CBC_PADDED, CBC_RANDOM, CTR})
  void refusesOtherParametersAndNoneForDecryption(String name) throws Exception {
    Cipher cipher = Cipher.getInstance(name, provider);
    for (int length : new int[] {0, 8, 12, 15, 17}) {
      IvParameterSpec wrong = new IvParameterSpec(new byte[length]);
      assertThrows(
          InvalidAlgorithmParameterException.class,
          () -> cipher.init(Cipher.ENCRYPT_MODE, KEY, wrong));
    }
    assertThrows(
        InvalidAlgorithmParameterException.class,
        () -> cipher.init(Cipher.DECRYPT_MODE, KEY, new GCMParameterSpec(128, new byte[16])));
    assertThrows(InvalidKeyException.class, () -> cipher.init(Cipher.DECRYPT_MODE, KEY));
  }

  @ParameterizedTest
  @CsvSource({"AES, 15", "AES, 33", "DES, 16", "ChaCha20, 32"})
  void refusesOtherKeys(String algorithm, int length) throws Exception {
    Cipher cipher = Cipher.getInstance(CTR, provider);
    Key wrong = new SecretKeySpec(new byte[length], algorithm);
    assertThrows(InvalidKeyException.class, () -> cipher.init(Cipher.ENCRYPT_MODE, wrong, IV));
  }

  @ParameterizedTest
  @CsvSource({"AES_128, 16", "AES_192, 24", "AES_256, 32"})
  void takesOnlyTheKeyLengthThatTheNameSays(String name, int length) throws Exception {
    for (String padding : new String[] {"NoPadding", "PKCS5Padding"}) {
      Cipher cipher = Cipher.getInstance(name + "/CBC/" + padding, provider);
      for (int bytes : new int[] {16, 24, 32}) {
        Key key = new SecretKeySpec(new byte[bytes], "AES");
        if (bytes == length) {
          assertDoesNotThrow(() -> cipher.init(Cipher.ENCRYPT_MODE, key, IV));
        } else {
          assertThrows(InvalidKeyException.class, () -> cipher.init(Cipher.ENCRYPT_MODE, key, IV));
        }
      }
    }
  }
}
