package org.elastictee.provider.cipher;

import java.security.InvalidKeyException;
import java.security.Key;
import org.elastictee.provider.key.KeyAccess;
import org.elastictee.sev.seal.TransientKey;

/** What keys the AES ciphers take. */
final class AesKeys {
  private AesKeys() {}

  static boolean isAes(String algorithm, int bytes) {
    return (bytes == 16 || bytes == 24 || bytes == 32) && "AES".equalsIgnoreCase(algorithm);
  }

  /**
   * Opens a key for the length of one call.
   *
   * @param requiredBytes the only length to accept, or 0 for all three
   * @throws InvalidKeyException if it is no AES key or has another length
   */
  static TransientKey open(Key key, int requiredBytes) throws InvalidKeyException {
    TransientKey opened = KeyAccess.open(key);
    int length = opened.length();
    if (!isAes(key.getAlgorithm(), length) || (requiredBytes != 0 && length != requiredBytes)) {
      opened.close();
      throw new InvalidKeyException("this is no AES key of a length that the cipher takes");
    }
    return opened;
  }
}
