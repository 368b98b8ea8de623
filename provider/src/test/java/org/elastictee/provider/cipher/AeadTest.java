package org.elastictee.provider.cipher;

import static org.elastictee.provider.cipher.GcmMessages.data;
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
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import java.util.Random;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.PBEParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.elastictee.provider.key.SealedSecretKey;
import org.elastictee.sev.seal.SealingPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** ChaCha20-Poly1305 and AES/GCM-SIV do what {@link AesGcmTest} asks of AES/GCM. */
@ParameterizedClass
@MethodSource("org.elastictee.provider.cipher.AeadCase#all")
class AeadTest {
  private static final byte[] AAD = {1, 2, 3};

  private final AeadCase aead;

  AeadTest(AeadCase aead) {
    this.aead = aead;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 15, 16, 17, 64, 513})
  void readsAadAlikeFromArraysAndFromBuffersOfEitherKind(int length) throws Exception {
    byte[] aad = data(length);
    byte[] expected = aead.encryptedByReference(1, aad, data(40));
    ByteBuffer direct = ByteBuffer.allocateDirect(length).put(aad).flip();
    for (ByteBuffer buffer : new ByteBuffer[] {ByteBuffer.wrap(aad), direct}) {
      Cipher encryption = aead.cipher(Cipher.ENCRYPT_MODE, 1);
      encryption.updateAAD(buffer);
      assertFalse(buffer.hasRemaining());
      assertArrayEquals(expected, encryption.doFinal(data(40)));
      Cipher decryption = aead.cipher(Cipher.DECRYPT_MODE, 1);
      decryption.updateAAD(buffer.rewind());
      assertArrayEquals(data(40), decryption.doFinal(expected));
    }
  }

  private byte[] encrypted(int length) throws Exception {
    return aead.encryptedByReference(1, AAD, data(length));
  }

  private Cipher encrypting() throws Exception {
    Cipher cipher = aead.cipher(Cipher.ENCRYPT_MODE, 1);
    cipher.updateAAD(AAD);
    return cipher;
  }

  private Cipher decrypting() throws Exception {
    Cipher cipher = aead.cipher(Cipher.DECRYPT_MODE, 1);
    cipher.updateAAD(AAD);
    return cipher;
  }

  // The arithmetic, and the data's ways in and out

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 15, 16, 17, 63, 64, 65, 511, 512, 8191, 65537})
  void agreesWithTheOtherImplementation(int length) throws Exception {
    assertArrayEquals(encrypted(length), encrypting().doFinal(data(length)));
    assertArrayEquals(data(length), decrypting().doFinal(encrypted(length)));
  }

  @Test
  void cutAnywhere() throws Exception {
    Random cuts = new Random(7);
    for (int length = 0; length < 200; length++) {
      for (int mode : new int[] {Cipher.ENCRYPT_MODE, Cipher.DECRYPT_MODE}) {
        boolean encrypt = mode == Cipher.ENCRYPT_MODE;
        byte[] input = encrypt ? data(length) : encrypted(length);
        byte[] expected = encrypt ? encrypted(length) : data(length);
        Cipher cipher = encrypt ? encrypting() : decrypting();
        byte[] output = new byte[expected.length];
        int out = 0;
        int in = 0;
        while (in < input.length && cuts.nextInt(5) > 0) {
          int n = cuts.nextInt(Math.min(90, input.length - in) + 1);
          out += cipher.update(input, in, n, output, out);
          in += n;
        }
        assertEquals(expected.length - out, cipher.getOutputSize(input.length - in));
        out += cipher.doFinal(input, in, input.length - in, output, out);
        assertEquals(expected.length, out);
        assertArrayEquals(expected, output);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 9000})
  void overlappingInBuffersOfEveryKind(int length) throws Exception {
    for (boolean direct : new boolean[] {false, true}) {
      for (boolean encrypt : new boolean[] {false, true}) {
        for (int shift : new int[] {-70, -17, -1, 0, 1, 17, 70, 5000}) {
          byte[] input = encrypt ? data(length) : encrypted(length);
          byte[] expected = encrypt ? encrypted(length) : data(length);
          ByteBuffer whole = direct ? ByteBuffer.allocateDirect(20000) : ByteBuffer.allocate(20000);
          ByteBuffer memory = whole.position(64).slice().put(500, input);
          ByteBuffer in = memory.asReadOnlyBuffer().position(500).limit(500 + input.length);
          if (shift % 2 == 0) {
            in = memory.duplicate().position(500).limit(500 + input.length);
          }
          int from = 500 + shift;
          ByteBuffer out = memory.duplicate().position(from).limit(from + expected.length);
          assertEquals(expected.length, (encrypt ? encrypting() : decrypting()).doFinal(in, out));
          byte[] got = new byte[expected.length];
          memory.get(from, got);
          assertArrayEquals(expected, got);
          assertFalse(in.hasRemaining());
          assertFalse(out.hasRemaining());
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {-17, -1, 0, 1, 17, 200})
  void overlappingInAnArray(int shift) throws Exception {
    byte[] array = new byte[1000];
    System.arraycopy(data(300), 0, array, 300, 300);
    assertEquals(316, encrypting().doFinal(array, 300, 300, array, 300 + shift));
    assertArrayEquals(encrypted(300), Arrays.copyOfRange(array, 300 + shift, 616 + shift));
    assertEquals(300, decrypting().doFinal(array, 300 + shift, 316, array, 300));
    assertArrayEquals(data(300), Arrays.copyOfRange(array, 300, 600));
  }

  @Test
  void wrapsAndUnwrapsKeys() throws Exception {
    byte[] wrapped = aead.cipher(Cipher.WRAP_MODE, 1).wrap(aead.key(2));
    Cipher cipher = aead.cipher(Cipher.UNWRAP_MODE, 1);
    assertEquals(aead.key(2), cipher.unwrap(wrapped, aead.keyAlgorithm(), Cipher.SECRET_KEY));
    assertThrows(
        InvalidKeyException.class, () -> cipher.unwrap(spoiled(wrapped), "AES", Cipher.SECRET_KEY));
  }

  @Test
  void takesASealedKey() throws Exception {
    SealedSecretKey sealed =
        new SealedSecretKey(
            aead.keyAlgorithm(), SealingPolicy.STRICT, aead.key(1).getEncoded().clone());
    Cipher cipher = aead.cipher();
    cipher.init(Cipher.ENCRYPT_MODE, sealed, aead.iv(1));
    cipher.updateAAD(AAD);
    assertArrayEquals(encrypted(100), cipher.doFinal(data(100)));
    cipher.init(Cipher.DECRYPT_MODE, sealed, aead.iv(1));
    cipher.updateAAD(AAD);
    assertArrayEquals(data(100), cipher.doFinal(encrypted(100)));
    assertThrows(
        InvalidAlgorithmParameterException.class,
        () -> cipher.init(Cipher.ENCRYPT_MODE, sealed, aead.iv(1)));
    sealed.destroy();
    assertThrows(IllegalStateException.class, () -> cipher.doFinal(encrypted(100)));
  }

  @Test
  void makesAFreshIvWhereNoneIsGiven() throws Exception {
    Cipher cipher = aead.cipher();
    cipher.init(Cipher.ENCRYPT_MODE, aead.key(1));
    byte[] first = cipher.getIV();
    byte[] encrypted = cipher.doFinal(data(10));
    Cipher decrypting = aead.cipher();
    decrypting.init(Cipher.DECRYPT_MODE, aead.key(1), cipher.getParameters());
    assertArrayEquals(data(10), decrypting.doFinal(encrypted));
    cipher.init(Cipher.ENCRYPT_MODE, aead.key(1), (SecureRandom) null);
    assertEquals(12, first.length);
    assertFalse(Arrays.equals(first, cipher.getIV()));
  }

  // Nothing decrypted leaves before its tag verifies

  @Test
  void givesNothingWhileItDecrypts() throws Exception {
    byte[] encrypted = encrypted(1000);
    Cipher cipher = decrypting();
    byte[] output = new byte[1000];
    assertNull(cipher.update(encrypted, 0, 500));
    assertEquals(0, cipher.update(encrypted, 500, 500, output, 0));
    assertArrayEquals(new byte[1000], output);
    assertArrayEquals(data(1000), cipher.doFinal(encrypted, 1000, 16));
  }

  @Test
  void leavesTheOutputAloneWhenTheTagIsBad() throws Exception {
    byte[] array = spoiled(encrypted(100));
    byte[] before = array.clone();
    assertThrows(AEADBadTagException.class, () -> decrypting().doFinal(array, 0, 116, array, 0));
    assertArrayEquals(before, array);
    ByteBuffer direct = ByteBuffer.allocateDirect(180).put(64, array).position(64).limit(180);
    ByteBuffer output = direct.duplicate();
    assertThrows(AEADBadTagException.class, () -> decrypting().doFinal(direct, output));
    byte[] after = new byte[116];
    direct.duplicate().get(after);
    assertArrayEquals(before, after);
    assertEquals(64, direct.position());
    assertEquals(64, output.position());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 15})
  void callsACiphertextShorterThanItsTagABadTag(int length) {
    assertThrows(AEADBadTagException.class, () -> decrypting().doFinal(new byte[length]));
  }

  @Test
  void noticesAnyChangedBitOfDataAndAad() throws Exception {
    byte[] encrypted = encrypted(20);
    for (int bit = 0; bit < 8 * encrypted.length; bit++) {
      byte[] changed = encrypted.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      assertThrows(AEADBadTagException.class, () -> decrypting().doFinal(changed));
    }
    Cipher cipher = aead.cipher(Cipher.DECRYPT_MODE, 1);
    cipher.updateAAD(new byte[] {1, 2, 4});
    assertThrows(AEADBadTagException.class, () -> cipher.doFinal(encrypted));
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
  void takesTheSameIvForTwoDecryptions() throws Exception {
    Cipher cipher = decrypting();
    cipher.init(Cipher.DECRYPT_MODE, aead.key(1), aead.iv(1));
    cipher.updateAAD(AAD);
    assertArrayEquals(data(9), cipher.doFinal(encrypted(9)));
  }

  // An IV serves once

  @Test
  void refusesTheIvOfTheLastEncryptionAlsoAfterADecryption() throws Exception {
    Cipher cipher = encrypting();
    byte[] encrypted = cipher.doFinal(data(10));
    cipher.init(Cipher.DECRYPT_MODE, aead.key(1), aead.iv(1));
    cipher.updateAAD(AAD);
    cipher.doFinal(encrypted);
    for (int mode : new int[] {Cipher.ENCRYPT_MODE, Cipher.WRAP_MODE}) {
      assertThrows(
          InvalidAlgorithmParameterException.class,
          () -> cipher.init(mode, aead.key(1), aead.iv(1)));
    }
    assertDoesNotThrow(() -> cipher.init(Cipher.ENCRYPT_MODE, aead.key(2), aead.iv(1)));
  }

  @Test
  void takesTheIvOfADecryption() throws Exception {
    Cipher cipher = decrypting();
    assertDoesNotThrow(() -> cipher.init(Cipher.ENCRYPT_MODE, aead.key(1), aead.iv(1)));
  }

  @Test
  void encryptsOneMessagePerInit() throws Exception {
    Cipher cipher = encrypting();
    cipher.doFinal(data(10));
    assertThrows(
        InvalidAlgorithmParameterException.class,
        () -> cipher.init(Cipher.ENCRYPT_MODE, aead.key(1), aead.iv(1)));
    assertThrows(IllegalStateException.class, () -> cipher.doFinal(data(10)));
    assertThrows(IllegalStateException.class, () -> cipher.update(data(10)));
    assertThrows(IllegalStateException.class, () -> cipher.updateAAD(AAD));
  }

  // Bad input, and where it leaves the cipher

  @Test
  void takesAadBeforeTheDataOnly() throws Exception {
    for (Cipher cipher : new Cipher[] {encrypting(), decrypting()}) {
      cipher.update(data(20));
      assertThrows(IllegalStateException.class, () -> cipher.updateAAD(AAD));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 8, 11, 13, 16})
  void refusesAnIvThatHasNot12Bytes(int length) throws Exception {
    Cipher cipher = aead.cipher();
    AlgorithmParameterSpec wrong = aead.iv(new byte[length]);
    for (int mode : new int[] {Cipher.ENCRYPT_MODE, Cipher.DECRYPT_MODE}) {
      assertThrows(
          InvalidAlgorithmParameterException.class, () -> cipher.init(mode, aead.key(1), wrong));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {96, 120, 127, 136})
  void refusesAnotherTagLength(int bits) throws Exception {
    Cipher cipher = aead.cipher();
    AlgorithmParameterSpec other = new GCMParameterSpec(bits, new byte[12]);
    for (int mode : new int[] {Cipher.ENCRYPT_MODE, Cipher.DECRYPT_MODE}) {
      assertThrows(
          InvalidAlgorithmParameterException.class, () -> cipher.init(mode, aead.key(1), other));
    }
  }

  @Test
  void refusesOtherParametersAndNoneForDecryption() throws Exception {
    Cipher cipher = aead.cipher();
    AlgorithmParameterSpec other = new PBEParameterSpec(new byte[8], 1);
    for (int mode : new int[] {Cipher.ENCRYPT_MODE, Cipher.DECRYPT_MODE}) {
      assertThrows(
          InvalidAlgorithmParameterException.class, () -> cipher.init(mode, aead.key(1), other));
    }
    assertThrows(InvalidKeyException.class, () -> cipher.init(Cipher.DECRYPT_MODE, aead.key(1)));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 15, 24, 31, 33, 64})
  void refusesAKeyOfAnotherLength(int length) throws Exception {
    Cipher cipher = aead.cipher();
    Key wrong = new SecretKeySpec(new byte[length], aead.keyAlgorithm());
    assertThrows(
        InvalidKeyException.class, () -> cipher.init(Cipher.ENCRYPT_MODE, wrong, aead.iv(1)));
  }

  @Test
  void aRefusedInitLeavesNothingToUse() throws Exception {
    Cipher cipher = decrypting();
    assertThrows(
        InvalidAlgorithmParameterException.class,
        () -> cipher.init(Cipher.DECRYPT_MODE, aead.key(1), aead.iv(new byte[5])));
    assertThrows(IllegalStateException.class, () -> cipher.doFinal(encrypted(10)));
    cipher.init(Cipher.DECRYPT_MODE, aead.key(1), aead.iv(1));
    cipher.updateAAD(AAD);
    assertArrayEquals(data(10), cipher.doFinal(encrypted(10)));
  }

  @Test
  void canBeAskedAgainWithMoreRoom() throws Exception {
    Cipher encrypting = encrypting();
    assertThrows(
        ShortBufferException.class, () -> encrypting.doFinal(data(100), 0, 100, new byte[115], 0));
    assertArrayEquals(encrypted(100), encrypting.doFinal(data(100)));
    Cipher decrypting = decrypting();
    assertThrows(
        ShortBufferException.class,
        () -> decrypting.doFinal(encrypted(100), 0, 116, new byte[99], 0));
    assertArrayEquals(data(100), decrypting.doFinal(encrypted(100)));
  }

  @Test
  void givesACopyOfTheIv() throws Exception {
    Cipher cipher = encrypting();
    cipher.getIV()[0] = 99;
    assertArrayEquals(new byte[] {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1}, cipher.getIV());
  }
}
