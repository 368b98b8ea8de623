package org.elastictee.sev.kds;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.elastictee.sev.jdk.Sha256;
import org.elastictee.sev.kds.KeyServerException.Reason;
import org.elastictee.sev.seal.PrivateFiles;

/**
 * What the key server sent, in a folder: one file each, its SHA-256 and then the bytes themselves.
 *
 * <p>Safe for use by several threads and processes: a file is given its name when it is whole. A
 * file that is not what was once written counts as none.
 */
final class DiskCache {
  private static final int DIGEST_BYTES = 32;

  private final Path folder;
  private final Clock clock;

  DiskCache(Path folder, Clock clock) {
    this.folder = folder;
    this.clock = clock;
  }

  /**
   * Returns a resource that has not expired, or empty if there is none.
   *
   * @throws KeyServerException with {@link Reason#CACHE} or {@link Reason#INTERRUPTED}
   */
  Optional<List<byte[]>> read(Resource resource) throws KeyServerException {
    try {
      return stored(resource)
          .filter(parsed -> parsed.isCurrent(clock.instant()))
          .map(Resource.Parsed::encodings);
    } catch (BadContentException | NoSuchFileException e) {
      return Optional.empty();
    } catch (ClosedByInterruptException e) {
      throw KeyServerException.interrupted();
    } catch (IOException e) {
      throw failed("read", e);
    }
  }

  /**
   * Creates the folder if it is missing.
   *
   * @throws KeyServerException with {@link Reason#CACHE} if it cannot be created
   */
  void createFolder() throws KeyServerException {
    try {
      PrivateFiles.createFolder(folder);
    } catch (IOException | UnsupportedOperationException e) {
      throw failed("created", e);
    }
  }

  /**
   * Keeps a resource, in place of the former one if there is one.
   *
   * <p>The folder must be there.
   *
   * @param content the bytes as the key server sent them, checked
   * @throws KeyServerException with {@link Reason#CACHE} or {@link Reason#INTERRUPTED}
   */
  void write(Resource resource, byte[] content) throws KeyServerException {
    byte[] file = Arrays.copyOf(Sha256.digest(content), DIGEST_BYTES + content.length);
    System.arraycopy(content, 0, file, DIGEST_BYTES, content.length);
    try {
      PrivateFiles.replace(folder.resolve(resource.name()), file);
    } catch (ClosedByInterruptException e) {
      throw KeyServerException.interrupted();
    } catch (IOException | UnsupportedOperationException e) {
      throw failed("written", e);
    }
  }

  private Optional<Resource.Parsed> stored(Resource resource)
      throws IOException, BadContentException {
    Path file = folder.resolve(resource.name());
    BasicFileAttributes attributes =
        Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    int maxBytes = DIGEST_BYTES + resource.maxBytes();
    if (!attributes.isRegularFile() || attributes.size() > maxBytes) {
      return Optional.empty();
    }
    byte[] buffer = new byte[maxBytes];
    byte[] bytes = Arrays.copyOf(buffer, PrivateFiles.read(file, buffer));
    byte[] digest = Arrays.copyOf(bytes, DIGEST_BYTES);
    byte[] content = Arrays.copyOfRange(bytes, Math.min(DIGEST_BYTES, bytes.length), bytes.length);
    return MessageDigest.isEqual(digest, Sha256.digest(content))
        ? Optional.of(resource.parse(content))
        : Optional.empty();
  }

  /** Names the kind of failure without the path, which messages do not hold. */
  private static KeyServerException failed(String what, Exception cause) {
    return new KeyServerException(
        Reason.CACHE,
        "the cache's folder cannot be " + what + ": " + cause.getClass().getSimpleName());
  }
}
