package org.elastictee.sim.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.elastictee.sim.main.SimulateMain;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The simulator in a terminal, which {@code script(1)} provides. */
@Timeout(60)
class TerminalTest {
  @TempDir Path folder;

  @BeforeAll
  static void requireSupervisorAndTerminal() throws Exception {
    Supervised.requireSupervisor();
    assumeTrue(
        Supervised.runAlone(Supervised.shell("command -v script")).status() == 0,
        "there is no script(1)");
  }

  @ParameterizedTest
  @CsvSource({"3, INT", "28, QUIT"})
  void whatAKeySendsIsForTheProgram(int key, String signal) throws Exception {
    String program =
        "trap got=1 %s; trap \"exit 3\" TERM; echo ready;".formatted(signal)
            + " while [ -z \"$got\" ]; do sleep 0.05; done; sleep 0.5; echo end; exit 7";
    // exec: a shell that stayed would end of the key itself, and dash does not leave by itself.
    String command =
        Stream.concat(
                Supervised.java(SimulateMain.class, "--").stream(),
                Supervised.shell(program).stream())
            .map(word -> "'" + word + "'")
            .collect(Collectors.joining(" ", "exec ", ""));
    Path output = folder.resolve("out");
    Process terminal =
        new ProcessBuilder("script", "-q", "-e", "-c", command, "/dev/null")
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try (OutputStream keys = terminal.getOutputStream()) {
      while (!Files.readString(output).contains("ready")) {
        assertTrue(terminal.isAlive());
        Thread.sleep(20);
      }
      keys.write(key);
      keys.flush();
      assertTrue(terminal.waitFor(30, TimeUnit.SECONDS));
    } finally {
      terminal.destroyForcibly();
    }
    assertEquals(7, terminal.exitValue());
    List<String> lines = Files.readAllLines(output);
    assertTrue(lines.stream().anyMatch(line -> line.endsWith("end")), lines.toString());
  }
}
