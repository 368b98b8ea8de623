package org.elastictee.provider.cipher;

import java.security.InvalidKeyException;
import java.security.Key;
import org.elastictee.provider.key.KeyAccess;
import org.elastictee.sev.seal.TransientKey;

/** What keys the ciphers take. */
final class CipherKeys {
  private CipherKeys() {}

  /** Tells whether an algorithm takes keys of this name and length. */
  @FunctionalInterface
  interface Rule {
    boolean takes(String algorithm, int bytes);
  }

  static boolean isAes(String algorithm, int bytes) {
    return (bytes == 16 || bytes == 24 || bytes == 32) && "AES".equalsIgnoreCase(algorithm);
  }

  /**
   * Opens an AES key for the length of one call.
   *
   * @param requiredBytes the only length to accept, or 0 for all three
   * @throws InvalidKeyException if it is no AES key or has another length
   */
  static TransientKey openAes(Key key, int requiredBytes) throws InvalidKeyException {
    return open(key, requiredBytes, CipherKeys::isAes);
  }

  /**
   * Opens a key for the length of one call.
   *
   * @param requiredBytes the only length to accept, or 0 for all that the rule takes
   * @throws InvalidKeyException if the rule does not take the key, or it has another length
   */
  static TransientKey open(Key key, int requiredBytes, Rule rule) throws InvalidKeyException {
    TransientKey opened = KeyAccess.open(key);
    try {
      check(key, opened.length(), requiredBytes, rule);
    } catch (InvalidKeyException e) {
      opened.close();
      throw e;
    }
    return opened;
  }

  /**
   * Lets a key pass whose length is known.
   *
   * @param requiredBytes as {@link #open}
   * @throws InvalidKeyException as {@link #open}
   */
  static void check(Key key, int bytes, int requiredBytes, Rule rule) throws InvalidKeyException {
    boolean fits = requiredBytes == 0 || bytes == requiredBytes;
    if (!fits || !rule.takes(key.getAlgorithm(), bytes)) {
      throw new InvalidKeyException("this is no key of an algorithm and a length that fit");
    }
  }
}
