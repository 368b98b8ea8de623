package org.elastictee.provider.cipher;

import java.security.InvalidKeyException;
import java.security.Key;
import java.security.ProviderException;
import java.util.concurrent.atomic.AtomicLong;
import org.elastictee.provider.key.KeyAccess;
import org.elastictee.provider.key.SealedSecretKey;

/**
 * Counts the encryptions under a key, and refuses the key when they are as many as NIST SP 800-38D,
 * section 8.3, allows: with more IVs of 96 random bits, one would repeat with a chance above 2^-32.
 * The birthday bound is that of the IV, so it holds for ChaCha20-Poly1305 as well; AES-GCM-SIV (RFC
 * 8452, section 9) would bear more, and gets no more.
 *
 * <p>Under a sealed key every encryption that began counts, with whatever IV, over all ciphers and
 * copies in this process: section 8.3 exempts only IVs that a deterministic construction makes, and
 * of an IV that the caller names nobody knows what made it. Under any other key those with an IV
 * that was made here count, in one cipher, for as long as its encryptions stay with the key: TLS
 * and its like name IVs that they count themselves.
 *
 * <p>Refuses messages that are longer than the algorithm bears.
 */
final class AeadLimits {
  /** How many encryptions there are under one key. */
  static final long ENCRYPTIONS = 1L << 32;

  private final long encryptions;
  private final long messageBytes;
  private final AtomicLong underOrdinaryKey = new AtomicLong();

  /**
   * Creates the limits of one cipher.
   *
   * @param encryptions under one key
   * @param messageBytes of one message
   */
  AeadLimits(long encryptions, long messageBytes) {
    this.encryptions = encryptions;
    this.messageBytes = messageBytes;
  }

  /**
   * Counts one more.
   *
   * @param sameKey whether the cipher's last encryption was under this key
   * @param generatedIv whether the IV was made here
   * @throws InvalidKeyException if the key had all of its encryptions
   */
  void count(Key key, boolean sameKey, boolean generatedIv) throws InvalidKeyException {
    if (!sameKey) {
      underOrdinaryKey.set(0);
    }
    if (key instanceof SealedSecretKey sealed) {
      count(KeyAccess.encryptions(sealed));
    } else if (generatedIv) {
      count(underOrdinaryKey);
    }
  }

  private void count(AtomicLong begun) throws InvalidKeyException {
    if (begun.getAndUpdate(n -> Math.min(n + 1, encryptions)) >= encryptions) {
      throw new InvalidKeyException(
          "this key had "
              + encryptions
              + " encryptions, and more would risk a repetition: take another");
    }
  }

  /**
   * Lets more of a message pass, or refuses it.
   *
   * @param before what came of the message so far
   * @throws ProviderException if it becomes too long
   */
  void requireRoom(long before, int more) {
    if (more > messageBytes - before) {
      throw new ProviderException("one message has at most " + messageBytes + " bytes here");
    }
  }
}
