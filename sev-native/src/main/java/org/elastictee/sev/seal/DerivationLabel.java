package org.elastictee.sev.seal;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The {@code info} input of HKDF: every part preceded by its length, so that no two lists of parts
 * look alike.
 */
final class DerivationLabel {
  static final int MAX_BYTES = 255;

  private static final int MIN_KEY_BYTES = 16;

  private DerivationLabel() {}

  /**
   * Returns the UTF-8 form of a label.
   *
   * @throws IllegalArgumentException unless it has 1 to 255 bytes
   */
  static byte[] utf8(String label) {
    byte[] bytes = label.getBytes(StandardCharsets.UTF_8);
    if (bytes.length < 1 || bytes.length > MAX_BYTES) {
      throw new IllegalArgumentException("a label has 1 to " + MAX_BYTES + " bytes of UTF-8");
    }
    if (!new String(bytes, StandardCharsets.UTF_8).equals(label)) {
      throw new IllegalArgumentException("a label is valid Unicode");
    }
    return bytes;
  }

  /**
   * Returns the input.
   *
   * @param binding what of the request the key depends on
   * @throws IllegalArgumentException if label or length is out of the range of {@link
   *     RootOfTrust#derive}
   */
  static byte[] info(
      String scheme, DerivationRequest request, byte[] binding, String label, int length) {
    if (length < MIN_KEY_BYTES || length > Hkdf.MAX_OUTPUT_BYTES) {
      throw new IllegalArgumentException("a key has 16 to " + Hkdf.MAX_OUTPUT_BYTES + " bytes");
    }
    ByteArrayOutputStream info = new ByteArrayOutputStream();
    append(info, scheme.getBytes(StandardCharsets.US_ASCII));
    append(info, new byte[] {(byte) request.kind().code(), (byte) request.policyCode()});
    append(info, binding);
    append(info, utf8(label));
    append(info, new byte[] {(byte) (length >>> 8), (byte) length});
    return info.toByteArray();
  }

  private static void append(ByteArrayOutputStream info, byte[] part) {
    info.write(part.length >>> 8);
    info.write(part.length);
    info.writeBytes(part);
  }
}
