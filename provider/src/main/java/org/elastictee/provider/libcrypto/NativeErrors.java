package org.elastictee.provider.libcrypto;

import java.security.ProviderException;

/** What libcrypto says after a failure, to be taken away before the thread calls it again. */
final class NativeErrors {
  private NativeErrors() {}

  /** Forgets the errors of this thread. */
  static void drain() {
    Calls.ERR_clear_error();
  }

  /** Returns a failure with libcrypto's last code, and forgets the errors of this thread. */
  static ProviderException failure(String what) {
    long code = Calls.ERR_peek_last_error();
    drain();
    return new ProviderException(what + ", code " + code);
  }
}
