package org.elastictee.provider.selftest;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Provider;
import java.security.Security;
import org.bouncycastle.crypto.digests.SHA256Digest;

/**
 * The SHA-256 of many answers, one after another, that stands for all of them. It is the JDK's own,
 * or BouncyCastle's where the JDK has none: never what the provider list has in front.
 */
final class Fingerprint {
  private interface Sha256 {
    void update(byte[] bytes);

    byte[] digest();
  }

  private final Sha256 digest;

  Fingerprint() throws GeneralSecurityException {
    Provider sun = Security.getProvider("SUN");
    digest = sun == null ? bouncyCastle() : of(MessageDigest.getInstance("SHA-256", sun));
  }

  private static Sha256 of(MessageDigest digest) {
    return new Sha256() {
      @Override
      public void update(byte[] bytes) {
        digest.update(bytes);
      }

      @Override
      public byte[] digest() {
        return digest.digest();
      }
    };
  }

  private static Sha256 bouncyCastle() {
    SHA256Digest digest = new SHA256Digest();
    return new Sha256() {
      @Override
      public void update(byte[] bytes) {
        digest.update(bytes, 0, bytes.length);
      }

      @Override
      public byte[] digest() {
        byte[] result = new byte[digest.getDigestSize()];
        digest.doFinal(result, 0);
        return result;
      }
    };
  }

  Fingerprint add(byte[] answer) {
    digest.update(answer);
    return this;
  }

  byte[] value() {
    return digest.digest();
  }
}
