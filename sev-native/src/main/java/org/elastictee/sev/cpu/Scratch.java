package org.elastictee.sev.cpu;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Memory outside of the Java heap in which short messages are worked on: to copy them there and
 * back is quicker than to hold their arrays. Threads take a piece and give it back; there are as
 * many as were ever in use at once, up to a limit, beyond which a piece is made for one message.
 */
final class Scratch {
  /** How large a piece is. */
  static final int BYTES = 2048;

  private static final int PIECES = 64;

  /** So that no two pieces share a line of the processor's cache, by 4 bytes a reference. */
  private static final int STRIDE = 16;

  private static final AtomicReferenceArray<Scratch> FREE =
      new AtomicReferenceArray<>(PIECES * STRIDE);
  private static final byte[] ZEROS = new byte[BYTES];

  private final ByteBuffer memory = ByteBuffer.allocateDirect(BYTES);
  private final long address = LibElastic.address(memory);

  private Scratch() {}

  private static int place() {
    return (int) (Thread.currentThread().getId() & (PIECES - 1)) * STRIDE;
  }

  static Scratch take() {
    Scratch free = FREE.getAndSet(place(), null);
    return free == null ? new Scratch() : free;
  }

  /** Takes it back; whoever used it has overwritten what is secret. */
  void giveBack() {
    FREE.lazySet(place(), this);
  }

  /** To be used while this object is reachable, as it is until it has been given back. */
  long address() {
    return address;
  }

  void put(int at, byte[] from, int offset, int length) {
    memory.put(at, from, offset, length);
  }

  void get(int at, byte[] to, int offset, int length) {
    memory.get(at, to, offset, length);
  }

  void wipe(int at, int length) {
    memory.put(at, ZEROS, 0, length);
  }
}
