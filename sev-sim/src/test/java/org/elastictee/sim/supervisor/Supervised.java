package org.elastictee.sim.supervisor;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.elastictee.sim.GuestKernel;

/** Runs programs with a simulated device, and without. */
final class Supervised {
  private static final int FIRST_TO_WARN_OF_NATIVE_ACCESS = 24;

  private Supervised() {}

  /** What a program came to; output and errors are one. */
  record Result(int status, List<String> lines) {}

  static void requireSupervisor() {
    assumeTrue(
        Supervisor.isAvailable(),
        "this build has no supervisor: install gcc and libc6-dev and build again");
  }

  /** Skips a test of what only later kernels can do. */
  static void requireLinux(int major, int minor) {
    Matcher version = Pattern.compile("(\\d+)\\.(\\d+)").matcher(System.getProperty("os.version"));
    assumeTrue(
        version.lookingAt()
            && Integer.parseInt(version.group(1)) * 1000 + Integer.parseInt(version.group(2))
                >= major * 1000 + minor,
        "this kernel is older than Linux " + major + "." + minor);
  }

  static List<String> java(Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    if (Runtime.version().feature() >= FIRST_TO_WARN_OF_NATIVE_ACCESS) {
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    command.addAll(List.of(arguments));
    return command;
  }

  static List<String> shell(String script) {
    return List.of("sh", "-c", script);
  }

  static Result run(GuestKernel kernel, DeviceNode node, List<String> command)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile("supervised", ".out");
    try {
      int status = into(output, kernel, node).run(command);
      return new Result(status, Files.readAllLines(output));
    } finally {
      Files.delete(output);
    }
  }

  /** A supervisor whose program writes to a file. */
  static Supervisor into(Path output, GuestKernel kernel, DeviceNode node) {
    Redirect file = Redirect.appendTo(output.toFile());
    return Supervisor.builder()
        .kernel(kernel)
        .node(node)
        .standardStreams(Redirect.from(Path.of("/dev/null").toFile()), file, file)
        .build();
  }

  /** Runs the program without any device. */
  static Result runAlone(List<String> command) throws IOException, InterruptedException {
    Path output = Files.createTempFile("alone", ".out");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      return new Result(process.waitFor(), Files.readAllLines(output));
    } finally {
      Files.delete(output);
    }
  }
}
