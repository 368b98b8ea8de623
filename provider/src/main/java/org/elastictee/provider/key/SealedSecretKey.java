package org.elastictee.provider.key;

import javax.crypto.SecretKey;
import org.elastictee.sev.seal.SealingPolicy;

/** A symmetric {@link SealedKey}. */
public final class SealedSecretKey extends AbstractSealedKey implements SecretKey {
  private static final long serialVersionUID = 1L;

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

  @Override
  int sizeInBits() {
    return 8 * secretLength();
  }
}
