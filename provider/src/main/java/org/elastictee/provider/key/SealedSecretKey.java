package org.elastictee.provider.key;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.SecretKey;
import org.elastictee.sev.cpu.NativeGcm;
import org.elastictee.sev.seal.SealingPolicy;

/** A symmetric {@link SealedKey}. Off the heap lie its bytes. */
public final class SealedSecretKey extends AbstractSealedKey implements SecretKey {
  private static final long serialVersionUID = 1L;

  /**
   * By fingerprint, which tells algorithms apart as well: a key that is copied, derived, loaded or
   * imported once more must not begin to count again. A count stays for as long as the process.
   */
  private static final Map<String, AtomicLong> ENCRYPTIONS = new ConcurrentHashMap<>();

  private transient NativeGcm gcm;

  /**
   * Creates a key.
   *
   * @param algorithm the name that {@link #getAlgorithm} gives
   * @param policy what it is bound to
   * @param bytes at least one; taken over and overwritten
   */
  public SealedSecretKey(String algorithm, SealingPolicy policy, byte[] bytes) {
    super(algorithm, policy, bytes);
  }

  AtomicLong encryptions() {
    return ENCRYPTIONS.computeIfAbsent(fingerprint(), any -> new AtomicLong());
  }

  @Override
  SealedSecretKey copyContent() {
    return new SealedSecretKey(getAlgorithm(), policy(), copySecret());
  }

  /** Returns the AES key as libelastic has it, until this one is destroyed. */
  synchronized NativeGcm gcm() {
    if (gcm == null) {
      gcm = new NativeGcm(secret());
    }
    return gcm;
  }

  @Override
  synchronized void destroyed() {
    if (gcm != null) {
      gcm.close();
    }
  }

  @Override
  int sizeInBits() {
    return 8 * secretLength();
  }
}
