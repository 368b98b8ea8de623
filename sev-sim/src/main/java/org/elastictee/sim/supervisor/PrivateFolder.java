package org.elastictee.sim.supervisor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A temporary folder of mode 0700, which is deleted with the files in it when closed. */
final class PrivateFolder implements AutoCloseable {
  private final Path path;

  PrivateFolder() throws IOException {
    path =
        Files.createTempDirectory(
            "elastic-",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  Path path() {
    return path;
  }

  @Override
  public void close() throws IOException {
    try (var files = Files.newDirectoryStream(path)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    }
    Files.delete(path);
  }
}
