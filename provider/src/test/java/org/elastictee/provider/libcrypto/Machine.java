package org.elastictee.provider.libcrypto;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.security.Provider;

/** The machine that the tests run on. */
final class Machine {
  private Machine() {}

  static void assumeLibcrypto() {
    assumeTrue(LibcryptoProvider.find().isPresent(), "this machine has no libcrypto 3");
  }

  /** Those of 3.5 and later have ML-DSA and ML-KEM. */
  static boolean libcryptoHasLattices() {
    return Libcrypto.loaded().filter(found -> found.version() >= 0x3050_0000L).isPresent();
  }

  static Provider libcryptoWithLattices() {
    assumeTrue(libcryptoHasLattices(), "this machine has no libcrypto 3.5 or later");
    return LibcryptoProvider.find().orElseThrow();
  }

  static Provider libcrypto() {
    assumeLibcrypto();
    return LibcryptoProvider.find().orElseThrow();
  }
}
