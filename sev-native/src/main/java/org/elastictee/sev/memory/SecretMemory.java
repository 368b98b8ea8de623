package org.elastictee.sev.memory;

import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Secret bytes outside of the Java heap, overwritten with zeros when closed or, at the latest, when
 * found unreachable. Where the C library can be called, they lie in pages of their own, which are
 * locked into memory, left out of core dumps and empty in a forked child, as far as {@link
 * #protection} says so; otherwise in ordinary memory.
 *
 * <p>Safe for use by several threads, which do not wait for one another: many can use the same
 * bytes at once. {@link #close} does not wait for them either: from then on every use that begins
 * is an {@link IllegalStateException}, and the bytes are overwritten at the end of the last use
 * that had begun before.
 */
public final class SecretMemory implements AutoCloseable {
  private static final Cleaner CLEANER = Cleaner.create();
  private static final long NOWHERE = 0;

  private final Cell cell;
  private final Cleaner.Cleanable cleanable;

  private SecretMemory(Chunk chunk) {
    this.cell = new Cell(chunk);
    this.cleanable = CLEANER.register(this, cell);
  }

  /** What native code does with the bytes: it must not keep the address. */
  @FunctionalInterface
  public interface Use<T, E extends Exception> {
    /**
     * Uses the bytes.
     *
     * @param address of the first of {@link SecretMemory#length} bytes, a multiple of 64
     */
    T with(long address) throws E;
  }

  /** Takes the bytes over: copies them and overwrites the array with zeros. */
  public static SecretMemory takeFrom(byte[] bytes) {
    SecretMemory memory = copyOf(bytes);
    Arrays.fill(bytes, (byte) 0);
    return memory;
  }

  /** Copies the bytes; the array stays as it is. */
  public static SecretMemory copyOf(byte[] bytes) {
    return of(bytes, SecretPages.ofProcess());
  }

  static SecretMemory of(byte[] bytes, SecretPages pages) {
    Chunk chunk = pages.allocate(bytes.length);
    chunk.buffer().put(0, bytes);
    return new SecretMemory(chunk);
  }

  /**
   * Returns bytes that are all zero, for native code to fill.
   *
   * @param length in bytes, 0 or more
   */
  public static SecretMemory zeros(int length) {
    return new SecretMemory(SecretPages.ofProcess().allocate(length));
  }

  /**
   * Returns fresh random bytes of the kernel's generator, {@code getrandom(2)}: they were never on
   * the heap where the C library can be called.
   *
   * @param length in bytes, 0 or more
   */
  public static SecretMemory random(int length) {
    return random(length, SecretPages.ofProcess());
  }

  static SecretMemory random(int length, SecretPages pages) {
    Chunk chunk = pages.allocate(length);
    pages.fillRandomly(chunk);
    return new SecretMemory(chunk);
  }

  /** Returns how the secrets of this process are protected; the first call may map a page. */
  public static MemoryProtection protection() {
    return SecretPages.ofProcess().protection();
  }

  /** Returns the number of bytes, also after {@link #close}. */
  public int length() {
    return cell.chunk.length();
  }

  /**
   * Returns memory of its own with the same bytes, which were not on the heap in between.
   *
   * @throws IllegalStateException if closed
   */
  public SecretMemory duplicate() {
    cell.begin();
    try {
      Chunk copy = SecretPages.ofProcess().allocate(length());
      copy.buffer().put(0, cell.chunk.buffer(), 0, length());
      return new SecretMemory(copy);
    } finally {
      cell.end();
      Reference.reachabilityFence(this);
    }
  }

  /**
   * Returns memory of its own with the same bytes in reverse order, which were not on the heap in
   * between: what is big-endian becomes little-endian.
   *
   * @throws IllegalStateException if closed
   */
  public SecretMemory reversed() {
    cell.begin();
    try {
      Chunk reversed = SecretPages.ofProcess().allocate(length());
      for (int i = 0; i < length(); i++) {
        reversed.buffer().put(i, cell.chunk.buffer().get(length() - 1 - i));
      }
      return new SecretMemory(reversed);
    } finally {
      cell.end();
      Reference.reachabilityFence(this);
    }
  }

  /**
   * Returns a copy on the heap, which the caller overwrites as soon as it can.
   *
   * @throws IllegalStateException if closed
   */
  public byte[] copy() {
    cell.begin();
    try {
      byte[] bytes = new byte[length()];
      cell.chunk.buffer().get(0, bytes);
      return bytes;
    } finally {
      cell.end();
      Reference.reachabilityFence(this);
    }
  }

  /**
   * Lets native code use the bytes where they are; they are not overwritten before it has ended.
   *
   * @throws IllegalStateException if closed
   * @throws UnsupportedOperationException if this JVM has no way to call the C library
   */
  public <T, E extends Exception> T use(Use<T, E> use) throws E {
    long address = begin();
    try {
      return use.with(address);
    } finally {
      end();
    }
  }

  /**
   * Begins a use as {@link #use} does, for callers to whom an object for each use is too much; they
   * call {@link #end} after it, whatever happens.
   *
   * @return the address of the first byte
   * @throws IllegalStateException if closed
   * @throws UnsupportedOperationException if this JVM has no way to call the C library
   */
  public long begin() {
    if (cell.address == NOWHERE) {
      throw new UnsupportedOperationException("no native code can be called");
    }
    cell.begin();
    return cell.address;
  }

  /** Ends a use that {@link #begin} began. */
  public void end() {
    try {
      cell.end();
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /** Returns whether {@link #close} was called. */
  public boolean isClosed() {
    return cell.isClosed();
  }

  /** Overwrites the bytes once nobody uses them any more; a second call does nothing. */
  @Override
  public void close() {
    cleanable.clean();
  }

  /** Tells the length only. */
  @Override
  public String toString() {
    return "SecretMemory[" + length() + " bytes]";
  }

  /** The bytes and their end; must not refer to the owner, or the cleaner would never run. */
  private static final class Cell implements Runnable {
    private static final int CLOSED = Integer.MIN_VALUE;

    private final Chunk chunk;
    private final long address;

    /** How many uses are under way, plus {@link #CLOSED} from then on. */
    private final AtomicInteger uses = new AtomicInteger();

    Cell(Chunk chunk) {
      this.chunk = chunk;
      this.address = chunk.address().orElse(NOWHERE);
    }

    void begin() {
      int before = uses.getAndUpdate(now -> now < 0 ? now : now + 1);
      if (before < 0) {
        throw new IllegalStateException("the secret has been destroyed");
      }
    }

    void end() {
      if (uses.decrementAndGet() == CLOSED) {
        chunk.release();
      }
    }

    boolean isClosed() {
      return uses.get() < 0;
    }

    /** Run once, by the cleaner. */
    @Override
    public void run() {
      if (uses.getAndAdd(CLOSED) == 0) {
        chunk.release();
      }
    }
  }
}
