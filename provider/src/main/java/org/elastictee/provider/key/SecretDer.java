package org.elastictee.provider.key;

import java.util.Arrays;

/**
 * Writes secrets in DER (X.690), as far as PKCS #8 needs it. What goes in is overwritten, so that
 * of each secret there is one copy only.
 */
final class SecretDer {
  private static final int INTEGER = 0x02;
  private static final int OCTET_STRING = 0x04;
  private static final int SEQUENCE = 0x30;

  private SecretDer() {}

  static byte[] sequence(byte[]... elements) {
    return element(SEQUENCE, elements);
  }

  static byte[] octetString(byte[] content) {
    return element(OCTET_STRING, content);
  }

  /** Writes a number that is not negative, given in big-endian form of any length. */
  static byte[] integer(byte[] number) {
    int from = 0;
    while (from < number.length - 1 && number[from] == 0) {
      from++;
    }
    // Its first bit is the sign.
    int sign = number[from] < 0 ? 1 : 0;
    byte[] content = new byte[sign + number.length - from];
    System.arraycopy(number, from, content, sign, number.length - from);
    Arrays.fill(number, (byte) 0);
    return element(INTEGER, content);
  }

  private static byte[] element(int tag, byte[]... contents) {
    int length = Arrays.stream(contents).mapToInt(content -> content.length).sum();
    byte[] header = header(tag, length);
    byte[] element = Arrays.copyOf(header, header.length + length);
    int at = header.length;
    for (byte[] content : contents) {
      System.arraycopy(content, 0, element, at, content.length);
      at += content.length;
      Arrays.fill(content, (byte) 0);
    }
    return element;
  }

  private static byte[] header(int tag, int length) {
    if (length < 0x80) {
      return new byte[] {(byte) tag, (byte) length};
    }
    if (length < 0x100) {
      return new byte[] {(byte) tag, (byte) 0x81, (byte) length};
    }
    return new byte[] {(byte) tag, (byte) 0x82, (byte) (length >>> 8), (byte) length};
  }
}
