package org.elastictee.provider;

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
  /** As applications get it: on libelastic and libcrypto first, where the machine has them. */
  STANDARD("standard"),
  /** As on a machine without libelastic and libcrypto: on the JDK's own providers first. */
  WITHOUT_LIBCRYPTO("without libcrypto"),
  /** On BouncyCastle, wherever BouncyCastle can do the work; the rest as usual. */
  BOUNCY_CASTLE("BouncyCastle forced");

  private final String text;

  EngineChoice(String text) {
    this.text = text;
  }

  private EngineTable engines() {
    return switch (this) {
      case STANDARD -> EngineTable.standard();
      case WITHOUT_LIBCRYPTO -> EngineTable.without(Set.of(Engine.LIBELASTIC, Engine.LIBCRYPTO));
      case BOUNCY_CASTLE -> EngineTable.preferring(Engine.BOUNCY_CASTLE);
    };
  }

  /** Returns a new provider on these engines. */
  public ElasticProvider provider() {
    return new ElasticProvider(engines());
  }

  /** Returns the JCA name of the engine that does ECDSA with SHA-256. */
  public Optional<String> ecdsa() {
    return engines().engine(Operation.ECDSA_SHA256).map(Engine::providerName);
  }

  @Override
  public String toString() {
    return text;
  }
}
