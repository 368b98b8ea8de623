package org.elastictee.provider.libcrypto;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.security.Provider;

/** The machine that the tests run on. */
final class Machine {
  private Machine() {}

  static void assumeLibcrypto() {
    assumeTrue(LibcryptoProvider.find().isPresent(), "this machine has no libcrypto 3");
  }

  static Provider libcrypto() {
    assumeLibcrypto();
    return LibcryptoProvider.find().orElseThrow();
  }
}
