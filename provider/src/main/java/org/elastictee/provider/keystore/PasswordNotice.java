package org.elastictee.provider.keystore;

import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;

/** Tells, once in a process and at WARNING, that a password was given and means nothing. */
final class PasswordNotice {
  private static final String LOGGER = "org.elastictee.provider";
  private static final AtomicBoolean TOLD = new AtomicBoolean();

  private PasswordNotice() {}

  /** Takes note of a password, which may be null or empty: then there is nothing to tell. */
  static void given(char[] password) {
    if (password != null && password.length > 0 && TOLD.compareAndSet(false, true)) {
      System.getLogger(LOGGER)
          .log(
              Level.WARNING,
              "the password of a key store of type Elastic is ignored: the root of trust opens it");
    }
  }
}
