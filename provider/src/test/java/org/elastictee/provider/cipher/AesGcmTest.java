package org.elastictee.provider.cipher;

import static org.elastictee.provider.cipher.GcmMessages.data;
import static org.elastictee.provider.cipher.GcmMessages.iv;
import static org.elastictee.provider.cipher.GcmMessages.key;
import static org.elastictee.provider.cipher.GcmMessages.spoiled;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Security;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
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

/** AES/GCM/NoPadding on each engine that can stand behind it. */
@ParameterizedClass
@MethodSource("org.elastictee.provider.Providers#onEachEngine")
class AesGcmTest {
  private static final byte[] AAD = {1, 2, 3};

  private final ElasticProvider provider;

  AesGcmTest(ElasticProvider provider) {
    this.provider = provider;
  }

  private Cipher cipher() throws Exception {
    return Cipher.getInstance("AES/GCM/NoPadding", provider);
  }

  private byte[] encrypted(int length) throws Exception {
    Cipher cipher = cipher();
    cipher.init(Cipher.ENCRYPT_MODE, key(1), iv(1));
    cipher.updateAAD(AAD);
    return cipher.doFinal(data(length));
  }

  private Cipher decrypting() throws Exception {
    Cipher cipher = cipher();
    cipher.init(Cipher.DECRYPT_MODE, key(1), iv(1));
    cipher.updateAAD(AAD);
    return cipher;
  }

  // The arithmetic

