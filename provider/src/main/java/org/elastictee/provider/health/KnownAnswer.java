package org.elastictee.provider.health;

import java.time.Duration;

/**
 * The known-answer test of an engine.
 *
 * @param verdict what came of it
 * @param time that it took; zero if it did not run
 * @param reason why it failed or is not applicable, for people; or else empty
 */
public record KnownAnswer(Verdict verdict, Duration time, String reason) {
  /** A test that has not run. */
  public static final KnownAnswer NOT_RUN = new KnownAnswer(Verdict.NOT_RUN, Duration.ZERO, "");

  /** Returns the result of a test that passed. */
  public static KnownAnswer passed(Duration time) {
    return new KnownAnswer(Verdict.PASSED, time, "");
  }

  /** Returns the result of a test that failed. */
  public static KnownAnswer failed(Duration time, String reason) {
    return new KnownAnswer(Verdict.FAILED, time, reason);
  }

  /** Returns what stands for a test where there is none. */
  public static KnownAnswer notApplicable(String reason) {
    return new KnownAnswer(Verdict.NOT_APPLICABLE, Duration.ZERO, reason);
  }
}
