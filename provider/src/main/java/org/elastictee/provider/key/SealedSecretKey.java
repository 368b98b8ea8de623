package org.elastictee.provider.key;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import javax.crypto.SecretKey;
import org.elastictee.sev.cpu.NativeGcm;
import org.elastictee.sev.seal.SealingPolicy;

/** A symmetric {@link SealedKey}. Off the heap lie its bytes. */
public final class SealedSecretKey extends AbstractSealedKey implements SecretKey {
  private static final long serialVersionUID = 1L;

  private final transient AtomicLong encryptions;
  private transient NativeGcm gcm;

  /**
   * Creates a key.
   *
   * @param algorithm the name that {@link #getAlgorithm} gives
   * @param policy what it is bound to
   * @param bytes at least one; taken over and overwritten
   */
  public SealedSecretKey(String algorithm, SealingPolicy policy, byte[] bytes) {
    this(algorithm, policy, bytes, any -> new AtomicLong());
  }

  private SealedSecretKey(
      String algorithm,
      SealingPolicy policy,
      byte[] bytes,
      Function<String, AtomicLong> encryptions) {
    super(algorithm, policy, bytes);
    this.encryptions = encryptions.apply(fingerprint());
  }

  /**
   * Creates a key.
   *
   * @param encryptions finds the count of encryptions by fingerprint
   */
  static SealedSecretKey counted(
      String algorithm,
      SealingPolicy policy,
      byte[] bytes,
      Function<String, AtomicLong> encryptions) {
    return new SealedSecretKey(algorithm, policy, bytes, encryptions);
  }

  AtomicLong encryptions() {
    return encryptions;
  }

  /** The encryptions under either count for both. */
  @Override
  SealedSecretKey copyContent() {
    return new SealedSecretKey(getAlgorithm(), policy(), copySecret(), any -> encryptions);
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
