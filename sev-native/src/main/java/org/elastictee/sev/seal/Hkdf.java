package org.elastictee.sev.seal;

import java.security.InvalidKeyException;
import java.security.ProviderException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.ShortBufferException;

/**
 * HKDF with HMAC-SHA-256 (RFC 5869). The JDK offers it to applications only from version 25 on.
 *
 * <p>Callers overwrite what they put in and what they get.
 */
public final class Hkdf {
  /** The bytes of a pseudorandom key, and of the hash. */
  public static final int HASH_BYTES = 32;

  /** The most bytes that {@link #expand} gives: 255 times the hash. */
  public static final int MAX_OUTPUT_BYTES = 255 * HASH_BYTES;

  private Hkdf() {}

  /**
   * HKDF-Extract, RFC 5869 section 2.2.
   *
   * @param salt any length; empty stands for 32 zero bytes
   * @param inputKeyingMaterial any length
   * @return the pseudorandom key, 32 bytes
   */
  public static byte[] extract(byte[] salt, byte[] inputKeyingMaterial) {
    return hmac(salt.length == 0 ? new byte[HASH_BYTES] : salt).doFinal(inputKeyingMaterial);
  }

  /**
   * HKDF-Expand, RFC 5869 section 2.3.
   *
   * @param pseudorandomKey at least 32 bytes
   * @param info any length
   * @param length of the output in bytes, 1 to {@value #MAX_OUTPUT_BYTES}
   * @throws IllegalArgumentException if a length is out of range
   */
  public static byte[] expand(byte[] pseudorandomKey, byte[] info, int length) {
    if (pseudorandomKey.length < HASH_BYTES) {
      throw new IllegalArgumentException("a pseudorandom key has at least 32 bytes");
    }
    if (length < 1 || length > MAX_OUTPUT_BYTES) {
      throw new IllegalArgumentException("HKDF gives 1 to " + MAX_OUTPUT_BYTES + " bytes");
    }
    Mac mac = hmac(pseudorandomKey);
    byte[] output = new byte[length];
    byte[] block = new byte[HASH_BYTES];
    try {
      int done = 0;
      for (int counter = 1; done < length; counter++) {
        if (counter > 1) {
          mac.update(block);
        }
        mac.update(info);
        mac.update((byte) counter);
        mac.doFinal(block, 0);
        int n = Math.min(HASH_BYTES, length - done);
        System.arraycopy(block, 0, output, done, n);
        done += n;
      }
      return output;
    } catch (ShortBufferException e) {
      throw new ProviderException("HmacSHA256 does not give 32 bytes", e);
    } finally {
      Arrays.fill(block, (byte) 0);
    }
  }

  private static Mac hmac(byte[] key) {
    Mac mac = JdkPrimitives.hmacSha256();
    try (TransientKey transientKey = new TransientKey("HmacSHA256", key.clone())) {
      mac.init(transientKey);
    } catch (InvalidKeyException e) {
      throw new ProviderException("HmacSHA256 refuses a key", e);
    }
    return mac;
  }
}
