package org.elastictee.sev.platform;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * The files in which the kernel tells of the machine, by absolute path, below a root that is
 * another folder than {@code /} in tests.
 */
final class MachineFiles {
  private final Path root;
  private final DeviceNode.Inspection inspection;

  MachineFiles(Path root, DeviceNode.Inspection inspection) {
    this.root = Objects.requireNonNull(root, "root");
    this.inspection = Objects.requireNonNull(inspection, "inspection");
  }

  /** Returns the files of this machine. */
  static MachineFiles real() {
    return new MachineFiles(Path.of("/"), DeviceNode.Inspection.REAL);
  }

  /** Returns where an absolute path lies. */
  Path resolve(String path) {
    return root.resolve(path.substring(1));
  }

  /**
   * Looks at a name without following a link.
   *
   * @throws java.nio.file.NoSuchFileException if there is none
   * @throws IOException if it cannot be examined
   */
  DeviceNode lstat(String path) throws IOException {
    return inspection.lstat(resolve(path));
  }

  /**
   * Returns whether the name leads to a folder.
   *
   * @throws java.nio.file.NoSuchFileException if it leads nowhere
   * @throws IOException if it cannot be examined
   */
  boolean isDirectory(String path) throws IOException {
    return inspection.isDirectory(resolve(path));
  }

  /**
   * Reads the beginning of a text. Anything but a regular file is refused, as opening it might
   * block or do something.
   *
   * @throws java.nio.file.NoSuchFileException if there is no such file
   * @throws IOException if it cannot be read
   */
  String read(String path, int limit) throws IOException {
    if (!lstat(path).isRegularFile()) {
      throw new IOException("not a regular file");
    }
    byte[] bytes = new byte[limit];
    try (InputStream in = Files.newInputStream(resolve(path))) {
      int length = in.readNBytes(bytes, 0, limit);
      return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    }
  }
}
