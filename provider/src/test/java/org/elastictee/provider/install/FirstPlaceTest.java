package org.elastictee.provider.install;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Self-tests in JVMs whose provider list begins with Elastic. */
@Timeout(120)
class FirstPlaceTest {
  private static String lastLine(FreshJvm.Result result) {
    return result.lines().isEmpty() ? "" : result.lines().get(result.lines().size() - 1);
  }

  @Test
  void selfTestsEndThoughTheEnginesAskUsInTurn() throws Exception {
    FreshJvm.Result result = FreshJvm.run(List.of(), FirstPlaceProgram.SelfTests.class);
    assertEquals(List.of("healthy: true", "used from below: true"), result.lines());
  }

  @Test
  void threadsThatAskAtOnceDoNotWaitForOneAnother() throws Exception {
    FreshJvm.Result result = FreshJvm.run(List.of(), FirstPlaceProgram.Threads.class);
    assertEquals(List.of("healthy: true"), result.lines());
  }

  @Test
  void aBrokenEngineIsReplacedWithinElastic() throws Exception {
    FreshJvm.Result result = FreshJvm.run(List.of(), FirstPlaceProgram.BrokenCipher.class);
    assertEquals("served by Elastic", lastLine(result));
    assertTrue(
        result.lines().stream().anyMatch(line -> line.contains("does not serve in this process")),
        () -> "it said " + result.lines());
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "TRUE", "yes"})
  void inStrictModeTheJcaDoesNotGoOnToTheNextProvider(String word) throws Exception {
    FreshJvm.Result result =
        FreshJvm.run(List.of("-Delastic.strict=" + word), FirstPlaceProgram.BrokenCipher.class);
    assertTrue(lastLine(result).startsWith("refused: "), () -> "it said " + result.lines());
  }

  @Test
  void strictModeCanBeAskedNotToBe() throws Exception {
    FreshJvm.Result result =
        FreshJvm.run(List.of("-Delastic.strict=false"), FirstPlaceProgram.BrokenCipher.class);
    assertEquals("served by Elastic", lastLine(result));
  }

  /** {@code jdk.jfr} is not in every runtime. */
  @Test
  void aRuntimeWithoutTheFlightRecorderLogsAllTheSame() throws Exception {
    FreshJvm.Result result =
        FreshJvm.run(
            List.of("--limit-modules", "java.logging,java.naming,java.sql,jdk.crypto.ec"),
            FirstPlaceProgram.BrokenCipher.class);
    assertEquals("served by Elastic", lastLine(result));
    assertTrue(
        result.lines().stream().anyMatch(line -> line.contains("does not serve in this process")),
        () -> "it said " + result.lines());
  }
}
