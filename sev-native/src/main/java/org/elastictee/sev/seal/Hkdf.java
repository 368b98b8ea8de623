package org.elastictee.sev.seal;

import java.security.InvalidKeyException;
import java.security.ProviderException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.ShortBufferException;

/**
 * HKDF (RFC 5869), with HMAC-SHA-256 where no other is named. The JDK offers it to applications
 * only from version 25 on.
 *
 * <p>Callers overwrite what they put in and what they get.
 */
public final class Hkdf {
  /** The bytes of a pseudorandom key of HMAC-SHA-256, and of its hash. */
  public static final int HASH_BYTES = 32;

  /** The most bytes that {@link #expand} gives with HMAC-SHA-256: 255 times the hash. */
  public static final int MAX_OUTPUT_BYTES = 255 * HASH_BYTES;

  private Hkdf() {}

  /**
   * HKDF-Extract, RFC 5869 section 2.2, with HMAC-SHA-256.
   *
   * @param salt any length; empty stands for 32 zero bytes
   * @param inputKeyingMaterial any length
   * @return the pseudorandom key, 32 bytes
   */
  public static byte[] extract(byte[] salt, byte[] inputKeyingMaterial) {
    return extract(JdkPrimitives.hmacSha256(), salt, inputKeyingMaterial);
  }

  /**
   * HKDF-Extract, RFC 5869 section 2.2.
   *
   * @param hmac initialized and used here
   * @param salt any length; empty stands for as many zero bytes as the hash has
   * @param inputKeyingMaterial any length
   * @return the pseudorandom key, as long as the hash
   */
  public static byte[] extract(Mac hmac, byte[] salt, byte[] inputKeyingMaterial) {
    init(hmac, salt.length == 0 ? new byte[hmac.getMacLength()] : salt);
    return hmac.doFinal(inputKeyingMaterial);
  }

  /**
   * HKDF-Expand, RFC 5869 section 2.3, with HMAC-SHA-256.
   *
   * @param pseudorandomKey at least 32 bytes
   * @param info any length
   * @param length of the output in bytes, 1 to {@value #MAX_OUTPUT_BYTES}
   * @throws IllegalArgumentException if a length is out of range
   */
  public static byte[] expand(byte[] pseudorandomKey, byte[] info, int length) {
    return expand(JdkPrimitives.hmacSha256(), pseudorandomKey, info, length);
  }

  /**
   * HKDF-Expand, RFC 5869 section 2.3.
   *
   * @param hmac initialized and used here
   * @param pseudorandomKey at least as long as the hash
   * @param info any length
   * @param length of the output in bytes, 1 to 255 times the hash
   * @throws IllegalArgumentException if a length is out of range
   */
  public static byte[] expand(Mac hmac, byte[] pseudorandomKey, byte[] info, int length) {
    int hashBytes = hmac.getMacLength();
    if (pseudorandomKey.length < hashBytes) {
      throw new IllegalArgumentException("a pseudorandom key has at least " + hashBytes + " bytes");
    }
    if (length < 1 || length > 255 * hashBytes) {
      throw new IllegalArgumentException("HKDF gives 1 to " + 255 * hashBytes + " bytes");
    }
    init(hmac, pseudorandomKey);
    byte[] output = new byte[length];
    byte[] block = new byte[hashBytes];
    try {
      int done = 0;
      for (int counter = 1; done < length; counter++) {
        if (counter > 1) {
          hmac.update(block);
        }
        hmac.update(info);
        hmac.update((byte) counter);
        hmac.doFinal(block, 0);
        int n = Math.min(hashBytes, length - done);
        System.arraycopy(block, 0, output, done, n);
        done += n;
      }
      return output;
    } catch (ShortBufferException e) {
      throw new ProviderException("an HMAC is longer than it says", e);
    } finally {
      Arrays.fill(block, (byte) 0);
    }
  }

  private static void init(Mac hmac, byte[] key) {
    try (TransientKey transientKey = new TransientKey(hmac.getAlgorithm(), key.clone())) {
      hmac.init(transientKey);
    } catch (InvalidKeyException e) {
      throw new ProviderException("HMAC refuses a key", e);
    }
  }
}
