package org.elastictee.provider.libcrypto;

import java.util.Arrays;

/** A message that is taken as it is, whole. */
final class BareMessage implements MessageInput {
  private static final int INITIAL_BYTES = 256;
  private static final int KEPT_BYTES = 65_536;
  private static final int LARGE = 1 << 30;

  private byte[] message = new byte[INITIAL_BYTES];
  private int length;

  @Override
  public void update(byte[] bytes, int offset, int count) {
    int needed = Math.addExact(length, count);
    if (needed > message.length) {
      byte[] larger = Arrays.copyOf(message, (int) Math.max(needed, Math.min(2L * length, LARGE)));
      Arrays.fill(message, 0, length, (byte) 0);
      message = larger;
    }
    System.arraycopy(bytes, offset, message, length, count);
    length = needed;
  }

  @Override
  public byte[] finish() {
    byte[] taken = Arrays.copyOf(message, length);
    reset();
    return taken;
  }

  @Override
  public void reset() {
    Arrays.fill(message, 0, length, (byte) 0);
    length = 0;
    if (message.length > KEPT_BYTES) {
      message = new byte[INITIAL_BYTES];
    }
  }
}
