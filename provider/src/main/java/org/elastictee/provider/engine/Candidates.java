package org.elastictee.provider.engine;

import java.security.Provider;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.elastictee.provider.health.Downgrade;
import org.elastictee.provider.health.Downgrade.Cause;

/**
 * The engines of each operation, in the order they are asked. Safe for use by several threads.
 *
 * @param providers finds the provider that is an engine
 * @param preferred the engine that is asked before all others of its rows, if there is one
 */
record Candidates(Function<Engine, Optional<Provider>> providers, Optional<Engine> preferred) {
  List<Engine> inOrder(Operation operation) {
    List<Engine> engines = new ArrayList<>(operation.engines());
    preferred.filter(engines::remove).ifPresent(first -> engines.add(0, first));
    return engines;
  }

  /** Returns the engine if it is there and knows the algorithm. */
  Optional<Candidate> find(Operation operation, Engine engine) {
    return providers
        .apply(engine)
        .map(provider -> new Candidate(engine, provider))
        .filter(candidate -> candidate.offers(operation));
  }

  /** Returns why {@link #find} found nothing. */
  Downgrade absence(Engine engine) {
    return providers.apply(engine).isPresent()
        ? new Downgrade(engine.providerName(), Cause.NOT_OFFERED, "it has no such algorithm")
        : new Downgrade(engine.providerName(), Cause.MISSING, engine.absence());
  }
}
