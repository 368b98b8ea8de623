package org.elastictee.sev.kds;

import java.util.Arrays;

/**
 * What is above an endorsement key: AMD's intermediate and root certificate for one product.
 * Immutable. The key server's word that this is the root is worth nothing: who verifies pins it.
 */
public final class CertificateChain {
  private final byte[] intermediate;
  private final byte[] root;

  CertificateChain(byte[] intermediate, byte[] root) {
    this.intermediate = intermediate.clone();
    this.root = root.clone();
  }

  /** Returns the ASK, or the ASVK for VLEKs: one X.509 certificate in DER. */
  public byte[] intermediate() {
    return intermediate.clone();
  }

  /** Returns the ARK: one X.509 certificate in DER. */
  public byte[] root() {
    return root.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CertificateChain chain
        && Arrays.equals(intermediate, chain.intermediate)
        && Arrays.equals(root, chain.root);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(intermediate) + Arrays.hashCode(root);
  }
}
