package org.elastictee.provider.cipher;

import java.nio.ByteBuffer;
import java.util.Arrays;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.ShortBufferException;

/**
 * Calls engines with buffers of every kind. Engines may read input that they have overwritten
 * already, where the two overlap, and ask for more room than they fill; so they get arrays of their
 * own, which are overwritten afterwards. Positions move only on success.
 */
final class EngineCalls {
  private EngineCalls() {}

  private interface Call {
    int run(byte[] input, int offset, int length, byte[] output)
        throws ShortBufferException, IllegalBlockSizeException, BadPaddingException;
  }

  static int update(Cipher engine, ByteBuffer input, ByteBuffer output)
      throws ShortBufferException {
    if (!input.hasRemaining()) {
      return 0;
    }
    try {
      return run(engine, (in, off, len, out) -> engine.update(in, off, len, out, 0), input, output);
    } catch (IllegalBlockSizeException | BadPaddingException e) {
      throw new AssertionError("update does not finish a message", e);
    }
  }

  /** As an array: SunJCE of JDK 17 reads AAD for Poly1305 from buffers in the wrong byte order. */
  static void updateAad(Cipher engine, ByteBuffer aad) {
    if (aad.hasArray()) {
      engine.updateAAD(aad.array(), aad.arrayOffset() + aad.position(), aad.remaining());
    } else {
      byte[] copy = new byte[aad.remaining()];
      aad.duplicate().get(copy);
      engine.updateAAD(copy);
    }
    aad.position(aad.limit());
  }

  static int doFinal(Cipher engine, ByteBuffer input, ByteBuffer output)
      throws ShortBufferException, IllegalBlockSizeException, BadPaddingException {
    return run(engine, (in, off, len, out) -> engine.doFinal(in, off, len, out, 0), input, output);
  }

  private static int run(Cipher engine, Call call, ByteBuffer input, ByteBuffer output)
      throws ShortBufferException, IllegalBlockSizeException, BadPaddingException {
    int length = input.remaining();
    byte[] out = new byte[Math.min(output.remaining(), engine.getOutputSize(length))];
    int written;
    try {
      if (input.hasArray()) {
        written = call.run(input.array(), input.arrayOffset() + input.position(), length, out);
      } else {
        written = runOnCopy(call, input, out);
      }
      input.position(input.limit());
      output.put(out, 0, written);
    } finally {
      Arrays.fill(out, (byte) 0);
    }
    return written;
  }

  private static int runOnCopy(Call call, ByteBuffer input, byte[] out)
      throws ShortBufferException, IllegalBlockSizeException, BadPaddingException {
    byte[] copy = new byte[input.remaining()];
    input.duplicate().get(copy);
    try {
      return call.run(copy, 0, copy.length, out);
    } finally {
      Arrays.fill(copy, (byte) 0);
    }
  }
}
