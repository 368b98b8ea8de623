package org.elastictee.sev.guest;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Map;

/**
 * Finds the {@code errno(3)} that the Java file API hides.
 *
 * <p>{@code ENOENT}, {@code EACCES} and {@code EEXIST} of a call that takes a path have exceptions
 * of their own. All else is told apart by the text of the C library's {@code strerror(3)} alone, in
 * the words of glibc and of musl. Under a locale for which the C library has translations, such an
 * error is {@link #UNKNOWN}.
 */
final class HiddenErrno {
  /** No number that is known here. */
  static final int UNKNOWN = 0;

  private static final Map<String, Integer> TEXTS =
      Map.ofEntries(
          Map.entry("Operation not permitted", Errno.EPERM),
          Map.entry("No such file or directory", Errno.ENOENT),
          Map.entry("Input/output error", Errno.EIO),
          Map.entry("I/O error", Errno.EIO),
          Map.entry("No such device or address", Errno.ENXIO),
          Map.entry("Cannot allocate memory", Errno.ENOMEM),
          Map.entry("Out of memory", Errno.ENOMEM),
          Map.entry("Permission denied", Errno.EACCES),
          Map.entry("Device or resource busy", Errno.EBUSY),
          Map.entry("Resource busy", Errno.EBUSY),
          Map.entry("No such device", Errno.ENODEV),
          Map.entry("Not a directory", Errno.ENOTDIR),
          Map.entry("Invalid argument", Errno.EINVAL),
          Map.entry("Inappropriate ioctl for device", Errno.ENOTTY),
          Map.entry("Not a tty", Errno.ENOTTY),
          Map.entry("Text file busy", Errno.ETXTBSY),
          Map.entry("File too large", Errno.EFBIG),
          Map.entry("Read-only file system", Errno.EROFS),
          Map.entry("Bad message", Errno.EBADMSG),
          Map.entry("Connection timed out", Errno.ETIMEDOUT),
          Map.entry("Operation timed out", Errno.ETIMEDOUT));

  private HiddenErrno() {}

  /** Returns the number, or {@link #UNKNOWN}. */
  static int of(IOException e) {
    if (e instanceof NoSuchFileException) {
      return Errno.ENOENT;
    }
    if (e instanceof AccessDeniedException) {
      return Errno.EACCES;
    }
    if (e instanceof FileAlreadyExistsException) {
      return Errno.EEXIST;
    }
    String text = e instanceof FileSystemException named ? named.getReason() : e.getMessage();
    return text == null ? UNKNOWN : TEXTS.getOrDefault(text, UNKNOWN);
  }
}
