package org.elastictee.provider.cipher;

import java.lang.ref.Cleaner;
import java.lang.ref.WeakReference;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.spec.SecretKeySpec;
import org.elastictee.provider.key.KeyAccess;
import org.elastictee.provider.key.SealedSecretKey;
import org.elastictee.sev.cpu.NativeGcm;
import org.elastictee.sev.seal.TransientKey;

/**
 * The keys of one cipher as libelastic has them. A key object that cannot change its bytes has one
 * for all ciphers, as long as it is reachable, or, if it is a sealed one, until it is destroyed.
 * Not thread-safe, but for what is shared.
 */
final class GcmKeys {
  private static final Map<Identity, NativeGcm> SHARED = new ConcurrentHashMap<>();
  private static final Cleaner CLEANER = Cleaner.create();

  private final AeadKeys keys;
  private WeakReference<Key> lastKey = new WeakReference<>(null);
  private NativeGcm last;

  GcmKeys(AeadKeys keys) {
    this.keys = keys;
  }

  /**
   * Returns a key as libelastic has it.
   *
   * @throws InvalidKeyException if it does not fit
   * @throws IllegalStateException if it is a sealed key that was destroyed
   */
  NativeGcm of(Key key) throws InvalidKeyException {
    if (key != null && lastKey.refersTo(key) && IvDigest.isUnchangeable(key)) {
      KeyAccess.requireAlive(key);
      return last;
    }
    NativeGcm found = find(key);
    last = found;
    lastKey = new WeakReference<>(key);
    return found;
  }

  private NativeGcm find(Key key) throws InvalidKeyException {
    if (key instanceof SealedSecretKey sealed) {
      KeyAccess.requireAlive(key);
      keys.check(key, KeyAccess.length(sealed));
      return KeyAccess.gcm(sealed);
    }
    if (key == null || key.getClass() != SecretKeySpec.class) {
      return expand(key, last);
    }
    Identity identity = new Identity(key);
    NativeGcm shared = SHARED.get(identity);
    if (shared != null) {
      keys.check(key, shared.length());
      return shared;
    }
    NativeGcm expanded = expand(key, null);
    NativeGcm earlier = SHARED.putIfAbsent(identity, expanded);
    if (earlier != null) {
      return earlier;
    }
    CLEANER.register(key, () -> SHARED.remove(identity));
    return expanded;
  }

  /** Expands a key, unless it is the same as another. */
  private NativeGcm expand(Key key, NativeGcm another) throws InvalidKeyException {
    try (TransientKey opened = keys.open(key)) {
      byte[] bytes = opened.getEncoded();
      try {
        return another != null && MessageDigest.isEqual(another.digest(), NativeGcm.digest(bytes))
            ? another
            : new NativeGcm(bytes);
      } finally {
        Arrays.fill(bytes, (byte) 0);
      }
    }
  }

  /** A key object, without keeping it. */
  private static final class Identity extends WeakReference<Key> {
    private final int hash;

    Identity(Key key) {
      super(key);
      hash = System.identityHashCode(key);
    }

    @Override
    public int hashCode() {
      return hash;
    }

    /** One whose key is gone equals itself only, which is how it is removed. */
    @Override
    public boolean equals(Object o) {
      if (this == o) {
        return true;
      }
      Key key = get();
      return key != null && o instanceof Identity other && other.refersTo(key);
    }
  }
}
