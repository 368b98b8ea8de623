package org.elastictee.provider.engine;

import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.elastictee.provider.health.KnownAnswer;
import org.elastictee.provider.selftest.KnownAnswerTest;
import org.elastictee.provider.selftest.KnownAnswers;
import org.elastictee.provider.selftest.WrongAnswerException;

/**
 * Runs the known-answer test of an engine for an operation, once, in the thread that asks first;
 * another that asks meanwhile runs it too, so that nobody waits for anybody, and the first result
 * stays. Safe for use by several threads.
 */
final class SelfTests {
  private final Map<Key, KnownAnswer> results = new ConcurrentHashMap<>();

  /** What one table tests is not under test in another. */
  @SuppressWarnings("ThreadLocalUsage")
  private final ThreadLocal<Map<Operation, Candidate>> running = new ThreadLocal<>();

  private record Key(Operation operation, Engine engine) {}

  /**
   * Returns the engine that this thread is testing for the operation. What the engine under test
   * looks up in the provider list may come back to us, and must find an answer.
   */
  Optional<Candidate> underTest(Operation operation) {
    Map<Operation, Candidate> tests = running.get();
    return tests == null ? Optional.empty() : Optional.ofNullable(tests.get(operation));
  }

  /** Returns the result of the test, which runs if it has not. */
  KnownAnswer result(Operation operation, Candidate candidate) {
    Key key = new Key(operation, candidate.engine());
    KnownAnswer result = results.get(key);
    if (result == null) {
      result = run(operation, candidate);
      KnownAnswer earlier = results.putIfAbsent(key, result);
      result = earlier == null ? result : earlier;
    }
    return result;
  }

  /** Returns the result so far, without running anything. */
  KnownAnswer resultSoFar(Operation operation, Engine engine) {
    KnownAnswer result = results.get(new Key(operation, engine));
    if (result != null) {
      return result;
    }
    return KnownAnswers.test(operation.type(), operation.algorithm()).isPresent()
        ? KnownAnswer.NOT_RUN
        : none(operation);
  }

  private static KnownAnswer none(Operation operation) {
    return KnownAnswer.notApplicable(KnownAnswers.whyNone(operation.type()));
  }

  private KnownAnswer run(Operation operation, Candidate candidate) {
    Optional<KnownAnswerTest> test = KnownAnswers.test(operation.type(), operation.algorithm());
    if (test.isEmpty()) {
      return none(operation);
    }
    Map<Operation, Candidate> tests = running.get();
    if (tests == null) {
      tests = new EnumMap<>(Operation.class);
      running.set(tests);
    }
    tests.put(operation, candidate);
    long start = System.nanoTime();
    try {
      test.get().run(candidate.provider(), operation.algorithm(candidate.engine()));
      return KnownAnswer.passed(since(start));
    } catch (GeneralSecurityException | RuntimeException | LinkageError | AssertionError e) {
      return KnownAnswer.failed(since(start), describe(e));
    } finally {
      tests.remove(operation);
      if (tests.isEmpty()) {
        running.remove();
      }
    }
  }

  /** What an engine says may name files of this machine. */
  private static String describe(Throwable e) {
    String what = e instanceof WrongAnswerException ? e.getMessage() : e.getClass().getSimpleName();
    return "its known-answer test failed: " + what;
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
