package org.elastictee.provider.selftest;

import java.security.GeneralSecurityException;

/** An engine gave another answer than the known one. */
public final class WrongAnswerException extends GeneralSecurityException {
  private static final long serialVersionUID = 1L;

  /** Creates an exception that says which answer it is. */
  WrongAnswerException(String message) {
    super(message);
  }

  static void unless(boolean right, String message) throws WrongAnswerException {
    if (!right) {
      throw new WrongAnswerException(message);
    }
  }
}
