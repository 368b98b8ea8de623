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
  private final int policyCode;
  private final byte[] encoded;

  /**
   * Creates a request.
   *
   * @param policy what the request carries out
   * @param encoded what the root needs to ask again, 0 to {@value #MAX_ENCODED_BYTES} bytes; copied
   * @throws IllegalArgumentException if {@code encoded} is longer
   */
  DerivationRequest(RootKind kind, SealingPolicy policy, byte[] encoded) {
    this(kind, policy.code(), encoded);
  }

  DerivationRequest(RootKind kind, int policyCode, byte[] encoded) {
    if (encoded.length > MAX_ENCODED_BYTES) {
      throw new IllegalArgumentException("a request has at most " + MAX_ENCODED_BYTES + " bytes");
    }
    if (SealingPolicy.nameOf(policyCode) == null) {
      throw new IllegalArgumentException("there is no policy of code " + policyCode);
    }
    this.kind = Objects.requireNonNull(kind, "kind");
    this.policyCode = policyCode;
    this.encoded = encoded.clone();
  }

  /** Returns the kind of root that made the request. */
  public RootKind kind() {
    return kind;
  }

  /** Returns the {@link SealingPolicy#name name} of the policy that the request carries out. */
  public String policyName() {
    return SealingPolicy.nameOf(policyCode);
  }

  int policyCode() {
    return policyCode;
  }

  /** Returns a copy of what the root needs to ask again, in its own encoding. */
  public byte[] encoded() {
    return encoded.clone();
  }

  /**
   * Says in words what was asked for, such as the fields of {@code MSG_KEY_REQ}; nothing of it is
   * authenticated.
   */
  public String describe() {
    return switch (kind) {
      case SOFTWARE -> "a root file of this user";
      case SEV_SNP -> SevSnpRequest.describe(encoded);
    };
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof DerivationRequest other
        && kind == other.kind
        && policyCode == other.policyCode
        && Arrays.equals(encoded, other.encoded);
  }

  @Override
  public int hashCode() {
    return Objects.hash(kind, policyCode, Arrays.hashCode(encoded));
  }

  @Override
  public String toString() {
    return "DerivationRequest["
        + kind
        + ", "
        + policyName()
        + ", "
        + HexFormat.of().formatHex(encoded)
        + "]";
  }
}
