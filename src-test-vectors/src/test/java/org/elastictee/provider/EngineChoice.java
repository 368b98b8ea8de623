package org.elastictee.provider;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.elastictee.provider.engine.Engine;
import org.elastictee.provider.engine.EngineTable;
import org.elastictee.provider.engine.Operation;

/**
 * The provider on other engines than those it would choose. In the provider's package, because
 * applications have no such choice.
 */
public enum EngineChoice {
  /** As applications get it: on libcrypto first, where the machine has it. */
  STANDARD(EnumSet.noneOf(Engine.class)),
  /** As on a machine without libcrypto: on the JDK's own providers first. */
  WITHOUT_LIBCRYPTO(EnumSet.of(Engine.LIBCRYPTO)),
  /** On BouncyCastle, wherever BouncyCastle does the work; randomness and TLS stay the JDK's. */
  BOUNCY_CASTLE(EnumSet.of(Engine.LIBCRYPTO, Engine.SUN_JCE, Engine.SUN_EC, Engine.SUN_RSA_SIGN));

  @SuppressWarnings("ImmutableEnumChecker") // Set.copyOf is immutable
  private final Set<Engine> excluded;

  EngineChoice(Set<Engine> excluded) {
    this.excluded = Set.copyOf(excluded);
  }

  /** Returns a new provider on these engines. */
  public ElasticProvider provider() {
    return new ElasticProvider(EngineTable.without(excluded));
  }

  /** Returns the engine that does ECDSA with SHA-256. */
  public Optional<Engine> ecdsa() {
    return EngineTable.without(excluded).engine(Operation.ECDSA_SHA256);
  }
}
