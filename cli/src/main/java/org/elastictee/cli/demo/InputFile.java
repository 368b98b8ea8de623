package org.elastictee.cli.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.elastictee.cli.Failure;

/** The user's file, whole in memory. */
public final class InputFile {
  /** The most bytes that the demonstration takes. */
  public static final int MAX_BYTES = 64 << 20;

  private final String name;
  private final byte[] content;

  private InputFile(String name, byte[] content) {
    this.name = name;
    this.content = content;
  }

  /**
   * Reads a file.
   *
   * @throws Failure if it is no regular file, cannot be read or is too large
   */
  public static InputFile read(Path file) throws Failure {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new Failure(file + ": this is not a regular file");
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] content = in.readNBytes(MAX_BYTES + 1);
      if (content.length > MAX_BYTES) {
        throw new Failure(file + ": the demonstration takes 64 MiB at most");
      }
      return new InputFile(file.getFileName().toString(), content);
    } catch (IOException e) {
      throw new Failure(file, e);
    }
  }

  /** Returns the name without the folder. */
  public String name() {
    return name;
  }

  /** Returns the content itself, not a copy: it may be large. */
  public byte[] content() {
    return content;
  }

  /** Returns whether the file is made of these bytes. */
  public boolean hasContent(byte[] bytes) {
    return Arrays.equals(content, bytes);
  }
}
