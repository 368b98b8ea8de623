package org.elastictee.sev.seal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.Set;

/**
 * Files that only their owner can read, written so that after a crash the old content or the new
 * one is there, whole.
 *
 * <p>Every write goes to a new file of mode 0600 in the same folder, is forced to the disk, and is
 * then given its name.
 */
public final class PrivateFiles {
  private static final Set<PosixFilePermission> FILE_MODE =
      PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> FOLDER_MODE =
      PosixFilePermissions.fromString("rwx------");

  private PrivateFiles() {}

  /**
   * Creates the folder, and those above it that are missing, for the owner alone; one that exists
   * stays as it is.
   *
   * @throws IOException if it cannot be created, or something else bears the name
   */
  public static void createFolder(Path folder) throws IOException {
    Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(FOLDER_MODE));
  }

  /**
   * Creates the file with this content.
   *
   * @throws FileAlreadyExistsException if anything bears the name already, a dangling link
   *     included; nothing is changed
   * @throws IOException if the disk fails; the file does not exist then, unless only the last step
   *     failed, which forces its name to the disk
   */
  public static void create(Path file, byte[] content) throws IOException {
    write(file, content, temporary -> Files.createLink(file, temporary));
  }

  /**
   * Writes the file, in place of the old one if there is one.
   *
   * @throws IOException if the disk fails; the old file or the new one is whole then
   */
  public static void replace(Path file, byte[] content) throws IOException {
    replace(file, content, temporary -> {});
  }

  /**
   * Writes the file, in place of the old one if there is one.
   *
   * @param preparation of the finished file before it gets its name
   * @throws IOException if the disk fails or the preparation does; the old file or the new one is
   *     whole then
   */
  public static void replace(Path file, byte[] content, Preparation preparation)
      throws IOException {
    write(
        file,
        content,
        temporary -> {
          preparation.prepare(temporary);
          Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        });
  }

  /**
   * Reads the beginning of a file, as much as there is room for.
   *
   * @param content where it goes
   * @return how many bytes were read
   * @throws IOException if it cannot be read, or is a symbolic link
   */
  public static int read(Path file, byte[] content) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(content);
    try (SeekableByteChannel channel =
        Files.newByteChannel(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
      int n;
      do {
        n = channel.read(buffer);
      } while (n >= 0 && buffer.hasRemaining());
    }
    return buffer.position();
  }

  private static void write(Path file, byte[] content, Publication publication) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    String random = HexFormat.of().formatHex(JdkPrimitives.random(8));
    Path temporary = folder.resolve("." + file.getFileName() + "." + random + ".tmp");
    try (FileChannel folderChannel = FileChannel.open(folder, StandardOpenOption.READ)) {
      try (FileChannel channel =
          FileChannel.open(
              temporary,
              Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              PosixFilePermissions.asFileAttribute(FILE_MODE))) {
        ByteBuffer buffer = ByteBuffer.wrap(content);
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
        channel.force(true);
      }
      publication.publish(temporary);
      folderChannel.force(true);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** What is done to a finished file before it gets its name. */
  public interface Preparation {
    /** Sets attributes of the file; what it throws keeps the old file. */
    void prepare(Path temporary) throws IOException;
  }

  /** Gives the finished file its name. */
  private interface Publication {
    /** Throws {@link AtomicMoveNotSupportedException} and the like where the file system can't. */
    void publish(Path temporary) throws IOException;
  }
}
