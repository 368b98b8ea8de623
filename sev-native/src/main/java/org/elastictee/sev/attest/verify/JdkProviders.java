package org.elastictee.sev.attest.verify;

import java.security.Provider;
import java.security.ProviderException;
import java.security.Security;

/**
 * The JDK's own providers by name: never the first of the list, where Elastic itself may stand and
 * call back into a verification. Only what the JDK's engines look up for themselves comes by the
 * list: SHA-384 inside of signatures, the parameters of algorithms, the form of keys.
 */
final class JdkProviders {
  /** The provider of RSASSA-PSS. */
  static final String SUN_RSA_SIGN = "SunRsaSign";

  /** The provider of certificates and revocation lists. */
  static final String SUN = "SUN";

  private JdkProviders() {}

  static Provider sunEc() {
    return require("SunEC");
  }

  static Provider sunRsaSign() {
    return require(SUN_RSA_SIGN);
  }

  static Provider sun() {
    return require(SUN);
  }

  private static Provider require(String name) {
    Provider provider = Security.getProvider(name);
    if (provider == null) {
      throw new ProviderException("verifying needs the JDK's provider " + name + " in the list");
    }
    return provider;
  }
}
