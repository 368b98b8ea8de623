package org.elastictee.sim.firmware;

/** Checks of byte arrays. */
final class Bytes {
  private Bytes() {}

  /**
   * Returns a copy.
   *
   * @throws IllegalArgumentException if there is another number of bytes
   */
  static byte[] exactly(int length, byte[] bytes, String name) {
    if (bytes.length != length) {
      throw new IllegalArgumentException(name + " has exactly " + length + " bytes");
    }
    return bytes.clone();
  }

  /** Returns whether there is nothing but zeros. */
  static boolean isZero(byte[] bytes) {
    for (byte b : bytes) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }
}
