package org.elastictee.provider.cipher;

import java.nio.ByteBuffer;
import javax.crypto.BadPaddingException;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.ShortBufferException;

/**
 * One direction of a cipher. Buffers' positions move only on success, and a {@link
 * ShortBufferException} changes nothing.
 */
interface CipherOperation {
  /**
   * What no size exceeds: near 2 GiB, no array is to be had, and engines count into the negative.
   */
  int LONGEST_BYTES = Integer.MAX_VALUE - 1024;

  /** Returns how much {@code doFinal} gives at most after {@code inputLength} more bytes. */
  int outputSize(int inputLength);

  byte[] update(byte[] input, int offset, int length);

  int update(ByteBuffer input, ByteBuffer output) throws ShortBufferException;

  /** Takes a buffer that has an array. */
  byte[] doFinal(ByteBuffer input) throws IllegalBlockSizeException, BadPaddingException;

  int doFinal(ByteBuffer input, ByteBuffer output)
      throws ShortBufferException, IllegalBlockSizeException, BadPaddingException;

  /** The same with arrays; the output takes all from its offset on. */
  default int doFinal(byte[] input, int offset, int length, byte[] output, int outputOffset)
      throws ShortBufferException, IllegalBlockSizeException, BadPaddingException {
    return doFinal(
        ByteBuffer.wrap(input, offset, length),
        ByteBuffer.wrap(output, outputOffset, output.length - outputOffset));
  }
}
