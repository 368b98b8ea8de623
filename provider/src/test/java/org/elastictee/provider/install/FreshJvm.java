package org.elastictee.provider.install;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a class in a JVM of its own, with the class path and the JDK of this one. */
public final class FreshJvm {
  private FreshJvm() {}

  /** What a run came to; output and errors are one. */
  public record Result(int exitCode, List<String> lines) {}

  static Path javaHome() {
    return Path.of(System.getProperty("java.home"));
  }

  /** The root file of the tests, so that no JVM of theirs touches the user's home. */
  public static String rootFileOption() {
    return "-Delastic.root.file=" + System.getProperty("elastic.root.file");
  }

  /** From JDK 24 on, the JVM warns of JNA unless it is told that native access is meant. */
  static List<String> nativeAccess(String of) {
    return Runtime.version().feature() < 24 ? List.of() : List.of("--enable-native-access=" + of);
  }

  /** Starts a class; output and errors are one. */
  public static Process start(List<String> jvmOptions, Class<?> main, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(javaHome().resolve("bin/java").toString());
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(rootFileOption());
    command.addAll(nativeAccess("ALL-UNNAMED"));
    command.addAll(jvmOptions);
    command.add(main.getName());
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  public static Result run(List<String> jvmOptions, Class<?> main, String... arguments)
      throws IOException, InterruptedException {
    Process process = start(jvmOptions, main, arguments);
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException("the JVM does not end: " + output);
    }
    return new Result(process.exitValue(), output.lines().toList());
  }
}
