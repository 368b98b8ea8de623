package org.elastictee.provider.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.security.Provider;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import org.elastictee.provider.health.Downgrade;
import org.elastictee.provider.health.Downgrade.Cause;
import org.elastictee.provider.health.Verdict;
import org.elastictee.sev.cpu.NativeLibrary;
import org.junit.jupiter.api.Test;

/** A machine on which libelastic is not loaded is a usual one. */
class AbsentLibelasticTest {
  private static EngineTable without() {
    return new EngineTable(
        engine -> engine == Engine.LIBELASTIC ? Optional.<Provider>empty() : engine.provider(),
        () -> false);
  }

  @Test
  void sunJceDoesAesGcmThere() {
    EngineTable table = without();
    assertEquals(Optional.of(Engine.SUN_JCE), table.engine(Operation.AES_GCM));
    assertEquals(Verdict.PASSED, table.health(Operation.AES_GCM).knownAnswer().verdict());
  }

  @Test
  void isOneLineBelowAWarning() {
    try (LogLines log = new LogLines()) {
      EngineTable table = without();
      table.engine(Operation.AES_GCM);
      table.engine(Operation.AES_GCM);
      assertEquals(List.of(), log.warnings());
      assertEquals(
          List.of("no libelastic: " + reason() + "; the next engines are asked"),
          log.atLeast(Level.INFO));
    }
  }

  @Test
  void isShownByTheHealthWithTheReason() {
    EngineTable table = without();
    table.engine(Operation.AES_GCM);
    assertEquals(
        List.of(new Downgrade("libelastic", Cause.MISSING, reason())),
        table.health(Operation.AES_GCM).downgrades());
  }

  /** What the library says of itself where it is not loaded; elsewhere the test took it away. */
  private static String reason() {
    NativeLibrary library = NativeLibrary.get();
    return library.isLoaded() ? "it is not there" : library.toString();
  }
}
