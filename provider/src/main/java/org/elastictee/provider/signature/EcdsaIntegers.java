package org.elastictee.provider.signature;

/** The integers r and s of an ECDSA signature in DER (RFC 3279 section 2.2.3). */
final class EcdsaIntegers {
  private static final int LONG_FORM = 0x80;

  private EcdsaIntegers() {}

  /**
   * Tells whether r and s are written as positive numbers. SunEC reads a negative one, which lacks
   * its leading zero, as the positive one of the same bits.
   *
   * @param sig a signature that an engine has parsed
   */
  static boolean arePositive(byte[] sig) {
    int r = (sig[1] & LONG_FORM) == 0 ? 2 : 2 + (sig[1] & LONG_FORM - 1);
    int s = r + 2 + sig[r + 1];
    return sig[r + 2] >= 0 && sig[s + 2] >= 0;
  }
}
