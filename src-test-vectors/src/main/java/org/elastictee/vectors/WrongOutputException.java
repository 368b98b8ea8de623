package org.elastictee.vectors;

import java.security.MessageDigest;

/** A service accepted its input, and its output is not the expected one. */
public final class WrongOutputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private WrongOutputException(String message) {
    super(message);
  }

  /**
   * Compares an output with the expected one.
   *
   * @param what names the output
   * @throws WrongOutputException if they differ
   */
  public static void check(String what, byte[] expected, byte[] actual) {
    if (!MessageDigest.isEqual(expected, actual)) {
      throw new WrongOutputException(what + " is not the expected one");
    }
  }
}
