package org.elastictee.cli.keys;

import java.util.Locale;
import org.elastictee.sev.seal.SealingPolicy;

/** The policies that a key store of the command line may have. */
enum PolicyName {
  /** This image on this chip. */
  STRICT(SealingPolicy.STRICT),
  /** Later versions of the image too. */
  UPDATABLE(SealingPolicy.UPDATABLE);

  @SuppressWarnings("ImmutableEnumChecker") // it is immutable
  private final SealingPolicy policy;

  PolicyName(SealingPolicy policy) {
    this.policy = policy;
  }

  SealingPolicy policy() {
    return policy;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
