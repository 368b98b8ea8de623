package org.elastictee.provider.cipher;

import java.util.Arrays;

/** Collects input up to a limit, and remembers whether there was more. Not thread-safe. */
public final class BoundedBuffer {
  private final byte[] bytes;
  private int length;
  private boolean overflowed;

  /**
   * Creates an empty buffer.
   *
   * @param limit in bytes, 0 or more
   */
  public BoundedBuffer(int limit) {
    this.bytes = new byte[limit];
  }

  /** Appends; input that does not fit whole is not kept. */
  public void add(byte[] input, int offset, int count) {
    if (overflowed || count > bytes.length - length) {
      overflowed = true;
    } else {
      System.arraycopy(input, offset, bytes, length, count);
      length += count;
    }
  }

  /** Returns whether there was more input than the limit. */
  public boolean overflowed() {
    return overflowed;
  }

  /** Returns the limit in bytes. */
  public int limit() {
    return bytes.length;
  }

  /** Returns what was collected; the buffer is overwritten and empty again. */
  public byte[] take() {
    byte[] taken = Arrays.copyOf(bytes, length);
    clear();
    return taken;
  }

  /** Overwrites what was collected and starts again. */
  public void clear() {
    Arrays.fill(bytes, (byte) 0);
    length = 0;
    overflowed = false;
  }
}
