package org.elastictee.sim.supervisor;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.elastictee.sim.supervisor.SupervisorException.Reason;

/** The supervisor's program, which the build packs beside the classes. */
final class SupervisorBinary {
  private static final String RESOURCE = "linux-x86-64/elastic-supervisor";
  private static final int MAX_ATTEMPTS = 50;
  private static final int PAUSE_MILLIS = 20;

  private SupervisorBinary() {}

  static boolean isAvailable() {
    return isLinuxOnX86() && SupervisorBinary.class.getResource(RESOURCE) != null;
  }

  private static boolean isLinuxOnX86() {
    return System.getProperty("os.name").equals("Linux")
        && System.getProperty("os.arch").equals("amd64");
  }

  /**
   * Writes the program into a folder.
   *
   * @return the executable file
   * @throws SupervisorException with {@link Reason#UNAVAILABLE}
   */
  static Path extractTo(Path folder) throws IOException {
    if (!isLinuxOnX86()) {
      throw new SupervisorException(
          Reason.UNAVAILABLE, "the supervisor is for Linux on x86-64, and this is not");
    }
    try (InputStream program = SupervisorBinary.class.getResourceAsStream(RESOURCE)) {
      if (program == null) {
        throw new SupervisorException(
            Reason.UNAVAILABLE,
            "this build has no supervisor: install gcc and libc6-dev and build again");
      }
      Path file = folder.resolve("elastic-supervisor");
      Files.copy(program, file);
      return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }
  }

  /**
   * Starts a program that was just written, and tries again for a second if that fails. For if
   * another thread starts a process meanwhile, that one has the file open for writing until it
   * executes its own program, and the kernel executes no such file (ETXTBSY). It is not told from
   * other failures, because only the message does, and not alike on all JDKs.
   */
  static Process start(ProcessBuilder builder) throws IOException, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try {
        return builder.start();
      } catch (IOException e) {
        if (attempt == MAX_ATTEMPTS) {
          throw e;
        }
        Thread.sleep(PAUSE_MILLIS);
      }
    }
  }
}
