package org.elastictee.sev.cpu;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;

/** What native code asks of buffers. */
final class Direct {
  private Direct() {}

  /** Returns where the next byte of a direct buffer lies, which callers keep reachable. */
  static long address(ByteBuffer direct) {
    return LibElastic.address(direct) + direct.position();
  }

  static void requireRoom(ByteBuffer out, int bytes) {
    if (out.remaining() < bytes) {
      throw new BufferOverflowException();
    }
  }
}
