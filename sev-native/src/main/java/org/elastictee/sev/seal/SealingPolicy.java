package org.elastictee.sev.seal;

import java.util.Optional;

/**
 * What sealed data is bound to. On SEV-SNP the hardware enforces it; a {@link SoftwareRoot} only
 * keeps the policies' keys apart. The codes stand in sealed data and never change.
 */
public enum SealingPolicy {
  /** This image, its guest policy and the committed TCB: any change of these locks the data. */
  STRICT(1),
  /** The signer's family and image, so that later versions of the image still open the data. */
  UPDATABLE(2),
  /** This launch only: the data is lost when the machine, or on plain Linux the process, ends. */
  EPHEMERAL(3);

  private final int code;

  SealingPolicy(int code) {
    this.code = code;
  }

  /** Returns the byte that stands for this policy in sealed data. */
  public int code() {
    return code;
  }

  static Optional<SealingPolicy> ofCode(int code) {
    for (SealingPolicy policy : values()) {
      if (policy.code == code) {
        return Optional.of(policy);
      }
    }
    return Optional.empty();
  }
}
