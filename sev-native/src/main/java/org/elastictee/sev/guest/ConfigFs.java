package org.elastictee.sev.guest;

import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;

/**
 * The folder {@code tsm/report} of Linux's configfs, as system calls show it: {@code mkdir(2)},
 * {@code rmdir(2)}, {@code open(2)}, and {@code read(2)}, {@code write(2)} and {@code close(2)} on
 * what that opens. This is the seam at which a double takes the kernel's place, so that everything
 * above it runs unchanged.
 *
 * <p>Failures are those of {@code java.nio}. Implementations are safe for use by several threads.
 */
public interface ConfigFs {
  /** Where Linux shows configfs-tsm. */
  String FOLDER = "/sys/kernel/config/tsm/report";

  /**
   * Returns the real one.
   *
   * @param folder where it is shown, {@link #FOLDER} on a running machine
   */
  static ConfigFs in(Path folder) {
    return new LinuxConfigFs(folder);
  }

  /** {@code mkdir(2)}: the kernel fills the new entry with its attributes. */
  void mkdir(String entry) throws IOException;

  /** {@code rmdir(2)}: the attributes go with the entry. */
  void rmdir(String entry) throws IOException;

  /** {@code open(2)} of an attribute for reading only. */
  ReadableByteChannel openForReading(String entry, String attribute) throws IOException;

  /**
   * {@code open(2)} of an attribute for writing only, neither created nor truncated. What is
   * written to a text attribute is stored by {@code write(2)}, which says if that fails; what is
   * written to a binary attribute is stored by {@code close(2)}, which does not say.
   */
  WritableByteChannel openForWriting(String entry, String attribute) throws IOException;
}
