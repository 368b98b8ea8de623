package org.elastictee.provider.libcrypto;

import java.math.BigInteger;
import java.security.InvalidKeyException;

/** Numbers with the least significant byte in front. */
final class LittleEndian {
  private LittleEndian() {}

  /** Returns the last bytes of a number that has the most significant byte in front, reversed. */
  static byte[] of(byte[] bigEndian, int length) {
    byte[] reversed = new byte[length];
    for (int i = 0; i < Math.min(length, bigEndian.length); i++) {
      reversed[i] = bigEndian[bigEndian.length - 1 - i];
    }
    return reversed;
  }

  /**
   * Returns a coordinate in exactly so many bytes.
   *
   * @throws InvalidKeyException if it is negative or needs more
   */
  static byte[] coordinate(BigInteger value, int length) throws InvalidKeyException {
    if (value.signum() < 0 || value.bitLength() > length * Byte.SIZE) {
      throw new InvalidKeyException("a coordinate of the key is out of range");
    }
    return of(value.toByteArray(), length);
  }
}
