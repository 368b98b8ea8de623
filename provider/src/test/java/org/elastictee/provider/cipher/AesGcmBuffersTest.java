package org.elastictee.provider.cipher;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.elastictee.provider.ElasticProvider;
import org.elastictee.provider.Providers;

/**
 * However the data is cut, whatever it lies in and wherever the output goes, the result is that of
 * the JDK in one piece.
 */
class AesGcmBuffersTest {
  private static final int ROOM = 3000;
  private static final SecretKeySpec KEY = new SecretKeySpec(new byte[32], "AES");
  private static final GCMParameterSpec SPEC = new GCMParameterSpec(128, new byte[12]);
  private static final ElasticProvider STANDARD = Providers.standard();
  private static final ElasticProvider BOUNCY_CASTLE = Providers.onBouncyCastle();

  private static byte[] reference(int mode, byte[] input) throws Exception {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", "SunJCE");
    cipher.init(mode, KEY, SPEC);
    return cipher.doFinal(input);
  }

  private static Cipher ours(boolean bouncyCastle, int mode) throws Exception {
    Cipher cipher =
        Cipher.getInstance("AES/GCM/NoPadding", bouncyCastle ? BOUNCY_CASTLE : STANDARD);
    cipher.init(mode, KEY, SPEC);
    return cipher;
  }

  private static byte[] random(long seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  @Property(tries = 300)
  void cutAnywhere(
      @ForAll long seed,
      @ForAll @IntRange(max = 700) int length,
      @ForAll boolean encrypt,
      @ForAll boolean bouncyCastle)
      throws Exception {
    int mode = encrypt ? Cipher.ENCRYPT_MODE : Cipher.DECRYPT_MODE;
    byte[] plaintext = random(seed, length);
    byte[] ciphertext = reference(Cipher.ENCRYPT_MODE, plaintext);
    byte[] input = encrypt ? plaintext : ciphertext;
    byte[] expected = encrypt ? ciphertext : plaintext;

    Cipher cipher = ours(bouncyCastle, mode);
    Random cuts = new Random(seed);
    byte[] output = new byte[expected.length + 16];
    int in = 0;
    int out = 0;
    while (in < input.length && cuts.nextInt(5) > 0) {
      int n = cuts.nextInt(Math.min(100, input.length - in) + 1);
      out += cipher.update(input, in, n, output, out);
      in += n;
    }
    out += cipher.doFinal(input, in, input.length - in, output, out);
    assertArrayEquals(expected, Arrays.copyOf(output, out));
  }

  @Property(tries = 300)
  void overlappingInAnArray(
      @ForAll long seed,
      @ForAll @IntRange(max = 700) int length,
      @ForAll @IntRange(max = 1000) int inputOffset,
      @ForAll @IntRange(max = 1000) int outputOffset,
      @ForAll boolean encrypt,
      @ForAll boolean bouncyCastle)
      throws Exception {
    byte[] plaintext = random(seed, length);
    byte[] ciphertext = reference(Cipher.ENCRYPT_MODE, plaintext);
    byte[] input = encrypt ? plaintext : ciphertext;
    byte[] expected = encrypt ? ciphertext : plaintext;
    byte[] array = new byte[ROOM];
    System.arraycopy(input, 0, array, inputOffset, input.length);
    Cipher cipher = ours(bouncyCastle, encrypt ? Cipher.ENCRYPT_MODE : Cipher.DECRYPT_MODE);
    int n = cipher.doFinal(array, inputOffset, input.length, array, outputOffset);
    assertArrayEquals(expected, Arrays.copyOfRange(array, outputOffset, outputOffset + n));
  }

  @Property(tries = 300)
  void overlappingInBuffersOfEveryKind(
      @ForAll long seed,
      @ForAll @IntRange(max = 700) int length,
      @ForAll @IntRange(max = 1000) int inputOffset,
      @ForAll @IntRange(max = 1000) int outputOffset,
      @ForAll boolean encrypt,
      @ForAll boolean direct,
      @ForAll boolean readOnlyInput,
      @ForAll boolean bouncyCastle)
      throws Exception {
    byte[] plaintext = random(seed, length);
    byte[] ciphertext = reference(Cipher.ENCRYPT_MODE, plaintext);
    byte[] input = encrypt ? plaintext : ciphertext;
    byte[] expected = encrypt ? ciphertext : plaintext;

    ByteBuffer whole = (direct ? ByteBuffer.allocateDirect(ROOM) : ByteBuffer.allocate(ROOM));
    ByteBuffer memory = whole.position(100).slice();
    memory.put(inputOffset, input);
    ByteBuffer in = readOnlyInput ? memory.asReadOnlyBuffer() : memory.duplicate();
    in.position(inputOffset).limit(inputOffset + input.length);
    ByteBuffer out = memory.duplicate().position(outputOffset);

    Cipher cipher = ours(bouncyCastle, encrypt ? Cipher.ENCRYPT_MODE : Cipher.DECRYPT_MODE);
    int n = cipher.doFinal(in, out);
    byte[] got = new byte[n];
    memory.get(outputOffset, got);
    assertArrayEquals(expected, got);
  }
}
