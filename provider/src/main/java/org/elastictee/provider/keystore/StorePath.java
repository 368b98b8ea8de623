package org.elastictee.provider.keystore;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.regex.Pattern;
import org.elastictee.provider.keystore.KeyStoreFileException.Reason;
import org.elastictee.sev.seal.PrivateFiles;

/** A key store file on the disk. What goes wrong with it is told without the path. */
final class StorePath {
  /** As many as Linux follows. */
  private static final int MAX_LINKS = 40;

  private final Path real;

  private StorePath(Path real) {
    this.real = real;
  }

  /**
   * Finds the file behind symbolic links; it may be missing, its folder may not.
   *
   * @throws KeyStoreFileException if the folder cannot be read
   */
  static StorePath of(Path file) throws KeyStoreFileException {
    try {
      if (Files.exists(file)) {
        return new StorePath(file.toRealPath());
      }
      Path absolute = target(file.toAbsolutePath());
      if (absolute.getParent() == null) {
        throw new KeyStoreFileException(Reason.INACCESSIBLE, "a folder is no key store");
      }
      return new StorePath(absolute.getParent().toRealPath().resolve(absolute.getFileName()));
    } catch (KeyStoreFileException e) {
      throw e;
    } catch (IOException e) {
      throw inaccessible("the folder of the key store cannot be read", e);
    }
  }

  /** Follows links to a file that is yet to be. */
  private static Path target(Path file) throws IOException {
    Path target = file;
    for (int links = 0; Files.isSymbolicLink(target); links++) {
      if (links == MAX_LINKS) {
        throw new KeyStoreFileException(Reason.INACCESSIBLE, "the symbolic links never end");
      }
      target = target.resolveSibling(Files.readSymbolicLink(target));
    }
    return target;
  }

  /**
   * Waits for the right to write the file: see {@link StoreLock#acquire(Path)}.
   *
   * @throws KeyStoreFileException if others do not give it back, or the lock cannot be made
   */
  StoreLock lock() throws IOException {
    try {
      return StoreLock.acquire(real);
    } catch (KeyStoreFileException e) {
      throw e;
    } catch (IOException e) {
      throw inaccessible("the lock of the key store cannot be had", e);
    }
  }

  /**
   * Reads the file; a byte more than {@link StoreFile#MAX_BYTES} is enough of one that is larger.
   *
   * @return its bytes, or empty if there is none
   * @throws KeyStoreFileException if it is no regular file or cannot be read
   */
  Optional<byte[]> read() throws KeyStoreFileException {
    if (Files.exists(real) && !Files.isRegularFile(real)) {
      throw new KeyStoreFileException(Reason.INACCESSIBLE, "the key store is no regular file");
    }
    try (InputStream in = Files.newInputStream(real)) {
      return Optional.of(in.readNBytes(StoreFile.MAX_BYTES + 1));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw inaccessible("the key store cannot be read", e);
    }
  }

  /**
   * Reads the file.
   *
   * @throws KeyStoreFileException as {@link #read}, or with {@link Reason#MISSING}
   */
  byte[] require() throws KeyStoreFileException {
    return read().orElseThrow(StorePath::missing);
  }

  /**
   * Puts a new file in the place of the old one, by the holder of the lock, with the old one's
   * owner, group and mode, or mode 0600 if there is none. What writers left behind that were killed
   * is removed first.
   *
   * @throws KeyStoreFileException if the disk fails or the owner cannot be kept; the old file or
   *     the new one is whole then
   */
  void replace(byte[] content) throws KeyStoreFileException {
    removeLeftovers();
    try {
      PrivateFiles.replace(real, content, replacement -> FileOwnership.keep(real, replacement));
    } catch (KeyStoreFileException e) {
      throw e;
    } catch (IOException e) {
      throw inaccessible("the key store cannot be written", e);
    }
  }

  /**
   * Overwrites the file with zeros, forced to the disk, and deletes it, by the holder of the lock.
   *
   * @throws KeyStoreFileException if the disk fails
   */
  void erase() throws KeyStoreFileException {
    removeLeftovers();
    try {
      try (FileChannel channel = FileChannel.open(real, StandardOpenOption.WRITE)) {
        ByteBuffer zeros = ByteBuffer.allocate(Math.toIntExact(channel.size()));
        while (zeros.hasRemaining()) {
          channel.write(zeros);
        }
        channel.force(true);
      }
      Files.delete(real);
    } catch (IOException e) {
      throw inaccessible("the key store cannot be destroyed", e);
    }
  }

  /** Nothing depends on it: a folder that cannot be listed or a file that stays costs room only. */
  private void removeLeftovers() {
    Pattern temporary =
        Pattern.compile("\\." + Pattern.quote(real.getFileName() + ".") + "[0-9a-f]{16}\\.tmp");
    try (DirectoryStream<Path> leftovers =
        Files.newDirectoryStream(
            real.getParent(), f -> temporary.matcher(f.getFileName().toString()).matches())) {
      for (Path leftover : leftovers) {
        Files.deleteIfExists(leftover);
      }
    } catch (IOException | DirectoryIteratorException e) {
      System.getLogger(StorePath.class.getPackageName())
          .log(System.Logger.Level.DEBUG, "an unfinished key store file cannot be removed");
    }
  }

  static KeyStoreFileException missing() {
    return new KeyStoreFileException(
        Reason.MISSING, "there is no key store file, and none is to be created");
  }

  /** Messages of a file system exception hold the path; those of reading and writing do not. */
  private static KeyStoreFileException inaccessible(String what, IOException e) {
    String why = e.getClass() == IOException.class ? e.getMessage() : e.getClass().getSimpleName();
    return new KeyStoreFileException(Reason.INACCESSIBLE, what + ": " + why, e);
  }
}
