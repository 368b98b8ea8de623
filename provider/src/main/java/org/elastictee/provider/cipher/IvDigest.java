package org.elastictee.provider.cipher;

import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
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
 * Tells the IVs of one key from one another, and from those of other keys, by 128 bits each:
 * SipHash-2-4-128 of the IV, keyed by SHA-256 of the key. Of the key itself nothing is kept, and
 * the object that holds it may go. Not thread-safe.
 */
final class IvDigest {
  private static final byte[] CONTEXT = "elastic IV digest v1".getBytes(StandardCharsets.US_ASCII);
  private static final int SIP_KEY_BYTES = 16;

  private final WeakReference<Key> key;
  private final byte[] keyDigest;
  private final SipHash128 mac = new SipHash128();

  /** A (key, IV) pair. */
  record Pair(long high, long low) {}

  IvDigest(Key key, TransientKey opened) {
    this.key = new WeakReference<>(key);
    this.keyDigest = digest(opened);
    mac.init(new KeyParameter(keyDigest, 0, SIP_KEY_BYTES));
  }

  /** Returns whether these are the IVs of this key, whatever object holds it. */
  boolean isOf(Key other, TransientKey opened) {
    return (key.refersTo(other) && isUnchangeable(other))
        || MessageDigest.isEqual(keyDigest, digest(opened));
  }

  /** Keys of other classes may have other bytes than the last time. */
  private static boolean isUnchangeable(Key key) {
    return key instanceof SealedSecretKey || key.getClass() == SecretKeySpec.class;
  }

  Pair of(byte[] iv) {
    byte[] tag = new byte[mac.getMacSize()];
    mac.update(iv, 0, iv.length);
    mac.doFinal(tag, 0);
    ByteBuffer halves = ByteBuffer.wrap(tag);
    return new Pair(halves.getLong(), halves.getLong());
  }

  private static byte[] digest(TransientKey opened) {
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
