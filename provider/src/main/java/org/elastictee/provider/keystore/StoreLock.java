package org.elastictee.provider.keystore;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
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
    FileChannel channel =
        FileChannel.open(
            file.resolveSibling("." + file.getFileName() + ".lock"),
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    boolean isLocked = false;
    try {
      while (channel.tryLock() == null) {
        if (System.nanoTime() - deadline > 0) {
          throw locked();
        }
        Thread.sleep(PAUSE_MILLIS);
      }
      isLocked = true;
      return channel;
    } catch (OverlappingFileLockException e) {
      // The lock is held by a copy of this class from another class loader, and closing the channel
      // would release it: POSIX locks belong to the process.
      isLocked = true;
      throw new KeyStoreFileException(
          Reason.LOCKED, "another copy of Elastic in this process is storing the key store", e);
    } finally {
      if (!isLocked) {
        channel.close();
      }
    }
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
