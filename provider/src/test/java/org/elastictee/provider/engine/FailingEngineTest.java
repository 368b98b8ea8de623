package org.elastictee.provider.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.elastictee.provider.health.Downgrade;
import org.elastictee.provider.health.Downgrade.Cause;
import org.elastictee.provider.health.EngineName;
import org.elastictee.provider.health.StrictModeError;
import org.elastictee.provider.health.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of an operation whose usual engine gives wrong answers. */
class FailingEngineTest {
  static Stream<Operation> tested() {
    return BrokenEngines.tested();
  }

  private static EngineTable broken(Operation operation) {
    return BrokenEngines.table(operation, () -> false);
  }

  private static EngineTable brokenAndStrict(Operation operation) {
    return BrokenEngines.table(operation, () -> true);
  }

  private static List<Downgrade> failures(OperationHealth health) {
    return health.downgrades().stream().filter(d -> d.cause() == Cause.FAILED).toList();
  }

  @ParameterizedTest
  @MethodSource("tested")
  void goesOnWithTheNextEngineOrRefuses(Operation operation) {
    try (LogLines log = new LogLines()) {
      EngineTable table = broken(operation);
      Optional<Engine> next = BrokenEngines.next(operation);
      assertEquals(next, table.engine(operation));
      if (next.isEmpty()) {
        assertThrows(NoSuchAlgorithmException.class, () -> table.provider(operation));
      }
      assertEquals(1, log.warnings().size());
    }
  }

  @ParameterizedTest
  @MethodSource("tested")
  void saysSoInOneLineHoweverOftenItIsAsked(Operation operation) {
    try (LogLines log = new LogLines()) {
      EngineTable table = broken(operation);
      table.engine(operation);
      table.engine(operation);
      assertEquals(1, log.warnings().size(), () -> "logged: " + log.warnings());
      String line = log.warnings().get(0);
      String beginning =
          operation.type()
              + " "
              + operation.algorithm()
              + ": "
              + BrokenEngines.usual(operation).providerName()
              + " does not serve in this process: its known-answer test failed: ";
      assertTrue(line.startsWith(beginning), line);
    }
  }

  @ParameterizedTest
  @MethodSource("tested")
  void healthShowsWhoFailedAndWhoServes(Operation operation) {
    try (LogLines log = new LogLines()) {
      EngineTable table = broken(operation);
      table.engine(operation);
      OperationHealth health = table.health(operation);
      assertEquals(1, failures(health).size());
      assertEquals(BrokenEngines.usual(operation).providerName(), failures(health).get(0).engine());
      assertEquals(
          BrokenEngines.next(operation).map(Engine::providerName).orElse(""),
          health.engine().name());
      assertEquals(
          BrokenEngines.next(operation).isPresent() ? Verdict.PASSED : Verdict.FAILED,
          health.knownAnswer().verdict());
      assertEquals(1, log.warnings().size());
    }
  }

  @ParameterizedTest
  @MethodSource("tested")
  void inStrictModeItIsRefusedForGood(Operation operation) {
    try (LogLines log = new LogLines()) {
      EngineTable table = brokenAndStrict(operation);
      assertThrows(StrictModeError.class, () -> table.provider(operation));
      assertThrows(StrictModeError.class, () -> table.algorithm(operation));
      assertEquals(EngineName.NONE, table.health(operation).engine());
      assertEquals(Verdict.FAILED, table.health(operation).knownAnswer().verdict());
      assertEquals(1, log.warnings().size());
      assertTrue(log.warnings().get(0).endsWith("refused (elastic.strict)"));
    }
  }

  @Test
  void everyDowngradeIsAnEventOfTheFlightRecorder(@TempDir Path folder) throws Exception {
    Map<String, String> expected = new TreeMap<>();
    try (Recording recording = new Recording();
        LogLines log = new LogLines()) {
      recording.enable(DowngradeEvent.NAME);
      recording.start();
      for (Operation operation : tested().toList()) {
        broken(operation).engine(operation);
        expected.put(
            operation.type() + " " + operation.algorithm(),
            BrokenEngines.usual(operation).providerName());
      }
      recording.stop();
      Path file = folder.resolve("downgrades.jfr");
      recording.dump(file);
      assertEquals(expected, failuresIn(file));
      assertEquals(expected.size(), log.warnings().size());
    }
  }

  private static Map<String, String> failuresIn(Path recording) throws Exception {
    Map<String, String> found = new TreeMap<>();
    for (RecordedEvent event : RecordingFile.readAllEvents(recording)) {
      if (event.getString("cause").equals("FAILED")) {
        assertFalse(event.getBoolean("refused"));
        assertTrue(event.getString("reason").startsWith("its known-answer test failed"));
        String operation = event.getString("type") + " " + event.getString("algorithm");
        found.put(operation, event.getString("engine"));
      }
    }
    return found;
  }

