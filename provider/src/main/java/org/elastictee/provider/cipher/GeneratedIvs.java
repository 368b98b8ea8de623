package org.elastictee.provider.cipher;

import java.security.InvalidKeyException;
import java.security.Key;
import java.util.concurrent.atomic.AtomicLong;
import org.elastictee.provider.key.KeyAccess;
import org.elastictee.provider.key.SealedSecretKey;

/**
 * Counts the IVs of 96 random bits that were made for a key, and refuses the key when they are as
 * many as NIST SP 800-38D, section 8.3, allows: more would repeat with a chance above 2^-32. The
 * birthday bound is that of the IV, so it holds for ChaCha20-Poly1305 as well; AES-GCM-SIV (RFC
 * 8452, section 9) would bear more, and gets no more.
 *
 * <p>For a sealed key the count is the key's own, over all ciphers and copies in this process. For
 * any other key it is that of one cipher, for as long as its encryptions stay with the key. IVs
 * that the caller names are not counted.
 */
final class GeneratedIvs {
  /** How many there are for one key. */
  static final long LIMIT = 1L << 32;

  private final long limit;
  private final AtomicLong forOrdinaryKey = new AtomicLong();

  GeneratedIvs(long limit) {
    this.limit = limit;
  }

  /**
   * Counts one more.
   *
   * @param sameKey whether the cipher's last encryption was under this key
   * @throws InvalidKeyException if the key had all of its IVs
   */
  void count(Key key, boolean sameKey) throws InvalidKeyException {
    if (!sameKey) {
      forOrdinaryKey.set(0);
    }
    AtomicLong made =
        key instanceof SealedSecretKey sealed ? KeyAccess.generatedIvs(sealed) : forOrdinaryKey;
    if (made.getAndUpdate(n -> Math.min(n + 1, limit)) >= limit) {
      throw new InvalidKeyException(
          "this key had " + limit + " random IVs, and more would risk a repetition: take another");
    }
  }
}
