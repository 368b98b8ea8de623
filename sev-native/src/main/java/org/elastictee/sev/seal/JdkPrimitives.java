package org.elastictee.sev.seal;

import java.security.GeneralSecurityException;
import java.security.ProviderException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import org.elastictee.sev.jdk.JdkProviders;

/**
 * The three primitives that sealing needs, from the JDK's own providers by name: never from the
 * provider list, where Elastic itself may stand first and call back into sealing.
 */
final class JdkPrimitives {
  private JdkPrimitives() {}

  static Mac hmacSha256() {
    try {
      return Mac.getInstance("HmacSHA256", JdkProviders.sunJce());
    } catch (GeneralSecurityException e) {
      throw new ProviderException("the JDK has no HmacSHA256", e);
    }
  }

  static Cipher aesGcm() {
    try {
      return Cipher.getInstance("AES/GCM/NoPadding", JdkProviders.sunJce());
    } catch (GeneralSecurityException e) {
      throw new ProviderException("the JDK has no AES/GCM/NoPadding", e);
    }
  }

  /** Returns fresh random bytes of the kernel's generator. */
  static byte[] random(int length) {
    byte[] bytes = new byte[length];
    try {
      SecureRandom.getInstance("NativePRNGNonBlocking", JdkProviders.sun()).nextBytes(bytes);
    } catch (GeneralSecurityException e) {
      throw new ProviderException("the JDK cannot reach the kernel's random generator", e);
    }
    return bytes;
  }
}