  @Test
  void nothingIsLeftWhereAllFail() {
    try (LogLines log = new LogLines()) {
      EngineTable table = BrokenEngines.allBroken(Operation.AES_GCM);
      assertThrows(NoSuchAlgorithmException.class, () -> table.provider(Operation.AES_GCM));
      int last = Operation.AES_GCM.engines().size() - 1;
      assertEquals(last + 1, log.warnings().size());
      assertTrue(log.warnings().get(last - 1).endsWith("; the next engine is asked"));
      assertTrue(log.warnings().get(last).endsWith("; no engine is left"));
      assertEquals(Verdict.FAILED, table.health(Operation.AES_GCM).knownAnswer().verdict());
    }
  }

  /** The row is not over where the last one that was passed over was not the last one. */
  @Test
  void theLastOneBeforeTheEngineThatServesIsNotTheLast() {
    try (LogLines log = new LogLines()) {
      EngineTable.without(Set.of(Engine.SUN_JCE)).engine(Operation.AES_KW);
      assertTrue(log.warnings().get(0).endsWith("it is not there; the next engine is asked"));
      EngineTable.without(Set.of(Engine.BOUNCY_CASTLE)).engine(Operation.AES_GCM_SIV);
      assertTrue(log.warnings().get(1).endsWith("it is not there; no engine is left"));
    }
  }

  @Test
  void otherOperationsOfTheEngineGoOn() {
    try (LogLines log = new LogLines()) {
      EngineTable table = broken(Operation.AES_GCM);
      table.engine(Operation.AES_GCM);
      assertEquals(
          Optional.of(BrokenEngines.usual(Operation.AES_CTR)), table.engine(Operation.AES_CTR));
      assertEquals(1, log.warnings().size());
    }
  }

  @Test
  void aMissingEngineIsADowngradeAndNoFailure() {
    try (LogLines log = new LogLines()) {
      EngineTable table = EngineTable.without(Set.of(Engine.SUN_JCE));
      table.engine(Operation.AES_KW);
      assertTrue(
          table
              .health(Operation.AES_KW)
              .downgrades()
              .contains(new Downgrade("SunJCE", Cause.MISSING, "it is not there")));
      assertEquals(1, log.warnings().size());
    }
  }

  @Test
  void anEngineThatIsTooOldIsShownWithoutAWarning() {
    try (LogLines log = new LogLines()) {
      EngineTable table = new EngineTable(Engine::provider, () -> false);
      table.engine(Operation.ML_KEM_512_KEY);
      boolean sunHasIt = Runtime.version().feature() >= 24;
      assertEquals(
          sunHasIt
              ? List.of()
              : List.of(new Downgrade("SunJCE", Cause.NOT_OFFERED, "it has no such algorithm")),
          table.health(Operation.ML_KEM_512_KEY).downgrades());
      assertEquals(List.of(), log.warnings());
    }
  }

  @Test
  void strictModeAcceptsThatAnEngineIsMissing() {
    try (LogLines log = new LogLines()) {
      EngineTable table =
          new EngineTable(
              engine -> engine == Engine.SUN_JCE ? Optional.empty() : engine.provider(),
              () -> true);
      assertEquals(Optional.of(Engine.BOUNCY_CASTLE), table.engine(Operation.AES_KW));
      assertEquals(1, log.warnings().size());
    }
  }

  @Test
  void strictModeRefusesWhereNoEngineIsThere() {
    try (LogLines log = new LogLines()) {
      EngineTable table = new EngineTable(engine -> Optional.empty(), () -> true);
      assertThrows(StrictModeError.class, () -> table.provider(Operation.AES_GCM));
      assertFalse(log.warnings().isEmpty());
    }
  }

  @Test
  void healthRunsNothing() {
    AtomicInteger made = new AtomicInteger();
    EngineTable table =
        BrokenEngines.table(
            Operation.AES_GCM,
            () -> false,
            answer -> {
              made.incrementAndGet();
              return answer;
            });
    OperationHealth before = table.health(Operation.AES_GCM);
    assertEquals(0, made.get());
    assertSame(Verdict.NOT_RUN, before.knownAnswer().verdict());
    assertEquals(BrokenEngines.usual(Operation.AES_GCM).providerName(), before.engine().name());
  }

  @Test
  void theTestRunsOnce() {
    AtomicInteger made = new AtomicInteger();
    Set<Integer> counts = new TreeSet<>();
    EngineTable table =
        BrokenEngines.table(
            Operation.SHA_256,
            () -> false,
            answer -> {
              made.incrementAndGet();
              return answer;
            });
    for (int i = 0; i < 3; i++) {
      table.engine(Operation.SHA_256);
      counts.add(made.get());
    }
    assertEquals(1, counts.size());
    assertTrue(made.get() > 0);
  }
}
