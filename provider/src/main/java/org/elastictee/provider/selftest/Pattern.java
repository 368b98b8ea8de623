package org.elastictee.provider.selftest;

/**
 * What engines are asked about: bytes that repeat neither with a block nor with a vector register,
 * and the lengths at which implementations change their course.
 */
final class Pattern {
  private static final int[] LENGTHS = {0, 1, 15, 16, 511, 512, 8191, 65537};

  private Pattern() {}

  /** Returns the lengths in bytes, in ascending order. */
  static int[] lengths() {
    return LENGTHS.clone();
  }

  static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (i * 167 + (i >>> 8) * 59 + 13);
    }
    return bytes;
  }
}
