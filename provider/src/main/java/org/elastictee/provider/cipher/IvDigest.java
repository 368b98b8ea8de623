package org.elastictee.provider.cipher;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.macs.SipHash128;
import org.bouncycastle.crypto.params.KeyParameter;
import org.elastictee.provider.key.SealedSecretKey;
import org.elastictee.sev.seal.TransientKey;

/**
 * Tells the IVs of one key from one another, and from those of other keys, by 128 bits each. An IV
 * of 12 bytes is permuted, in a way that a digest of the key says: exact among the IVs of one key,
 * which takes no hash. Of any other it is SipHash-2-4-128, keyed by that digest. Of the key itself
 * nothing is kept, and the object that holds it may go. Not thread-safe.
 */
final class IvDigest {
  private static final byte[] CONTEXT = "elastic IV digest v1".getBytes(StandardCharsets.US_ASCII);
  private static final int SIP_KEY_BYTES = 16;
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private final WeakReference<Key> key;
  private final byte[] keyDigest;
  private final long highMask;
  private final long lowMask;
  private SipHash128 mac;

  /** A (key, IV) pair. */
  record Pair(long high, long low) {}

  /**
   * Creates the digest of a key's IVs.
   *
   * @param keyDigest 32 bytes that only this key has, not to be changed any more
   */
  IvDigest(Key key, byte[] keyDigest) {
    this.key = new WeakReference<>(key);
    this.keyDigest = keyDigest;
    this.highMask = (long) LONG.get(keyDigest, SIP_KEY_BYTES);
    this.lowMask = (long) LONG.get(keyDigest, SIP_KEY_BYTES + Long.BYTES);
  }

  /** Returns whether these are the IVs of this key by the object that holds it. */
  boolean isOf(Key other) {
    return key.refersTo(other) && isUnchangeable(other);
  }

  /** Returns whether these are the IVs of the key with this digest. */
  boolean isOf(byte[] otherDigest) {
    return MessageDigest.isEqual(keyDigest, otherDigest);
  }

  /** Keys of other classes may have other bytes than the last time. */
  static boolean isUnchangeable(Key key) {
    return key instanceof SealedSecretKey || key.getClass() == SecretKeySpec.class;
  }

  Pair of(byte[] iv) {
    if (iv.length == Aead.USUAL_IV_BYTES) {
      long low = (int) INT.get(iv, Long.BYTES) ^ lowMask;
      return new Pair(mixed(((long) LONG.get(iv, 0) ^ highMask) + low), low);
    }
    if (mac == null) {
      mac = new SipHash128();
      mac.init(new KeyParameter(keyDigest, 0, SIP_KEY_BYTES));
    }
    byte[] tag = new byte[mac.getMacSize()];
    mac.update(iv, 0, iv.length);
    mac.doFinal(tag, 0);
    ByteBuffer halves = ByteBuffer.wrap(tag);
    return new Pair(halves.getLong(), halves.getLong());
  }

  /** Permutes all longs (the end of MurmurHash3), so that counters of every kind are spread. */
  private static long mixed(long x) {
    long y = (x ^ (x >>> 33)) * 0xff51afd7ed558ccdL;
    long z = (y ^ (y >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return z ^ (z >>> 33);
  }

  /** Returns the digest of a key's bytes. */
  static byte[] digest(TransientKey opened) {
    SHA256Digest sha256 = new SHA256Digest();
    byte[] bytes = opened.getEncoded();
    byte[] digest = new byte[sha256.getDigestSize()];
    sha256.update(CONTEXT, 0, CONTEXT.length);
    sha256.update(bytes, 0, bytes.length);
    sha256.doFinal(digest, 0);
    Arrays.fill(bytes, (byte) 0);
    return digest;
  }
}
