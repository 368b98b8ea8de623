package org.elastictee.sev.jdk;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.ProviderException;

/** SHA-256 (FIPS 180-4) of the JDK's own provider. */
public final class Sha256 {
  private Sha256() {}

  /** Returns the digest, 32 bytes. */
  public static byte[] digest(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256", JdkProviders.sun()).digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new ProviderException("the JDK has no SHA-256", e);
    }
  }
}
