package org.elastictee.provider.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.Provider;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.elastictee.provider.health.Downgrade;
import org.elastictee.provider.health.Downgrade.Cause;
import org.elastictee.provider.health.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A machine without libcrypto 3.0 is a usual one; a libcrypto that is wrong is not. */
class AbsentLibcryptoTest {
  static Stream<Operation> onLibcrypto() {
    return Stream.of(Operation.values()).filter(o -> o.engines().contains(Engine.LIBCRYPTO));
  }

  private static EngineTable with(Optional<Provider> libcrypto) {
    return new EngineTable(
        engine -> engine == Engine.LIBCRYPTO ? libcrypto : engine.provider(), () -> false);
  }

  @Test
  void isOneLineBelowAWarningForAllOperations() {
    try (LogLines log = new LogLines()) {
      EngineTable table = with(Optional.empty());
      onLibcrypto().forEach(table::engine);
      onLibcrypto().forEach(table::engine);
      assertEquals(List.of(), log.warnings());
      assertEquals(
          List.of("no libcrypto 3.0 or later is there; the next engines are asked"),
          log.atLeast(Level.INFO));
    }
  }

  @ParameterizedTest
  @MethodSource("onLibcrypto")
  void isShownByTheHealthOfEachOperation(Operation operation) {
    try (LogLines log = new LogLines()) {
      EngineTable table = with(Optional.empty());
      table.engine(operation);
      assertEquals(
          new Downgrade("libcrypto", Cause.MISSING, "it is not there"),
          table.health(operation).downgrades().get(0));
      assertEquals(Verdict.PASSED, table.health(operation).knownAnswer().verdict());
      assertEquals(List.of(), log.warnings());
    }
  }

  /** What stands for libcrypto here is SunEC, so that a machine that has none says it too. */
  @Test
  void oneThatGivesWrongAnswersIsAWarning() {
    Provider real = Engine.SUN_EC.provider().orElseThrow();
    Operation operation = Operation.ECDSA_SHA256;
    Provider wrong = BrokenProvider.of(real, operation.type(), operation.algorithm());
    try (LogLines log = new LogLines()) {
      EngineTable table = with(Optional.of(wrong));
      assertEquals(Optional.of(Engine.SUN_EC), table.engine(operation));
      assertEquals(1, log.warnings().size());
      String line = log.warnings().get(0);
      assertTrue(
          line.startsWith(
              "Signature SHA256withECDSA: libcrypto does not serve in this process: "
                  + "its known-answer test failed: "),
          line);
      assertEquals(Cause.FAILED, table.health(operation).downgrades().get(0).cause());
    }
  }
}
