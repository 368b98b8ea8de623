package org.elastictee.provider.key;

import java.security.spec.AlgorithmParameterSpec;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.elastictee.sev.seal.SealingPolicy;

/**
 * Asks a {@code KeyGenerator} or a {@code KeyPairGenerator} of Elastic for a {@link SealedKey}
 * instead of an ordinary one; the public key of a pair is ordinary. Sealed keys are never
 * extractable. Immutable.
 *
 * <pre>{@code
 * KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", "Elastic");
 * generator.initialize(
 *     SealedKeySpec.builder(SealingPolicy.STRICT)
 *         .label("orders")
 *         .parameters(new ECGenParameterSpec("secp256r1"))
 *         .build());
 * }</pre>
 */
public final class SealedKeySpec implements AlgorithmParameterSpec {
  private final SealingPolicy policy;
  private final String label;
  private final OptionalInt keySize;
  private final Optional<AlgorithmParameterSpec> parameters;

  private SealedKeySpec(Builder builder) {
    this.policy = builder.policy;
    this.label = builder.label;
    this.keySize = builder.keySize;
    this.parameters = builder.parameters;
  }

  /** Begins a specification. */
  public static Builder builder(SealingPolicy policy) {
    return new Builder(policy);
  }

  /** Returns what the key is bound to where it is stored. */
  public SealingPolicy policy() {
    return policy;
  }

  /** Returns what the key is for, or an empty string: see {@link SealedKey#label}. */
  public String label() {
    return label;
  }

  /** Returns the size in bits, or empty for the algorithm's default. */
  public OptionalInt keySize() {
    return keySize;
  }

  /** Returns the algorithm's own parameters, such as a curve, or empty for its default. */
  public Optional<AlgorithmParameterSpec> parameters() {
    return parameters;
  }

  @Override
  public String toString() {
    return "SealedKeySpec[" + policy + ", " + label + "]";
  }

  /** Builds a {@link SealedKeySpec}. Not thread-safe. */
  public static final class Builder {
    private final SealingPolicy policy;
    private String label = "";
    private OptionalInt keySize = OptionalInt.empty();
    private Optional<AlgorithmParameterSpec> parameters = Optional.empty();

    private Builder(SealingPolicy policy) {
      this.policy = Objects.requireNonNull(policy, "policy");
    }

    /**
     * Says what the key is for, to people.
     *
     * @throws IllegalArgumentException unless it is valid Unicode of 1 to 200 bytes of UTF-8
     */
    public Builder label(String value) {
      label = KeyLabel.check(value);
      return this;
    }

    /** Sets the size in bits; which sizes there are, the generator knows. */
    public Builder keySize(int bits) {
      keySize = OptionalInt.of(bits);
      return this;
    }

    /**
     * Sets the algorithm's own parameters, which the generator would take for an ordinary key.
     *
     * @throws IllegalArgumentException if they ask for a sealed key themselves
     */
    public Builder parameters(AlgorithmParameterSpec value) {
      if (value instanceof SealedKeySpec || value instanceof DerivedKeyPairSpec) {
        throw new IllegalArgumentException("the parameters are those of an ordinary key");
      }
      parameters = Optional.of(value);
      return this;
    }

    /**
     * Returns the specification.
     *
     * @throws IllegalStateException if it has a size and parameters, which have a size of their own
     */
    public SealedKeySpec build() {
      if (keySize.isPresent() && parameters.isPresent()) {
        throw new IllegalStateException("either a size or parameters, and not both");
      }
      return new SealedKeySpec(this);
    }
  }
}
