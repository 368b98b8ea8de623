package org.elastictee.sev.jdk;

import java.security.Provider;
import java.security.ProviderException;
import java.security.Security;

/**
 * The JDK's own providers by name: never the first of the list, where Elastic itself may stand and
 * call back into what asks. Only what the JDK's engines look up for themselves comes by the list:
 * SHA-384 inside of signatures, the parameters of algorithms, the form of keys.
 *
 * <p>Each method throws a {@link ProviderException} if the provider is not in the list.
 */
public final class JdkProviders {
  private JdkProviders() {}

  /** Returns SUN: digests, certificates and revocation lists, and the kernel's generator. */
  public static Provider sun() {
    return require("SUN");
  }

  /** Returns SunEC: ECDSA. */
  public static Provider sunEc() {
    return require("SunEC");
  }

  /** Returns SunJCE: AES and HMAC. */
  public static Provider sunJce() {
    return require("SunJCE");
  }

  /** Returns SunRsaSign: RSASSA-PSS. */
  public static Provider sunRsaSign() {
    return require("SunRsaSign");
  }

  private static Provider require(String name) {
    Provider provider = Security.getProvider(name);
    if (provider == null) {
      throw new ProviderException("the JDK's provider " + name + " is not in the list");
    }
    return provider;
  }
}
