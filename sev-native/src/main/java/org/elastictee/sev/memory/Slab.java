package org.elastictee.sev.memory;

import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Pages of one mapping, between two guard pages that cannot be touched, handed out in pieces of 64
 * bytes: secrets share neither a piece nor a line of the processor's cache. For use under the lock
 * of {@link SecretPages}.
 */
final class Slab {
  static final int UNIT_BYTES = 64;

  private final MemoryCalls calls;
  private final long mapping;
  private final long mappingBytes;
  private final long start;
  private final ByteBuffer bytes;
  private final BitSet used = new BitSet();
  private final boolean locked;
  private final boolean excludedFromDumps;
  private final boolean wipedOnFork;

  private Slab(MemoryCalls calls, long mapping, long pages, int pageBytes) {
    this.calls = calls;
    this.mapping = mapping;
    this.mappingBytes = (pages + 2) * pageBytes;
    this.start = mapping + pageBytes;
    this.bytes = calls.view(start, pages * pageBytes);
    this.excludedFromDumps = calls.excludeFromDumps(start, bytes.capacity());
    this.wipedOnFork = calls.wipeOnFork(start, bytes.capacity());
    this.locked = calls.lock(start, bytes.capacity());
  }

  /**
   * Maps a slab.
   *
   * @param atLeast its size in bytes, to be rounded up to whole pages
   * @return empty if the kernel has no memory for it
   */
  static Optional<Slab> map(MemoryCalls calls, int atLeast) {
    int pageBytes = calls.pageBytes();
    long pages = (atLeast - 1L) / pageBytes + 1;
    if (pages * pageBytes > Integer.MAX_VALUE) {
      return Optional.empty();
    }
    long mapping = calls.map((pages + 2) * pageBytes);
    if (mapping == MemoryCalls.FAILED) {
      return Optional.empty();
    }
    if (!calls.makeWritable(mapping + pageBytes, pages * pageBytes)) {
      calls.unmap(mapping, (pages + 2) * pageBytes);
      return Optional.empty();
    }
    return Optional.of(new Slab(calls, mapping, pages, pageBytes));
  }

  /** Returns how many pieces so many bytes take. */
  static int units(int length) {
    return Math.max(0, length - 1) / UNIT_BYTES + 1;
  }

  /** Returns a piece of so many bytes, or empty if there is no room for it. */
  Optional<Chunk> allocate(int length, Chunk.Owner owner) {
    int wanted = units(length);
    int all = bytes.capacity() / UNIT_BYTES;
    int first = used.nextClearBit(0);
    while (first + wanted <= all) {
      int next = used.nextSetBit(first);
      if (next < 0 || next - first >= wanted) {
        used.set(first, first + wanted);
        int at = first * UNIT_BYTES;
        return Optional.of(new Chunk(bytes.slice(at, length), OptionalLong.of(start + at), owner));
      }
      first = used.nextClearBit(next);
    }
    return Optional.empty();
  }

  void free(Chunk chunk) {
    int first = (int) (chunk.address().getAsLong() - start) / UNIT_BYTES;
    used.clear(first, first + units(chunk.length()));
  }

  boolean isEmpty() {
    return used.isEmpty();
  }

  int size() {
    return bytes.capacity();
  }

  boolean isLocked() {
    return locked;
  }

  boolean isExcludedFromDumps() {
    return excludedFromDumps;
  }

  boolean isWipedOnFork() {
    return wipedOnFork;
  }

  /** Gives the pages back to the kernel: nothing of the slab is to be used from then on. */
  void unmap() {
    calls.unmap(mapping, mappingBytes);
  }
}
