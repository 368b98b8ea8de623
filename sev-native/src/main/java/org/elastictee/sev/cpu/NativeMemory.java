package org.elastictee.sev.cpu;

import java.lang.ref.Cleaner;
import java.nio.ByteBuffer;

/**
 * Zeroed memory outside of the Java heap for a state of libelastic, overwritten with zeros when
 * closed or, at the latest, when found unreachable. Its address is good as long as this object is
 * reachable, which callers see to by {@link java.lang.ref.Reference#reachabilityFence}.
 */
final class NativeMemory implements AutoCloseable {
  static final int ALIGNMENT = 64;

  private static final Cleaner CLEANER = Cleaner.create();

  private final long address;
  private final Cleaner.Cleanable cleanable;

  NativeMemory(int bytes) {
    ByteBuffer buffer = ByteBuffer.allocateDirect(bytes + ALIGNMENT).alignedSlice(ALIGNMENT);
    this.address = LibElastic.address(buffer);
    this.cleanable = CLEANER.register(this, new Wiping(buffer, address, bytes));
  }

  long address() {
    return address;
  }

  @Override
  public void close() {
    cleanable.clean();
  }

  /** Holds the buffer, and so the memory, until it is wiped. */
  private record Wiping(ByteBuffer buffer, long address, int bytes) implements Runnable {
    @Override
    public void run() {
      LibElastic.wipe(address, bytes);
    }
  }
}
