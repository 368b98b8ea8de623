package org.elastictee.sev.memory;

import java.nio.ByteBuffer;

/**
 * The system calls that protect memory. Sizes are in bytes; a call that answers with a {@code
 * boolean} says whether the kernel has done it.
 */
interface MemoryCalls {
  /** What {@link #map} returns where there is no memory. */
  long FAILED = -1;

  /** Returns the size of a page in bytes. */
  int pageBytes();

  /** Maps fresh pages that cannot be touched, {@code mmap(2)}; returns their address. */
  long map(long bytes);

  /** Lets pages be read and written, {@code mprotect(2)}. */
  boolean makeWritable(long address, long bytes);

  /** Keeps pages out of swap, {@code mlock(2)}: {@code RLIMIT_MEMLOCK} bounds how many. */
  boolean lock(long address, long bytes);

  /** Keeps pages out of core dumps, {@code MADV_DONTDUMP}. */
  boolean excludeFromDumps(long address, long bytes);

  /**
   * Lets a forked child find zeros, {@code MADV_WIPEONFORK} of Linux 4.14. {@code MADV_DONTFORK}
   * would leave it a hole, in which a native library that tidies up after the fork would end the
   * child. No Java goes on in a forked child, so that nobody takes the zeros for a key.
   */
  boolean wipeOnFork(long address, long bytes);

  /** Gives pages back, {@code munmap(2)}. */
  void unmap(long address, long bytes);

  /** Fills memory with random bytes, {@code getrandom(2)}. */
  boolean fillRandomly(long address, int bytes);

  /** Returns memory as a buffer, to be used no longer than the memory is there. */
  ByteBuffer view(long address, long bytes);

  /** Returns the address of a direct buffer. */
  long addressOf(ByteBuffer direct);
}
