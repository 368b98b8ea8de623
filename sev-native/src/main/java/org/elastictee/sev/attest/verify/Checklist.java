package org.elastictee.sev.attest.verify;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Carries out checks one after the other and takes down what becomes of them. */
final class Checklist {
  private final Map<Check, CheckResult> results = new EnumMap<>(Check.class);

  /** A check: what it returns is what others can rest on, and its text is the reason. */
  interface Step<T> {
    T run() throws CheckException;
  }

  /** Carries out a check. */
  <T> Known<T> ask(Check check, Step<T> step) {
    try {
      T found = step.run();
      results.put(check, new CheckResult(check, Outcome.PASSED, found.toString()));
      return new Known<>(check, Optional.of(found));
    } catch (CheckException e) {
      results.put(check, new CheckResult(check, e.outcome(), e.getMessage()));
      return new Known<>(check, Optional.empty());
    }
  }

  /**
   * Returns the results of all checks in their order.
   *
   * @throws IllegalStateException if one was forgotten
   */
  List<CheckResult> results() {
    if (results.size() != Check.values().length) {
      throw new IllegalStateException("a check was forgotten");
    }
    return List.copyOf(results.values());
  }
}
