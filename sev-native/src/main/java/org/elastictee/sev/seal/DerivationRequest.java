package org.elastictee.sev.seal;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

/**
 * The exact request that a root of trust was asked, kept beside what it sealed so that it can be
 * asked again to the byte. Holds no secret. Immutable.
 */
public final class DerivationRequest {
  /** The most bytes that an encoded request may have. */
  public static final int MAX_ENCODED_BYTES = 1024;

  private final RootKind kind;
  private final SealingPolicy policy;
  private final byte[] encoded;

  /**
   * Creates a request.
   *
   * @param encoded what the root needs beside the policy, 0 to {@value #MAX_ENCODED_BYTES} bytes;
   *     copied
   * @throws IllegalArgumentException if {@code encoded} is longer
   */
  public DerivationRequest(RootKind kind, SealingPolicy policy, byte[] encoded) {
    if (encoded.length > MAX_ENCODED_BYTES) {
      throw new IllegalArgumentException("a request has at most " + MAX_ENCODED_BYTES + " bytes");
    }
    this.kind = Objects.requireNonNull(kind, "kind");
    this.policy = Objects.requireNonNull(policy, "policy");
    this.encoded = encoded.clone();
  }

  /** Returns the kind of root that made the request. */
  public RootKind kind() {
    return kind;
  }

  /** Returns the policy that the request carries out. */
  public SealingPolicy policy() {
    return policy;
  }

  /** Returns a copy of what the root needs beside the policy. */
  public byte[] encoded() {
    return encoded.clone();
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof DerivationRequest other
        && kind == other.kind
        && policy == other.policy
        && Arrays.equals(encoded, other.encoded);
  }

  @Override
  public int hashCode() {
    return Objects.hash(kind, policy, Arrays.hashCode(encoded));
  }

  @Override
  public String toString() {
    return "DerivationRequest["
        + kind
        + ", "
        + policy
        + ", "
        + HexFormat.of().formatHex(encoded)
        + "]";
  }
}
