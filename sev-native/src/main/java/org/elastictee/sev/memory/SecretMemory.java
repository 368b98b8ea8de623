package org.elastictee.sev.memory;

import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Secret bytes outside of the Java heap, overwritten with zeros when closed or, at the latest, when
 * found unreachable. Safe for use by several threads.
 */
public final class SecretMemory implements AutoCloseable {
  private static final Cleaner CLEANER = Cleaner.create();

  private final Cell cell;
  private final Cleaner.Cleanable cleanable;
  private final int length;

  private SecretMemory(byte[] bytes) {
    this.length = bytes.length;
    this.cell = new Cell(bytes);
    this.cleanable = CLEANER.register(this, cell);
  }

  /** Takes the bytes over: copies them and overwrites the array with zeros. */
  public static SecretMemory takeFrom(byte[] bytes) {
    SecretMemory memory = new SecretMemory(bytes);
    Arrays.fill(bytes, (byte) 0);
    return memory;
  }

  /** Copies the bytes; the array stays as it is. */
  public static SecretMemory copyOf(byte[] bytes) {
    return new SecretMemory(bytes);
  }

  /** Returns the number of bytes, also after {@link #close}. */
  public int length() {
    return length;
  }

  /**
   * Returns a copy on the heap, which the caller overwrites as soon as it can.
   *
   * @throws IllegalStateException if closed
   */
  public byte[] copy() {
    try {
      return cell.copy();
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /** Returns whether {@link #close} was called. */
  public boolean isClosed() {
    return cell.isWiped();
  }

  /** Overwrites the bytes; a second call does nothing. */
  @Override
  public void close() {
    cleanable.clean();
  }

  /** Tells the length only. */
  @Override
  public String toString() {
    return "SecretMemory[" + length + " bytes]";
  }

  /** The bytes and their wiping; must not refer to the owner, or the cleaner would never run. */
  private static final class Cell implements Runnable {
    private final ByteBuffer buffer;
    private boolean wiped;

    Cell(byte[] bytes) {
      buffer = ByteBuffer.allocateDirect(bytes.length);
      buffer.put(0, bytes);
    }

    synchronized byte[] copy() {
      if (wiped) {
        throw new IllegalStateException("the secret has been destroyed");
      }
      byte[] bytes = new byte[buffer.capacity()];
      buffer.get(0, bytes);
      return bytes;
    }

    synchronized boolean isWiped() {
      return wiped;
    }

    @Override
    public synchronized void run() {
      buffer.put(0, new byte[buffer.capacity()]);
      wiped = true;
    }
  }
}
