package org.elastictee.provider.keystore;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.elastictee.provider.keystore.KeyStoreFileException.Reason;

/**
 * The right to write a key store file: one thread of one process at a time has it, by a lock on the
 * file {@code .NAME.lock} beside it, which stays. A thread may take it again while it has it.
 */
final class StoreLock implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long PAUSE_MILLIS = 5;
  private static final Map<Path, Shared> SHARED = new HashMap<>();
  private static final List<FileChannel> NEVER_CLOSED = new ArrayList<>();

  private final Path file;
  private final Shared shared;

  private StoreLock(Path file, Shared shared) {
    this.file = file;
    this.shared = shared;
  }

  /** What the threads of this process share, for as long as one of them uses it. */
  private static final class Shared {
    private final ReentrantLock lock = new ReentrantLock();
    private FileChannel channel;
    private int users;
  }

  /**
   * Waits for the lock, for a minute at most.
   *
   * @param file real path of the key store
   * @throws KeyStoreFileException with {@link Reason#LOCKED} if others hold it for that long
   * @throws InterruptedIOException if the thread is interrupted
   * @throws IOException if the lock file cannot be created
   */
  static StoreLock acquire(Path file) throws IOException {
    return acquire(file, PATIENCE);
  }

  static StoreLock acquire(Path file, Duration patience) throws IOException {
    long deadline = System.nanoTime() + patience.toNanos();
    StoreLock lock = new StoreLock(file, use(file));
    boolean isLocked = false;
    try {
      if (!lock.shared.lock.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
        throw locked();
      }
      if (lock.shared.lock.getHoldCount() == 1) {
        try {
          lock.shared.channel = lockFile(file, deadline);
        } catch (IOException | InterruptedException | RuntimeException e) {
          lock.shared.lock.unlock();
          throw e;
        }
      }
      isLocked = true;
      return lock;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for the key store's lock");
    } finally {
      if (!isLocked) {
        lock.release();
      }
    }
  }

  private static FileChannel lockFile(Path file, long deadline)
      throws IOException, InterruptedException {
    Path lockFile = file.resolveSibling("." + file.getFileName() + ".lock");
    while (true) {
      create(lockFile, file);
      Optional<FileChannel> locked = tryLock(lockFile);
      if (locked.isPresent()) {
        return locked.get();
      }
      if (System.nanoTime() - deadline > 0) {
        throw locked();
      }
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  /** Creates the lock file for whoever owns the key store, or its folder before there is one. */
  private static void create(Path lockFile, Path file) throws IOException {
    if (Files.exists(lockFile, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try {
      Files.createFile(
          lockFile,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      FileOwnership.giveToOwnerOf(Files.exists(file) ? file : file.getParent(), lockFile);
    } catch (FileAlreadyExistsException e) {
      // Another was faster, and its file is as good.
    }
  }

  /** A lock on a file that somebody removed or replaced meanwhile keeps nobody out: it is none. */
  private static Optional<FileChannel> tryLock(Path lockFile) throws IOException {
    Object before;
    FileChannel channel;
    try {
      before = fileKey(lockFile);
      channel = FileChannel.open(lockFile, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    boolean isLocked = false;
    try {
      isLocked = channel.tryLock() != null && fileKey(lockFile).equals(before);
      return isLocked ? Optional.of(channel) : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (OverlappingFileLockException e) {
      // The lock is held by a copy of this class from another class loader, and closing the channel
      // would release it: POSIX locks belong to the process. So would a garbage collection.
      synchronized (NEVER_CLOSED) {
        NEVER_CLOSED.add(channel);
      }
      isLocked = true;
      throw new KeyStoreFileException(
          Reason.LOCKED, "another copy of Elastic in this process is storing the key store", e);
    } finally {
      if (!isLocked) {
        channel.close();
      }
    }
  }

  private static Object fileKey(Path lockFile) throws IOException {
    return Files.readAttributes(lockFile, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
        .fileKey();
  }

  private static Shared use(Path file) {
    synchronized (SHARED) {
      Shared shared = SHARED.computeIfAbsent(file, f -> new Shared());
      shared.users++;
      return shared;
    }
  }

  private void release() {
    synchronized (SHARED) {
      shared.users--;
      if (shared.users == 0) {
        SHARED.remove(file);
      }
    }
  }

  private static KeyStoreFileException locked() {
    return new KeyStoreFileException(
        Reason.LOCKED, "another process or thread does not give the key store's lock back");
  }

  /** Gives the lock back. */
  @Override
  public void close() throws IOException {
    try {
      if (shared.lock.getHoldCount() == 1) {
        shared.channel.close();
      }
    } finally {
      shared.lock.unlock();
      release();
    }
  }
}
