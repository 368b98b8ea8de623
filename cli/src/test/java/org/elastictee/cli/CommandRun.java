package org.elastictee.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What a command came to, in a process of its own. */
record CommandRun(int exitCode, String output) {

  /** Runs the command line's main class in a new JVM. */
  static CommandRun elastic(String... arguments) throws IOException, InterruptedException {
    return elasticWith(List.of(), arguments);
  }

  static CommandRun elasticWith(List<String> jvmOptions, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
    if (Runtime.version().feature() >= 24) {
      command.add("--enable-native-access=ALL-UNNAMED"); // as the manifest of elastic.jar says
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(jvmOptions);
    command.add(Main.class.getName());
    command.addAll(List.of(arguments));
    return of(command, null, Map.of());
  }

  /** Runs any command, with these and no other environment variables if they are given. */
  static CommandRun of(List<String> command, Path folder, Map<String, String> environment)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    if (folder != null) {
      builder.directory(folder.toFile());
    }
    if (!environment.isEmpty()) {
      builder.environment().clear();
      builder.environment().putAll(environment);
    }
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException("the command does not end: " + output);
    }
    return new CommandRun(process.exitValue(), output);
  }

  /**
   * Returns what stands behind a word at the beginning of a line, without what is said of its
   * creation.
   */
  String valueOf(String what) {
    return output
        .lines()
        .filter(line -> line.startsWith(what))
        .map(
            line -> line.substring(what.length()).strip().replaceAll(", (created now|opened)$", ""))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no line " + what + " in: " + output));
  }
}
