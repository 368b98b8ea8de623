package org.elastictee.provider.engine;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.elastictee.provider.health.Downgrade;
import org.elastictee.provider.health.EngineName;
import org.elastictee.provider.health.KnownAnswer;
import org.elastictee.provider.health.Verdict;

/**
 * How the operations of an {@link EngineTable} stand. It chooses and tests nothing. Safe for use by
 * several threads.
 */
record EngineHealth(Candidates candidates, SelfTests tests, DowngradeReport downgrades) {
  /**
   * Returns how an operation stands.
   *
   * @param choice the engine that serves, or empty if none was chosen yet
   * @param strict whether strict mode is on
   */
  OperationHealth of(Operation operation, Optional<Candidate> choice, boolean strict) {
    Optional<Candidate> serving = choice.isPresent() ? choice : next(operation, strict);
    return serving
        .map(
            candidate ->
                new OperationHealth(
                    candidate.name(),
                    tests.resultSoFar(operation, candidate.engine()),
                    passedOver(operation)))
        .orElseGet(
            () ->
                new OperationHealth(
                    EngineName.NONE, lastFailure(operation), passedOver(operation)));
  }

  /** Returns the engine whose turn it is: in strict mode none after one that failed. */
  private Optional<Candidate> next(Operation operation, boolean strict) {
    for (Engine engine : candidates.inOrder(operation)) {
      boolean failed = hasFailed(operation, engine);
      if (failed && strict) {
        return Optional.empty();
      }
      Optional<Candidate> candidate = candidates.find(operation, engine);
      if (candidate.isPresent() && !failed) {
        return candidate;
      }
    }
    return Optional.empty();
  }

  private boolean hasFailed(Operation operation, Engine engine) {
    return tests.resultSoFar(operation, engine).verdict() == Verdict.FAILED;
  }

  private KnownAnswer lastFailure(Operation operation) {
    return candidates.inOrder(operation).stream()
        .filter(engine -> hasFailed(operation, engine))
        .reduce((earlier, later) -> later)
        .map(engine -> tests.resultSoFar(operation, engine))
        .orElse(KnownAnswer.NOT_RUN);
  }

  private List<Downgrade> passedOver(Operation operation) {
    List<String> names = candidates.inOrder(operation).stream().map(Engine::providerName).toList();
    return downgrades.of(operation).stream()
        .sorted(Comparator.comparingInt(downgrade -> names.indexOf(downgrade.engine())))
        .toList();
  }
}
