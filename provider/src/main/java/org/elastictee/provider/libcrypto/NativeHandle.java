package org.elastictee.provider.libcrypto;

import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.util.function.LongConsumer;

/**
 * An object of libcrypto: used under its lock, released once, at {@link #close} or, at the latest,
 * when found unreachable. Safe for use by several threads, which wait for one another.
 */
final class NativeHandle implements AutoCloseable {
  private static final Cleaner CLEANER = Cleaner.create();

  private final Cell cell;
  private final Cleaner.Cleanable cleanable;

  private NativeHandle(Cell cell) {
    this.cell = cell;
    this.cleanable = CLEANER.register(this, cell);
  }

  /** What is done with the object, which must not keep the pointer. */
  @FunctionalInterface
  interface Use<T, E extends Exception> {
    T with(long pointer) throws E;
  }

  /**
   * Takes an object over.
   *
   * @param pointer what libcrypto has returned
   * @param release gives it back to libcrypto
   * @throws java.security.ProviderException if the pointer is null
   */
  static NativeHandle of(long pointer, LongConsumer release) {
    if (pointer == 0) {
      throw NativeErrors.failure("libcrypto has not made an object");
    }
    return new NativeHandle(new Cell(pointer, release));
  }

  /**
   * Uses the object.
   *
   * @throws IllegalStateException if it was released
   */
  <T, E extends Exception> T use(Use<T, E> use) throws E {
    try {
      return cell.use(use);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /** Releases the object; a second call does nothing. */
  @Override
  public void close() {
    cleanable.clean();
  }

  /** The pointer and its release; must not refer to the owner, or the cleaner would never run. */
  private static final class Cell implements Runnable {
    private final long pointer;
    private final LongConsumer release;
    private boolean released;

    Cell(long pointer, LongConsumer release) {
      this.pointer = pointer;
      this.release = release;
    }

    synchronized <T, E extends Exception> T use(Use<T, E> use) throws E {
      if (released) {
        throw new IllegalStateException("the object of libcrypto was released");
      }
      return use.with(pointer);
    }

    @Override
    public synchronized void run() {
      if (!released) {
        released = true;
        release.accept(pointer);
      }
    }
  }
}
