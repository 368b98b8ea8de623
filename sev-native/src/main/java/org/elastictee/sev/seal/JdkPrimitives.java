package org.elastictee.sev.seal;

import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.security.Security;
import javax.crypto.Cipher;
import javax.crypto.Mac;

/**
 * The three primitives that sealing needs, from the JDK's own providers by name: never from the
 * provider list, where Elastic itself may stand first and call back into sealing.
 */
final class JdkPrimitives {
  private JdkPrimitives() {}

  static Mac hmacSha256() {
    try {
      return Mac.getInstance("HmacSHA256", provider("SunJCE"));
    } catch (GeneralSecurityException e) {
      throw new ProviderException("the JDK has no HmacSHA256", e);
    }
  }

  static Cipher aesGcm() {
    try {
      return Cipher.getInstance("AES/GCM/NoPadding", provider("SunJCE"));
    } catch (GeneralSecurityException e) {
      throw new ProviderException("the JDK has no AES/GCM/NoPadding", e);
    }
  }

  /** Returns fresh random bytes of the kernel's generator. */
  static byte[] random(int length) {
    byte[] bytes = new byte[length];
    try {
      SecureRandom.getInstance("NativePRNGNonBlocking", provider("SUN")).nextBytes(bytes);
    } catch (GeneralSecurityException e) {
      throw new ProviderException("the JDK cannot reach the kernel's random generator", e);
    }
    return bytes;
  }

  private static Provider provider(String name) {
    Provider provider = Security.getProvider(name);
    if (provider == null) {
      throw new ProviderException("sealing needs the JDK's provider " + name + " in the list");
    }
    return provider;
  }
}
