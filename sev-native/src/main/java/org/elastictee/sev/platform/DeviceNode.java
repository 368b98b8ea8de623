package org.elastictee.sev.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;

/**
 * What {@code lstat(2)} says of a name in the file system: nothing is opened, no link followed.
 *
 * @param mode {@code st_mode}
 * @param rdev {@code st_rdev}, as the C library packs it
 */
record DeviceNode(int mode, long rdev) {
  private static final int FILE_TYPE_MASK = 0xF000;
  private static final int CHARACTER_DEVICE = 0x2000;
  private static final int REGULAR_FILE = 0x8000;

  /** The seam at which a test takes the place of {@code lstat(2)} and {@code stat(2)}. */
  interface Inspection {
    /** The real calls. */
    Inspection REAL = new RealInspection();

    /**
     * Looks at a name without following a link.
     *
     * @throws java.nio.file.NoSuchFileException if there is none
     * @throws IOException if it cannot be examined
     */
    DeviceNode lstat(Path path) throws IOException;

    /**
     * Returns whether a name leads to a folder.
     *
     * @throws java.nio.file.NoSuchFileException if it leads nowhere
     * @throws IOException if it cannot be examined
     */
    boolean isDirectory(Path path) throws IOException;
  }

  boolean isCharacterDevice() {
    return (mode & FILE_TYPE_MASK) == CHARACTER_DEVICE;
  }

  boolean isRegularFile() {
    return (mode & FILE_TYPE_MASK) == REGULAR_FILE;
  }

  /** Returns the driver's number: glibc {@code bits/sysmacros.h}, 32 bits of {@code st_rdev}. */
  long major() {
    return (rdev >>> 8 & 0xFFF) | (rdev >>> 32 & 0xFFFF_F000L);
  }

  /** Returns the number within the driver, 32 bits. */
  long minor() {
    return (rdev & 0xFF) | (rdev >>> 12 & 0xFFFF_FF00L);
  }

  private static final class RealInspection implements Inspection {
    @Override
    public DeviceNode lstat(Path path) throws IOException {
      try {
        Map<String, Object> attributes =
            Files.readAttributes(path, "unix:mode,rdev", LinkOption.NOFOLLOW_LINKS);
        return new DeviceNode((Integer) attributes.get("mode"), (Long) attributes.get("rdev"));
      } catch (UnsupportedOperationException | IllegalArgumentException e) {
        throw new IOException("this system does not tell device nodes", e);
      }
    }

    @Override
    public boolean isDirectory(Path path) throws IOException {
      return Files.readAttributes(path, BasicFileAttributes.class).isDirectory();
    }
  }
}
