package org.elastictee.cli;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/**
 * A failure that names the file it concerns. The library's own messages hold no paths; the user of
 * a command line needs them.
 */
public final class Failure extends Exception {
  private static final long serialVersionUID = 1L;

  /** Creates a failure that is about no file. */
  public Failure(String message) {
    super(message);
  }

  /** Creates a failure about a file, or about the one that the cause itself names. */
  public Failure(Path file, Exception cause) {
    super(name(file, cause) + ": " + describe(cause), cause);
  }

  private static String name(Path file, Exception cause) {
    return cause instanceof FileSystemException e && e.getFile() != null
        ? e.getFile()
        : file.toString();
  }

  /** Returns one line that says what happened. */
  static String describe(Exception e) {
    if (e instanceof NoSuchFileException) {
      return "there is no such file";
    }
    if (e instanceof NotDirectoryException) {
      return "this is not a folder";
    }
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof FileSystemException fileSystem && fileSystem.getReason() != null) {
      return fileSystem.getReason();
    }
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }
}
