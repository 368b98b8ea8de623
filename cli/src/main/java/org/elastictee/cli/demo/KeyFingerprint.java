package org.elastictee.cli.demo;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.util.HexFormat;

/** SHA-256 of a public key's SubjectPublicKeyInfo in DER, as RFC 7469 and most tools have it. */
public final class KeyFingerprint {
  private KeyFingerprint() {}

  /** Returns 64 hexadecimal digits. */
  public static String of(PublicKey key) throws NoSuchAlgorithmException {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(key.getEncoded()));
  }
}
