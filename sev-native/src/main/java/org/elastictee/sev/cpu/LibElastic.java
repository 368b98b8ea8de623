package org.elastictee.sev.cpu;

import java.nio.ByteBuffer;

/**
 * The functions of libelastic, as {@code src/main/c/elastic.h} describes them. Callable once {@link
 * NativeLibrary} has loaded it.
 *
 * <p>Nothing is checked here: callers have checked every offset and length against its array, and
 * keep the memory behind every address reachable during the call. Addresses of keys and states are
 * multiples of 64 and as large as the function that ends in {@code Bytes} says. Results of type
 * {@code int} are 0 or {@code EL_...}, negative, of that file.
 */
final class LibElastic {
  static final int OK = 0;
  static final int TAG_MISMATCH = -1;
  static final int BAD_ARGUMENT = -2;
  static final int OVERLAP = -4;

  /** Bits of {@link #features}. */
  static final int AESNI = 1;

  static final int BEST_KERNEL = 0;
  static final int ENCRYPT = 1;

  private LibElastic() {}

  static native int features();

  static native long address(ByteBuffer direct);

  static native long tsc();

  static native void cpuid(int leaf, int subleaf, int[] registers);

  static native int gcmKeyBytes();

  static native int gcmStreamBytes();

  static native int gcmBestKernel();

  static native int gcmKeyInit(long key, int kernel, byte[] bytes);

  static native int gcmKeyInitAt(long key, int kernel, long bytes, int length);

  /** In place, in memory that holds the IV, the AAD, the text and the tag, one after another. */
  static native int gcmSealShort(
      long key, long memory, int ivLength, int aadLength, int length, int tagLength);

  /** As {@link #gcmSealShort}. */
  static native int gcmOpenShort(
      long key, long memory, int ivLength, int aadLength, int length, int tagLength);

  /** The tag follows the ciphertext. */
  static native int gcmSeal(
      long key,
      byte[] iv,
      int ivLength,
      byte[] aad,
      int aadOffset,
      int aadLength,
      byte[] in,
      int inOffset,
      int length,
      byte[] out,
      int outOffset,
      int tagLength);

  /** The tag follows the ciphertext, whose length is without it. */
  static native int gcmOpen(
      long key,
      byte[] iv,
      int ivLength,
      byte[] aad,
      int aadOffset,
      int aadLength,
      byte[] in,
      int inOffset,
      int length,
      byte[] out,
      int outOffset,
      int tagLength);

  static native int gcmSealAt(
      long key,
      byte[] iv,
      int ivLength,
      byte[] aad,
      int aadOffset,
      int aadLength,
      long in,
      long length,
      long out,
      int tagLength);

  static native int gcmOpenAt(
      long key,
      byte[] iv,
      int ivLength,
      byte[] aad,
      int aadOffset,
      int aadLength,
      long in,
      long length,
      long out,
      int tagLength);

  static native int gcmBegin(long stream, long key, int direction, byte[] iv, int ivLength);

  static native int gcmAad(long stream, byte[] aad, int offset, int length);

  static native int gcmUpdate(
      long stream, byte[] in, int inOffset, int length, byte[] out, int outOffset);

  static native int gcmUpdateAt(long stream, long in, long length, long out);

  static native int gcmEndEncrypt(long stream, byte[] tag, int offset, int length);

  static native void sha256Init(long hash);

  static native void sha256Update(long hash, byte[] in, int offset, int length);

  static native void sha256UpdateAt(long hash, long in, long length);

  static native void sha256Final(long hash, byte[] digest, int offset);
}
