package org.elastictee.provider.cipher;

import java.security.Key;
import java.security.MessageDigest;
import java.util.Arrays;
import org.elastictee.provider.key.SealedKey;
import org.elastictee.sev.seal.TransientKey;

/**
 * Remembers the key and the IV of the last encryption: the same pair again would give up the
 * authentication key and the difference of the two messages (SP 800-38D, section 8 and appendix A).
 */
final class LastEncryption {
  private SealedKey sealedKey;
  private byte[] keyBytes = {};
  private byte[] iv = {};

  boolean was(Key key, TransientKey opened, byte[] newIv) {
    return Arrays.equals(iv, newIv) && sameKey(key, opened);
  }

  /** Returns whether the last encryption was under this key. */
  boolean sameKey(Key key, TransientKey opened) {
    if (key instanceof SealedKey) {
      return key.equals(sealedKey);
    }
    byte[] bytes = opened.getEncoded();
    try {
      return MessageDigest.isEqual(keyBytes, bytes);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  /** Sealed keys are remembered by identity, so that their bytes stay where they are. */
  void set(Key key, TransientKey opened, byte[] newIv) {
    Arrays.fill(keyBytes, (byte) 0);
    if (key instanceof SealedKey sealed) {
      sealedKey = sealed;
      keyBytes = new byte[0];
    } else {
      sealedKey = null;
      keyBytes = opened.getEncoded();
    }
    iv = newIv.clone();
  }
}
