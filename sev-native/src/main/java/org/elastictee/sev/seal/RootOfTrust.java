package org.elastictee.sev.seal;

import org.elastictee.sev.memory.SecretMemory;

/**
 * The one place where the machine's identity enters: a source of keys that are the same whenever
 * the same root is asked the same request, and of which nothing is stored. Implementations are safe
 * for use by several threads.
 */
public interface RootOfTrust {
  /** Returns the kind of this root. */
  RootKind kind();

  /** Returns one sentence for the operator: what this root protects against. */
  String statement();

  /**
   * Looks at the machine again, so that {@link #request} follows what has changed under this root,
   * such as an update of the firmware. Does nothing where nothing can change.
   *
   * @throws RootOfTrustException if the machine gives no answer; the root stays as it was
   */
  default void refresh() throws RootOfTrustException {}

  /**
   * Returns the request by which this root carries out a policy from now on.
   *
   * @throws RootOfTrustException if this root cannot carry out the policy
   */
  DerivationRequest request(SealingPolicy policy) throws RootOfTrustException;

  /**
   * Derives a key. Keys of different labels, or of different lengths, tell nothing of one another.
   *
   * @param request made by {@link #request}, now or in an earlier life of the same root
   * @param policy that the request must carry out: what stands beside data on a disk may have been
   *     asked for by another image, under a policy that lets it
   * @param label what the key is for, 1 to 255 bytes of UTF-8
   * @param length of the key in bytes, 16 to 8160
   * @return the key, which the caller closes
   * @throws RootOfTrustException with {@link RootOfTrustException.Reason#FOREIGN_REQUEST} if
   *     another root made the request, {@link RootOfTrustException.Reason#WRONG_POLICY} if it
   *     carries out another policy, and with other reasons if this root cannot carry it out
   * @throws IllegalArgumentException if label or length is out of range
   */
  SecretMemory derive(DerivationRequest request, SealingPolicy policy, String label, int length)
      throws RootOfTrustException;

  /** Derives 32 bytes by the request that stands for the policy from now on. */
  default SecretMemory derive(SealingPolicy policy, String label) throws RootOfTrustException {
    return derive(request(policy), policy, label, 32);
  }
}
