package org.elastictee.sev.guest;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/**
 * The real configfs. Its channels are read and written in order: none of that asks for a size or
 * seeks, which the binary attributes of configfs refuse.
 */
final class LinuxConfigFs implements ConfigFs {
  private final Path folder;

  LinuxConfigFs(Path folder) {
    this.folder = Objects.requireNonNull(folder, "folder");
  }

  @Override
  public void mkdir(String entry) throws IOException {
    Files.createDirectory(folder.resolve(entry));
  }

  @Override
  public void rmdir(String entry) throws IOException {
    Files.delete(folder.resolve(entry));
  }

  @Override
  public ReadableByteChannel openForReading(String entry, String attribute) throws IOException {
    return FileChannel.open(folder.resolve(entry).resolve(attribute), StandardOpenOption.READ);
  }

  @Override
  public WritableByteChannel openForWriting(String entry, String attribute) throws IOException {
    return FileChannel.open(folder.resolve(entry).resolve(attribute), StandardOpenOption.WRITE);
  }
}
