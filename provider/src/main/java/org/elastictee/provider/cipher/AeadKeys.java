package org.elastictee.provider.cipher;

import java.security.InvalidKeyException;
import java.security.Key;
import org.elastictee.sev.seal.TransientKey;

/**
 * The keys that a cipher takes.
 *
 * @param requiredBytes the only key length to accept, or 0 for all that the algorithm takes
 */
record AeadKeys(Aead aead, int requiredBytes) {
  /**
   * Opens a key for the length of one call.
   *
   * @throws InvalidKeyException if it does not fit
   */
  TransientKey open(Key key) throws InvalidKeyException {
    return CipherKeys.open(key, requiredBytes, aead::takesKey);
  }

  /**
   * Lets a key pass whose length is known.
   *
   * @throws InvalidKeyException if it does not fit
   */
  void check(Key key, int bytes) throws InvalidKeyException {
    CipherKeys.check(key, bytes, requiredBytes, aead::takesKey);
  }
}
