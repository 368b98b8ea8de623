package org.elastictee.provider.key;

import java.nio.charset.StandardCharsets;

/** What names a key has. */
final class KeyLabel {
  /** Room is left for what a derivation puts before the label. */
  static final int MAX_BYTES = 200;

  private KeyLabel() {}

  /**
   * Returns the label if it is one.
   *
   * @throws IllegalArgumentException unless it is valid Unicode of 1 to 200 bytes of UTF-8
   */
  static String check(String label) {
    byte[] utf8 = label.getBytes(StandardCharsets.UTF_8);
    if (utf8.length < 1 || utf8.length > MAX_BYTES) {
      throw new IllegalArgumentException("a label has 1 to " + MAX_BYTES + " bytes of UTF-8");
    }
    if (!new String(utf8, StandardCharsets.UTF_8).equals(label)) {
      throw new IllegalArgumentException("a label is valid Unicode");
    }
    return label;
  }
}
