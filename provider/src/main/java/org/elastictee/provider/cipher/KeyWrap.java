package org.elastictee.provider.cipher;

import org.elastictee.provider.engine.Operation;

/** The algorithms of {@link KeyWrapSpi}. */
public enum KeyWrap {
  /** RFC 3394: 16 bytes and more, in steps of 8. */
  KW(Operation.AES_KW, "KW", 16, 24) {
    @Override
    boolean wraps(long bytes) {
      return bytes >= shortest() && bytes % 8 == 0;
    }
  },

  /** RFC 5649: 1 byte and more. */
  KWP(Operation.AES_KWP, "KWP", 1, 16) {
    @Override
    boolean wraps(long bytes) {
      return bytes >= shortest();
    }
  };

  private static final int OVERHEAD_BYTES = 8;

  private final Operation operation;
  private final String mode;
  private final int shortest;
  private final int shortestWrapped;

  KeyWrap(Operation operation, String mode, int shortest, int shortestWrapped) {
    this.operation = operation;
    this.mode = mode;
    this.shortest = shortest;
    this.shortestWrapped = shortestWrapped;
  }

  /** Returns the row of the engine table. */
  public Operation operation() {
    return operation;
  }

  String mode() {
    return mode;
  }

  int shortest() {
    return shortest;
  }

  /** Whether so many bytes can be wrapped. */
  abstract boolean wraps(long bytes);

  /** Whether so many bytes can have been wrapped. */
  boolean unwraps(long bytes) {
    return bytes >= shortestWrapped && bytes % 8 == 0;
  }

  long wrappedBytes(long bytes) {
    return (bytes + 7) / 8 * 8 + OVERHEAD_BYTES;
  }

  /** At most: with padding it can be up to 7 less. */
  long unwrappedBytes(long bytes) {
    return Math.max(0, bytes - OVERHEAD_BYTES);
  }
}
