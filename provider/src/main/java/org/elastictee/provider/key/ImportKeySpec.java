package org.elastictee.provider.key;

import java.security.Key;
import java.security.spec.KeySpec;
import java.util.Objects;
import org.elastictee.sev.seal.SealingPolicy;

/**
 * A key to be imported, one way, by {@code SecretKeyFactory} ElasticSealed or {@code KeyFactory}
 * ElasticSealed: see {@link SealedKeys#seal} for which keys, and for what the original still means.
 *
 * @param key a secret key for the one, a private key for the other
 * @param policy what the sealed key is bound to where it is stored
 */
public record ImportKeySpec(Key key, SealingPolicy policy) implements KeySpec {
  /** Takes both. */
  public ImportKeySpec {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(policy, "policy");
  }

  /** Shows the policy: of a stranger's key, nobody knows what it prints. */
  @Override
  public String toString() {
    return "ImportKeySpec[" + policy + "]";
  }
}
