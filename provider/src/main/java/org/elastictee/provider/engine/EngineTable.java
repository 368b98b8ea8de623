package org.elastictee.provider.engine;

import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.elastictee.provider.health.Downgrade;
import org.elastictee.provider.health.Downgrade.Cause;
import org.elastictee.provider.health.KnownAnswer;
import org.elastictee.provider.health.StrictModeError;
import org.elastictee.provider.health.Verdict;
import org.elastictee.sev.Settings;

/**
 * Chooses the engine of each operation: the first of its row in {@link Operation} that is there,
 * knows the algorithm and gives the known answers. The choice is made at first use and stays.
 *
 * <p>An engine that gives another answer is dropped for that operation and for the process. For
 * others it has tests of their own, and they would be no better served by an engine that never was
 * anybody's first choice. Every engine that is passed over is reported once: see {@link
 * DowngradeReport}. In strict mode nothing takes the place of an engine that failed, and where no
 * engine is there it is a {@link StrictModeError} too.
 *
 * <p>Safe for use by several threads; no lock is held while an engine is looked for or tested,
 * since both run strangers' code.
 */
public final class EngineTable {
  private static final EngineTable STANDARD =
      new EngineTable(Engine::provider, EngineTable::strictSetting);

  private final Candidates candidates;
  private final BooleanSupplier strict;
  private final SelfTests tests = new SelfTests();
  private final DowngradeReport downgrades = new DowngradeReport();
  private final EngineHealth health;
  private final Map<Operation, Candidate> choices = new ConcurrentHashMap<>();

  /**
   * Creates a table.
   *
   * @param providers finds the provider that is an engine
   * @param strict whether strict mode is on, asked whenever it matters
   */
  EngineTable(Function<Engine, Optional<Provider>> providers, BooleanSupplier strict) {
    this(new Candidates(providers, Optional.empty()), strict);
  }

  private EngineTable(Candidates candidates, BooleanSupplier strict) {
    this.candidates = candidates;
    this.strict = strict;
    this.health = new EngineHealth(candidates, tests, downgrades);
  }

  /** Returns the table of this process: all engines. */
  public static EngineTable standard() {
    return STANDARD;
  }

  /** Returns a table without some engines, as on a JVM that lacks them. */
  public static EngineTable without(Set<Engine> excluded) {
    EnumSet<Engine> allowed = EnumSet.allOf(Engine.class);
    allowed.removeAll(excluded);
    return new EngineTable(
        engine -> allowed.contains(engine) ? engine.provider() : Optional.empty(),
        EngineTable::strictSetting);
  }

  /**
   * Returns a table that asks one engine before all others, wherever it stands in the row: the
   * proof that each engine is right takes more than the first of each row.
   */
  public static EngineTable preferring(Engine engine) {
    return new EngineTable(
        new Candidates(Engine::provider, Optional.of(engine)), EngineTable::strictSetting);
  }

  /** A method of its own: a reference to that of Settings would open its jar in the constructor. */
  private static boolean strictSetting() {
    return Settings.isStrict();
  }

  /**
   * Returns the provider that does the operation.
   *
   * @throws NoSuchAlgorithmException if no engine does; a later call looks again for engines that
   *     were missing
   * @throws StrictModeError the same in strict mode
   */
  public Provider provider(Operation operation) throws NoSuchAlgorithmException {
    return chosen(operation).provider();
  }

  /**
   * Returns the name by which the provider of the operation knows it.
   *
   * @throws NoSuchAlgorithmException if no engine does the operation
   * @throws StrictModeError the same in strict mode
   */
  public String algorithm(Operation operation) throws NoSuchAlgorithmException {
    return operation.algorithm(chosen(operation).engine());
  }

  /**
   * Returns the engine's own service object, for services that need nothing of ours in between.
   *
   * @throws NoSuchAlgorithmException if no engine does the operation
   * @throws StrictModeError the same in strict mode
   */
  public Object newObject(Operation operation) throws NoSuchAlgorithmException {
    return provider(operation).getService(operation.type(), algorithm(operation)).newInstance(null);
  }

  /**
   * Returns the engine that does the operation, or empty if none does. Makes the choice if it was
   * not made yet.
   */
  public Optional<Engine> engine(Operation operation) {
    return choose(operation).map(Candidate::engine);
  }

  /**
   * Returns the service that would do the operation on a machine without libcrypto, for keys that
   * libcrypto has no form of, or empty if another engine does it. An engine of the JDK has the last
   * word on what it takes: what it refuses is never offered to the next.
   */
  public Optional<EngineService> behindLibcrypto(Operation operation) {
    if (!engine(operation).equals(Optional.of(Engine.LIBCRYPTO))) {
      return Optional.empty();
    }
    return candidates.inOrder(operation).stream()
        .filter(engine -> engine != Engine.LIBCRYPTO)
        .flatMap(engine -> candidates.find(operation, engine).stream())
        .filter(behind -> tests.result(operation, behind).verdict() != Verdict.FAILED)
        .map(behind -> new EngineService(operation.algorithm(behind.engine()), behind.provider()))
        .findFirst();
  }

  /** Whether strict mode is on. */
  public boolean isStrict() {
    return strict.getAsBoolean();
  }

  /** Returns how the operation stands. Chooses and tests nothing. */
  public OperationHealth health(Operation operation) {
    return health.of(operation, Optional.ofNullable(choices.get(operation)), isStrict());
  }

  private Candidate chosen(Operation operation) throws NoSuchAlgorithmException {
    Optional<Candidate> choice = choose(operation);
    if (choice.isPresent()) {
      return choice.get();
    }
    String refusal = "no engine is there for " + operation.type() + " " + operation.algorithm();
    if (isStrict()) {
      throw new StrictModeError(refusal + " that strict mode (elastic.strict) accepts");
    }
    throw new NoSuchAlgorithmException(refusal);
  }

  private Optional<Candidate> choose(Operation operation) {
    Candidate choice = choices.get(operation);
    if (choice != null) {
      return Optional.of(choice);
    }
    Optional<Candidate> underTest = tests.underTest(operation);
    if (underTest.isPresent()) {
      return underTest;
    }
    Optional<Candidate> found = find(operation);
    if (found.isEmpty()) {
      return found;
    }
    Candidate earlier = choices.putIfAbsent(operation, found.get());
    return earlier == null ? found : Optional.of(earlier);
  }

  private Optional<Candidate> find(Operation operation) {
    List<Downgrade> passedOver = new ArrayList<>();
    for (Engine engine : candidates.inOrder(operation)) {
      Optional<Candidate> candidate = candidates.find(operation, engine);
      if (candidate.isEmpty()) {
        passedOver.add(candidates.absence(engine));
        continue;
      }
      KnownAnswer result = tests.result(operation, candidate.get());
      if (result.verdict() != Verdict.FAILED) {
        downgrades.add(operation, passedOver, isStrict());
        return candidate;
      }
      passedOver.add(new Downgrade(engine.providerName(), Cause.FAILED, result.reason()));
      if (isStrict()) {
        break;
      }
    }
    downgrades.add(operation, passedOver, isStrict());
    return Optional.empty();
  }
}
