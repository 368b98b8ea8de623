package org.elastictee.vectors.schema;

import java.security.SecureRandom;
import java.util.Arrays;

/** The randomness of a vector, which knows whether exactly it was drawn. */
final class FixedRandom extends SecureRandom {
  private static final long serialVersionUID = 1L;

  private final byte[] bytes;
  private int drawn;

  FixedRandom(byte[] bytes) {
    this.bytes = bytes.clone();
  }

  /** Returns zeros when there are no bytes left. */
  @Override
  public synchronized void nextBytes(byte[] out) {
    Arrays.fill(out, (byte) 0);
    int left = Math.max(0, bytes.length - drawn);
    System.arraycopy(bytes, bytes.length - left, out, 0, Math.min(left, out.length));
    drawn += out.length;
  }

  synchronized boolean wasDrawn() {
    return drawn == bytes.length;
  }
}
