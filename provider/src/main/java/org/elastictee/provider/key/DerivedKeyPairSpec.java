package org.elastictee.provider.key;

import java.security.spec.AlgorithmParameterSpec;
import java.util.Objects;
import org.elastictee.sev.seal.SealingPolicy;

/**
 * A key pair that the root of trust gives, for {@code KeyPairGenerator} EC (P-256 and P-384),
 * Ed25519 or EdDSA, and X25519 or XDH: the same on every boot of the same image, with nothing
 * stored, and for as long as a key of {@link DerivedKeySpec}, where also stands what a software
 * root is worth. Pairs that differ in policy, label or curve tell nothing of one another.
 * Immutable.
 *
 * <p>From the bytes that the root derives for {@code pair/CURVE/LABEL}:
 *
 * <ul>
 *   <li>P-256 and P-384: the private value by FIPS 186-5, appendix A.2.1, from 320 or 448 bits,
 *       which are 64 more than the order has.
 *   <li>Ed25519: the private key of RFC 8032, section 5.1.5, is 32 bytes.
 *   <li>X25519: the private key of RFC 7748, section 6.1, is 32 bytes.
 * </ul>
 */
public final class DerivedKeyPairSpec implements AlgorithmParameterSpec {
  private final SealingPolicy policy;
  private final String label;
  private final DerivedCurve curve;

  /**
   * Names a key pair.
   *
   * @param policy what it depends on
   * @param label what it is for: valid Unicode, 1 to 200 bytes of UTF-8
   * @throws IllegalArgumentException if the label is none
   */
  public DerivedKeyPairSpec(SealingPolicy policy, String label, DerivedCurve curve) {
    this.policy = Objects.requireNonNull(policy, "policy");
    this.label = KeyLabel.check(label);
    this.curve = Objects.requireNonNull(curve, "curve");
  }

  /** Returns what the key pair depends on. */
  public SealingPolicy policy() {
    return policy;
  }

  /** Returns what the key pair is for. */
  public String label() {
    return label;
  }

  /** Returns the curve. */
  public DerivedCurve curve() {
    return curve;
  }

  /** Returns the label of the derivation. */
  String derivationLabel() {
    return "pair/" + curve.displayName() + "/" + label;
  }

  @Override
  public String toString() {
    return "DerivedKeyPairSpec[" + curve.displayName() + ", " + policy + ", " + label + "]";
  }
}
