package org.elastictee.sev.memory;

import java.nio.ByteBuffer;
import java.util.OptionalLong;

/**
 * A piece of memory for one secret, all zero at first.
 *
 * @param buffer all of it
 * @param address of its first byte, or empty where there is no way to know it
 * @param owner takes it back
 */
record Chunk(ByteBuffer buffer, OptionalLong address, Owner owner) {
  private static final byte[] ZEROS = new byte[256];

  /** What a chunk is a part of. */
  @FunctionalInterface
  interface Owner {
    /** Takes a chunk back, which is all zero again. */
    void free(Chunk chunk);
  }

  int length() {
    return buffer.capacity();
  }

  /** Overwrites the chunk and gives it back: it is not to be used from then on. */
  void release() {
    for (int at = 0; at < length(); at += ZEROS.length) {
      buffer.put(at, ZEROS, 0, Math.min(ZEROS.length, length() - at));
    }
    owner.free(this);
  }
}
