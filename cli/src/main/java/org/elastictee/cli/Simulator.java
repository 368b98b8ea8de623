package org.elastictee.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The simulator as another process, found where the launcher says that it lies. */
final class Simulator {
  private static final String JAR_PROPERTY = "elastic.cli.simulator";

  private Simulator() {}

  /**
   * Runs the simulator with these arguments to its end.
   *
   * @return its exit code
   * @throws Failure if this installation has no simulator
   */
  static int run(List<String> arguments) throws Failure, IOException, InterruptedException {
    String jar = System.getProperty(JAR_PROPERTY);
    if (jar == null || !Files.isRegularFile(Path.of(jar))) {
      throw new Failure("the simulator is not part of this installation: run ./elastic");
    }
    List<String> command = new ArrayList<>(List.of(java(), "-jar", jar));
    command.addAll(arguments);
    Process process = new ProcessBuilder(command).inheritIO().start();
    // Whoever ends this process means the one that it waits for.
    Thread end = new Thread(process::destroy, "end of the simulator");
    Runtime.getRuntime().addShutdownHook(end);
    try {
      TerminalSignals.ignore();
      return process.waitFor();
    } finally {
      process.destroy();
    }
  }

  /** Runs a command of this command line in the simulator. */
  static int runSimulated(String... arguments) throws Failure, IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "--", java(), "-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(arguments));
    return run(command);
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }
}