  /**
   * McGrew and Viega, "The Galois/Counter Mode of Operation (GCM)", appendix B, test cases 4, 5, 6,
   * 10 and 16.
   */
  @ParameterizedTest
  @CsvSource({
    "feffe9928665731c6d6a8f9467308308, cafebabefacedbaddecaf888,"
        + " 42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e21d514b25466931c7d8f6a5aac84aa051ba30b396a0aac973d58e091,"
        + " 5bc94fbc3221a5db94fae95ae7121a47",
    "feffe9928665731c6d6a8f9467308308, cafebabefacedbad,"
        + " 61353b4c2806934a777ff51fa22a4755699b2a714fcdc6f83766e5f97b6c742373806900e49f24b22b097544d4896b424989b5e1ebac0f07c23f4598,"
        + " 3612d2e79e3b0785561be14aaca2fccb",
    "feffe9928665731c6d6a8f9467308308,"
        + " 9313225df88406e555909c5aff5269aa6a7a9538534f7da1e4c303d2a318a728c3c0c95156809539fcf0e2429a6b525416aedbf5a0de6a57a637b39b,"
        + " 8ce24998625615b603a033aca13fb894be9112a5c3a211a8ba262a3cca7e2ca701e4a9a4fba43c90ccdcb281d48c7c6fd62875d2aca417034c34aee5,"
        + " 619cc5aefffe0bfa462af43c1699d050",
    "feffe9928665731c6d6a8f9467308308feffe9928665731c, cafebabefacedbaddecaf888,"
        + " 3980ca0b3c00e841eb06fac4872a2757859e1ceaa6efd984628593b40ca1e19c7d773d00c144c525ac619d18c84a3f4718e2448b2fe324d9ccda2710,"
        + " 2519498e80f1478f37ba55bd6d27618c",
    "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308, cafebabefacedbaddecaf888,"
        + " 522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662,"
        + " 76fc6ece0f4e1768cddf8853bb2d551b"
  })
  void agreesWithTheAuthorsOfGcm(String key, String iv, String ciphertext, String tag)
      throws Exception {
    HexFormat hex = HexFormat.of();
    byte[] plaintext =
        hex.parseHex(
            "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
                + "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39");
    byte[] aad = hex.parseHex("feedfacedeadbeeffeedfacedeadbeefabaddad2");
    Key secretKey = new SecretKeySpec(hex.parseHex(key), "AES");
    GCMParameterSpec spec = new GCMParameterSpec(128, hex.parseHex(iv));
    Cipher cipher = cipher();
    cipher.init(Cipher.ENCRYPT_MODE, secretKey, spec);
    cipher.updateAAD(aad);
    byte[] encrypted = cipher.doFinal(plaintext);
    assertEquals(ciphertext + tag, hex.formatHex(encrypted));
    cipher.init(Cipher.DECRYPT_MODE, secretKey, spec);
    cipher.updateAAD(aad);
    assertArrayEquals(plaintext, cipher.doFinal(encrypted));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 15, 16, 17, 511, 512, 8191, 65537})
  void opensWhatItEncrypted(int length) throws Exception {
    assertArrayEquals(data(length), decrypting().doFinal(encrypted(length)));
  }

  @ParameterizedTest
  @ValueSource(ints = {96, 104, 112, 120, 128})
  void takesEveryTagLengthOfTheStandard(int bits) throws Exception {
    GCMParameterSpec spec = new GCMParameterSpec(bits, new byte[12]);
    Cipher cipher = cipher();
    cipher.init(Cipher.ENCRYPT_MODE, key(1), spec);
    byte[] encrypted = cipher.doFinal(data(10));
    assertEquals(10 + bits / 8, encrypted.length);
    cipher.init(Cipher.DECRYPT_MODE, key(1), spec);
    assertArrayEquals(data(10), cipher.doFinal(encrypted));
  }

  @Test
  void makesAFreshIvWhereNoneIsGiven() throws Exception {
    Cipher cipher = cipher();
    cipher.init(Cipher.ENCRYPT_MODE, key(1));
    byte[] first = cipher.getIV();
    byte[] encrypted = cipher.doFinal(data(10));
    Cipher decrypting = cipher();
    decrypting.init(Cipher.DECRYPT_MODE, key(1), cipher.getParameters());
    assertArrayEquals(data(10), decrypting.doFinal(encrypted));
    cipher.init(Cipher.ENCRYPT_MODE, key(1), (SecureRandom) null);
    assertEquals(12, first.length);
    assertFalse(Arrays.equals(first, cipher.getIV()));
  }

  @Test
  void drawsTheIvFromTheRandomnessItIsGiven() throws Exception {
    byte[] fixed = {9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9};
    Cipher cipher = cipher();
    cipher.init(
        Cipher.ENCRYPT_MODE,
        key(1),
        new SecureRandom() {
          private static final long serialVersionUID = 1L;

          @Override
          public void nextBytes(byte[] bytes) {
            Arrays.fill(bytes, (byte) 9);
          }
        });
    assertArrayEquals(fixed, cipher.getIV());
  }

  @Test
  void wrapsAndUnwrapsKeysOfEveryType() throws Exception {
    Cipher cipher = cipher();
    cipher.init(Cipher.WRAP_MODE, key(1), iv(1));
    byte[] wrapped = cipher.wrap(key(2));
    cipher.init(Cipher.WRAP_MODE, key(1), iv(2));
    PublicKey publicKey = KeyPairGenerator.getInstance("EC").generateKeyPair().getPublic();
    byte[] wrappedPublic = cipher.wrap(publicKey);
    cipher.init(Cipher.UNWRAP_MODE, key(1), iv(1));
    assertEquals(key(2), cipher.unwrap(wrapped, "AES", Cipher.SECRET_KEY));
    cipher.init(Cipher.UNWRAP_MODE, key(1), iv(2));
    assertEquals(publicKey, cipher.unwrap(wrappedPublic, "EC", Cipher.PUBLIC_KEY));
    assertThrows(
        InvalidKeyException.class, () -> cipher.unwrap(spoiled(wrapped), "AES", Cipher.SECRET_KEY));
  }

  /** The provider list may hold anything; the keys that come out are the engine's. */
  @Test
  void makesUnwrappedKeysByTheEngineAndNotByTheList() throws Exception {
    KeyPair pair = KeyPairGenerator.getInstance("EC").generateKeyPair();
    Cipher cipher = cipher();
    cipher.init(Cipher.WRAP_MODE, key(1), iv(1));
    byte[] wrappedPublic = cipher.wrap(pair.getPublic());
    cipher.init(Cipher.WRAP_MODE, key(1), iv(2));
    byte[] wrappedPrivate = cipher.wrap(pair.getPrivate());
    Provider stranger = new StrangeKeyFactory();
    Security.insertProviderAt(stranger, 1);
    try {
      cipher.init(Cipher.UNWRAP_MODE, key(1), iv(1));
      assertEquals(pair.getPublic(), cipher.unwrap(wrappedPublic, "EC", Cipher.PUBLIC_KEY));
      cipher.init(Cipher.UNWRAP_MODE, key(1), iv(2));
      Key privateKey = cipher.unwrap(wrappedPrivate, "EC", Cipher.PRIVATE_KEY);
      assertEquals("EC", privateKey.getAlgorithm());
      cipher.init(Cipher.UNWRAP_MODE, key(1), iv(1));
      assertThrows(
          NoSuchAlgorithmException.class,
          () -> cipher.unwrap(wrappedPublic, "Nobody's", Cipher.PUBLIC_KEY));
    } finally {
      Security.removeProvider(stranger.getName());
    }
  }

  private static final class StrangeKeyFactory extends Provider {
    private static final long serialVersionUID = 1L;

    StrangeKeyFactory() {
      super("StrangeKeyFactory", "1", "for a test");
      put("KeyFactory.EC", "no.such.Class");
    }
  }

  @Test
  void saysNothingOfTheBytesThatAreNoKey() throws Exception {
    Cipher cipher = cipher();
    cipher.init(Cipher.WRAP_MODE, key(1), iv(1));
    byte[] wrapped = cipher.wrap(new SecretKeySpec(new byte[] {0x30, 43, 1}, "AES"));
    cipher.init(Cipher.UNWRAP_MODE, key(1), iv(1));
    InvalidKeyException refusal =
        assertThrows(
            InvalidKeyException.class, () -> cipher.unwrap(wrapped, "RSA", Cipher.PRIVATE_KEY));
    assertNull(refusal.getCause());
  }

  @Test
  void refusesToWrapNothing() throws Exception {
    Cipher cipher = cipher();
    cipher.init(Cipher.WRAP_MODE, key(1), iv(1));
    assertThrows(InvalidKeyException.class, () -> cipher.wrap(null));
  }

  @Test
  void hasNoRoomBehindTheOutput() throws Exception {
    Cipher cipher = cipher();
    cipher.init(Cipher.ENCRYPT_MODE, key(1), iv(1));
    assertThrows(
        ShortBufferException.class, () -> cipher.doFinal(data(10), 0, 10, new byte[20], 21));
    assertThrows(
        ShortBufferException.class, () -> cipher.update(data(10), 0, 10, new byte[20], 21));
    assertEquals(26, cipher.doFinal(data(10)).length);
  }

  @Test
  void doesNotWrapAKeyThatDoesNotShowItself() throws Exception {
    Cipher cipher = cipher();
    cipher.init(Cipher.WRAP_MODE, key(1), iv(1));
    SealedSecretKey sealed = new SealedSecretKey("AES", SealingPolicy.STRICT, new byte[32]);
    assertThrows(InvalidKeyException.class, () -> cipher.wrap(sealed));
  }

  // Nothing decrypted leaves before its tag verifies

  @Test
  void givesNothingWhileItDecrypts() throws Exception {
    byte[] encrypted = encrypted(1000);
    Cipher cipher = decrypting();
    byte[] output = new byte[1000];
    assertNull(cipher.update(encrypted, 0, 500));
    assertEquals(0, cipher.update(encrypted, 500, 500, output, 0));
    assertEquals(0, cipher.update(ByteBuffer.allocateDirect(0), ByteBuffer.allocateDirect(1000)));
    assertArrayEquals(new byte[1000], output);
    assertArrayEquals(data(1000), cipher.doFinal(encrypted, 1000, 16));
  }

  @Test
  void leavesTheOutputAloneWhenTheTagIsBad() throws Exception {
    byte[] output = new byte[200];
    Arrays.fill(output, (byte) 0x55);
    byte[] before = output.clone();
    assertThrows(
        AEADBadTagException.class,
        () -> decrypting().doFinal(spoiled(encrypted(100)), 0, 116, output, 50));
    assertArrayEquals(before, output);
  }

  @Test
  void leavesTheCiphertextInPlaceWhenTheTagIsBad() throws Exception {
    byte[] array = spoiled(encrypted(100));
    byte[] before = array.clone();
    assertThrows(AEADBadTagException.class, () -> decrypting().doFinal(array, 0, 116, array, 0));
    assertArrayEquals(before, array);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void leavesBuffersAndPositionsAloneWhenTheTagIsBad(boolean direct) throws Exception {
    ByteBuffer input = direct ? ByteBuffer.allocateDirect(180) : ByteBuffer.allocate(180);
    input.position(64).put(spoiled(encrypted(100))).flip().position(64);
    ByteBuffer output = input.duplicate();
    byte[] before = new byte[180];
    input.duplicate().clear().get(before);
    assertThrows(AEADBadTagException.class, () -> decrypting().doFinal(input, output));
    byte[] after = new byte[180];
    input.duplicate().clear().get(after);
    assertArrayEquals(before, after);
    assertEquals(64, input.position());
    assertEquals(64, output.position());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 15})
  void callsACiphertextShorterThanItsTagABadTag(int length) throws Exception {
    assertThrows(AEADBadTagException.class, () -> decrypting().doFinal(new byte[length]));
    assertThrows(
        AEADBadTagException.class,
        () -> decrypting().doFinal(ByteBuffer.allocate(length), ByteBuffer.allocate(0)));
  }

  @Test
  void decryptsAgainWithoutInitAlsoAfterABadTag() throws Exception {
    Cipher cipher = decrypting();
    assertArrayEquals(data(100), cipher.doFinal(encrypted(100)));
    cipher.updateAAD(AAD);
    assertThrows(AEADBadTagException.class, () -> cipher.doFinal(spoiled(encrypted(100))));
    cipher.updateAAD(AAD);
    assertThrows(AEADBadTagException.class, () -> cipher.doFinal(new byte[3]));
    cipher.updateAAD(AAD);
    cipher.update(encrypted(100), 0, 60);
    assertArrayEquals(data(100), cipher.doFinal(encrypted(100), 60, 56));
  }

  @Test
  void doesNotDecryptAgainWithADestroyedKey() throws Exception {
    SealedSecretKey sealed = new SealedSecretKey("AES", SealingPolicy.STRICT, new byte[32]);
    Cipher cipher = cipher();
    cipher.init(Cipher.ENCRYPT_MODE, sealed, iv(1));
    byte[] encrypted = cipher.doFinal(data(10));
    cipher.init(Cipher.DECRYPT_MODE, sealed, iv(1));
    cipher.doFinal(encrypted);
    sealed.destroy();
    assertThrows(IllegalStateException.class, () -> cipher.doFinal(encrypted));
  }

  // Bad input, and where it leaves the cipher

  @Test
  void takesAadBeforeTheDataOnly() throws Exception {
    Cipher encrypting = cipher();
    encrypting.init(Cipher.ENCRYPT_MODE, key(1), iv(1));
    encrypting.update(data(20));
    assertThrows(IllegalStateException.class, () -> encrypting.updateAAD(AAD));
    Cipher decrypting = decrypting();
    decrypting.update(data(20));
    assertThrows(IllegalStateException.class, () -> decrypting.updateAAD(AAD));
  }

  @Test
  void takesAadInPieces() throws Exception {
    Cipher cipher = cipher();
    cipher.init(Cipher.DECRYPT_MODE, key(1), iv(1));
    cipher.updateAAD(AAD, 0, 1);
    cipher.updateAAD(ByteBuffer.wrap(AAD, 1, 1));
    cipher.updateAAD(ByteBuffer.allocateDirect(1).put((byte) 3).flip());
    assertArrayEquals(data(5), cipher.doFinal(encrypted(5)));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 32, 64, 95, 97, 136})
  void refusesATagLengthOutsideTheStandard(int bits) throws Exception {
    Cipher cipher = cipher();
    GCMParameterSpec spec = new GCMParameterSpec(bits, new byte[12]);
    assertThrows(
        InvalidAlgorithmParameterException.class,
        () -> cipher.init(Cipher.ENCRYPT_MODE, key(1), spec));
  }

  @Test
  void refusesAnEmptyIv() throws Exception {
    Cipher cipher = cipher();
    GCMParameterSpec spec = new GCMParameterSpec(128, new byte[0]);
    assertThrows(
        InvalidAlgorithmParameterException.class,
        () -> cipher.init(Cipher.ENCRYPT_MODE, key(1), spec));
  }

  @Test
  void refusesParametersThatAreNotGcms() throws Exception {
    Cipher cipher = cipher();
    assertThrows(
        InvalidAlgorithmParameterException.class,
        () -> cipher.init(Cipher.ENCRYPT_MODE, key(1), new IvParameterSpec(new byte[12])));
    assertThrows(
        InvalidAlgorithmParameterException.class,
        () -> cipher.init(Cipher.DECRYPT_MODE, key(1), (GCMParameterSpec) null));
  }

  @Test
  void doesNotDecryptWithoutParameters() throws Exception {
    Cipher cipher = cipher();
    assertThrows(InvalidKeyException.class, () -> cipher.init(Cipher.DECRYPT_MODE, key(1)));
  }

  @ParameterizedTest
  @CsvSource({"AES, 15", "AES, 8", "AES, 64", "DES, 16", "HmacSHA256, 32"})
  void refusesAKeyThatIsNotAess(String algorithm, int length) throws Exception {
    Cipher cipher = cipher();
    Key wrong = new SecretKeySpec(new byte[length], algorithm);
    assertThrows(InvalidKeyException.class, () -> cipher.init(Cipher.ENCRYPT_MODE, wrong, iv(1)));
  }

  @ParameterizedTest
  @CsvSource({"AES_128, 16", "AES_192, 24", "AES_256, 32"})
  void takesOnlyTheKeyLengthThatTheNameSays(String name, int length) throws Exception {
    Cipher cipher = Cipher.getInstance(name + "/GCM/NoPadding", provider);
    for (int bytes : new int[] {16, 24, 32}) {
      Key key = new SecretKeySpec(new byte[bytes], "AES");
      if (bytes == length) {
        assertDoesNotThrow(() -> cipher.init(Cipher.ENCRYPT_MODE, key, iv(1)));
      } else {
        assertThrows(InvalidKeyException.class, () -> cipher.init(Cipher.ENCRYPT_MODE, key, iv(2)));
      }
    }
  }

  @Test
  void aRefusedInitNeedsAGoodOneAndNothingElse() throws Exception {
    Cipher cipher = decrypting();
    cipher.update(encrypted(100), 0, 40);
    assertThrows(
        InvalidAlgorithmParameterException.class,
        () -> cipher.init(Cipher.DECRYPT_MODE, key(2), new GCMParameterSpec(64, new byte[12])));
    assertThrows(IllegalStateException.class, () -> cipher.doFinal(encrypted(100), 40, 76));
    cipher.init(Cipher.DECRYPT_MODE, key(1), iv(1));
    cipher.updateAAD(AAD);
    assertArrayEquals(data(100), cipher.doFinal(encrypted(100)));
  }

  @Test
  void canBeAskedAgainWithMoreRoom() throws Exception {
    Cipher encrypting = cipher();
    encrypting.init(Cipher.ENCRYPT_MODE, key(1), iv(1));
    encrypting.updateAAD(AAD);
    assertThrows(
        ShortBufferException.class, () -> encrypting.doFinal(data(100), 0, 100, new byte[115], 0));
    byte[] encrypted = new byte[116];
    assertEquals(116, encrypting.doFinal(data(100), 0, 100, encrypted, 0));
    assertArrayEquals(encrypted(100), encrypted);

    Cipher decrypting = decrypting();
    assertThrows(
        ShortBufferException.class, () -> decrypting.doFinal(encrypted, 0, 116, new byte[99], 0));
    assertArrayEquals(data(100), decrypting.doFinal(encrypted));
  }

  @Test
  void announcesExactlyWhatItGives() throws Exception {
    Cipher encrypting = cipher();
    encrypting.init(Cipher.ENCRYPT_MODE, key(1), iv(1));
    int before = encrypting.update(data(20), 0, 20, new byte[64], 0);
    assertEquals(20 - before + 10 + 16, encrypting.getOutputSize(10));
    Cipher decrypting = decrypting();
    decrypting.update(new byte[10]);
    assertEquals(0, decrypting.getOutputSize(3));
    assertEquals(4, decrypting.getOutputSize(10));
  }

  @Test
  void givesACopyOfTheIv() throws Exception {
    Cipher cipher = cipher();
    cipher.init(Cipher.ENCRYPT_MODE, key(1), iv(1));
    cipher.getIV()[0] = 99;
    assertArrayEquals(iv(1).getIV(), cipher.getIV());
  }

  @Test
  void isOfNoUseBeforeInit() throws Exception {
    Cipher cipher = cipher();
    assertNull(cipher.getIV());
    assertThrows(IllegalStateException.class, () -> cipher.doFinal(data(1)));
  }
}
