package org.elastictee.provider.key;

import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.SecretKey;
import org.elastictee.sev.seal.SealingPolicy;

/** A symmetric {@link SealedKey}. */
public final class SealedSecretKey extends AbstractSealedKey implements SecretKey {
  private static final long serialVersionUID = 1L;

  private final transient AtomicLong generatedIvs;

  /**
   * Creates a key.
   *
   * @param algorithm the name that {@link #getAlgorithm} gives
   * @param policy what it is bound to
   * @param bytes at least one; taken over and overwritten
   */
  public SealedSecretKey(String algorithm, SealingPolicy policy, byte[] bytes) {
    super(algorithm, policy, bytes);
    this.generatedIvs = new AtomicLong();
  }

  /** Creates a copy; the IVs that were made for either count for both. */
  private SealedSecretKey(SealedSecretKey original) {
    super(original.getAlgorithm(), original.policy(), original.copySecret());
    this.generatedIvs = original.generatedIvs;
  }

  AtomicLong generatedIvs() {
    return generatedIvs;
  }

  @Override
  SealedSecretKey copy() {
    return new SealedSecretKey(this);
  }

  @Override
  int sizeInBits() {
    return 8 * secretLength();
  }
}
