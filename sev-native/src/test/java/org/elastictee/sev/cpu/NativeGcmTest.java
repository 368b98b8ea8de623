package org.elastictee.sev.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.Random;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.elastictee.sev.memory.SecretMemory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** AES-GCM by libelastic, through JNI, beside SunJCE. */
class NativeGcmTest {
  private static final int PIECE = 256 * 1024;

  @BeforeAll
  static void requireLibrary() {
    assumeTrue(NativeLibrary.get().isLoaded(), NativeLibrary.get().toString());
  }

  private static byte[] random(long seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private static byte[] expected(byte[] key, byte[] iv, byte[] aad, byte[] in) throws Exception {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", "SunJCE");
    cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, iv));
    cipher.updateAAD(aad);
    return cipher.doFinal(in);
  }

  /** Around the pieces in which long messages are worked on. */
  @ParameterizedTest
  @ValueSource(
      ints = {0, 1, 16, 1000, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, 2 * PIECE + 17, 1 << 20})
  void sealsAndOpensAsSunJceDoes(int length) throws Exception {
    byte[] key = random(length, 32);
    byte[] iv = random(length + 1, 12);
    byte[] aad = random(length + 2, 13);
    byte[] in = random(length + 3, length);
    byte[] sealed = new byte[length + 16];
    byte[] opened = new byte[length];
    try (NativeGcm gcm = new NativeGcm(key)) {
      gcm.seal(iv, aad, aad.length, in, 0, length, sealed, 0, 16);
      assertArrayEquals(expected(key, iv, aad, in), sealed);
      gcm.open(iv, aad, aad.length, sealed, 0, length, opened, 0, 16);
    }
    assertArrayEquals(in, opened);
  }

  @ParameterizedTest
  @ValueSource(ints = {100, PIECE + 100})
  void aMessageThatIsNotAuthenticChangesNothing(int length) {
    byte[] iv = random(1, 12);
    byte[] out = random(2, length);
    byte[] before = out.clone();
    byte[] sealed = new byte[length + 16];
    try (NativeGcm gcm = new NativeGcm(random(3, 16))) {
      gcm.seal(iv, new byte[0], 0, random(4, length), 0, length, sealed, 0, 16);
      sealed[length + 15] ^= 1;
      assertThrows(
          AEADBadTagException.class,
          () -> gcm.open(iv, new byte[0], 0, sealed, 0, length, out, 0, 16));
    }
    assertArrayEquals(before, out);
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 2 * PIECE + 100})
  void worksInPlaceAndTowardsTheFront(int length) throws Exception {
    byte[] key = random(5, 24);
    byte[] iv = random(6, 12);
    byte[] aad = random(7, PIECE + 5);
    byte[] in = random(8, length);
    byte[] array = new byte[length + 40];
    System.arraycopy(in, 0, array, 20, length);
    try (NativeGcm gcm = new NativeGcm(key)) {
      gcm.seal(iv, aad, aad.length, array, 20, length, array, 3, 16);
      byte[] sealed = Arrays.copyOfRange(array, 3, 3 + length + 16);
      assertArrayEquals(expected(key, iv, aad, in), sealed);
      gcm.open(iv, aad, aad.length, array, 3, length, array, 3, 16);
    }
    assertArrayEquals(in, Arrays.copyOfRange(array, 3, 3 + length));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 99, PIECE + 5})
  void worksWhereTheOutputBeginsWithinTheInput(int distance) throws Exception {
    int length = PIECE + 100;
    byte[] key = random(9, 32);
    byte[] iv = random(10, 12);
    byte[] in = random(11, length);
    byte[] array = Arrays.copyOf(in, 2 * length + 16);
    try (NativeGcm gcm = new NativeGcm(key)) {
      gcm.seal(iv, new byte[0], 0, array, 0, length, array, distance, 16);
      byte[] sealed = Arrays.copyOfRange(array, distance, distance + length + 16);
      assertArrayEquals(expected(key, iv, new byte[0], in), sealed);
      System.arraycopy(sealed, 0, array, 0, sealed.length);
      gcm.open(iv, new byte[0], 0, array, 0, length, array, distance, 16);
    }
    assertArrayEquals(in, Arrays.copyOfRange(array, distance, distance + length));
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 24, 32})
  void expandsAKeyWhereItLies(int keyBytes) throws Exception {
    byte[] key = random(12, keyBytes);
    byte[] iv = random(13, 12);
    byte[] sealed = new byte[20 + 16];
    try (SecretMemory memory = SecretMemory.copyOf(key);
        NativeGcm gcm = new NativeGcm(memory)) {
      gcm.seal(iv, new byte[0], 0, random(14, 20), 0, 20, sealed, 0, 16);
      assertArrayEquals(NativeGcm.digest(key), gcm.digest());
    }
    assertArrayEquals(expected(key, iv, new byte[0], random(14, 20)), sealed);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 15, 17, 33})
  void anotherKeyLengthIsRefused(int length) {
    assertThrows(IllegalArgumentException.class, () -> new NativeGcm(new byte[length]));
  }

  @Test
  void arraysThatAreTooShortAreRefused() {
    try (NativeGcm gcm = new NativeGcm(new byte[16])) {
      assertThrows(
          IndexOutOfBoundsException.class,
          () -> gcm.seal(new byte[12], new byte[0], 0, new byte[9], 0, 10, new byte[26], 0, 16));
      assertThrows(
          IndexOutOfBoundsException.class,
          () -> gcm.seal(new byte[12], new byte[0], 0, new byte[10], 0, 10, new byte[25], 0, 16));
      assertThrows(
          IllegalArgumentException.class,
          () -> gcm.seal(new byte[0], new byte[0], 0, new byte[10], 0, 10, new byte[26], 0, 16));
    }
  }

  @Test
  void aClosedKeyIsUsedNoMore() {
    NativeGcm gcm = new NativeGcm(new byte[16]);
    gcm.close();
    gcm.close();
    assertThrows(
        IllegalStateException.class,
        () -> gcm.seal(new byte[12], new byte[0], 0, new byte[0], 0, 0, new byte[16], 0, 16));
  }
}
