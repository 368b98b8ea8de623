package org.elastictee.provider.cipher;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** The AAD of one message, in an array that serves the next as well. Not thread-safe. */
final class GatheredAad {
  private static final int FIRST_BYTES = 64;

  /** A longer array is let go with its message. */
  private static final int KEPT_BYTES = 4096;

  private byte[] bytes = new byte[FIRST_BYTES];
  private int length;

  /** Takes what remains of a buffer. */
  void add(ByteBuffer aad) {
    int more = aad.remaining();
    int total = makeRoom(more);
    aad.get(bytes, length, more);
    length = total;
  }

  /** Takes a part of an array. */
  void add(byte[] aad, int offset, int more) {
    int total = makeRoom(more);
    System.arraycopy(aad, offset, bytes, length, more);
    length = total;
  }

  private int makeRoom(int more) {
    int total = Math.addExact(length, more);
    if (total > bytes.length) {
      bytes =
          Arrays.copyOf(
              bytes, Math.max(total, (int) Math.min(2L * total, CipherOperation.LONGEST_BYTES)));
    }
    return total;
  }

  /** Returns the array that begins with the AAD. */
  byte[] array() {
    return bytes;
  }

  int length() {
    return length;
  }

  /** Starts again. */
  void clear() {
    length = 0;
    if (bytes.length > KEPT_BYTES) {
      bytes = new byte[FIRST_BYTES];
    }
  }
}
