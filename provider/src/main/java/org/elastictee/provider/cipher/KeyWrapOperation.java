package org.elastictee.provider.cipher;

import java.nio.ByteBuffer;
import java.security.ProviderException;
import java.util.Arrays;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.ShortBufferException;

/** Gathers the data, and wraps or unwraps all of it at the end, over and over under one key. */
final class KeyWrapOperation implements CipherOperation {
  private final KeyWrap algorithm;
  private final Cipher engine;
  private final boolean wrapping;

  /** What came so far; as it may be a key, it is overwritten when it has served. */
  private byte[] gathered = {};

  KeyWrapOperation(KeyWrap algorithm, Cipher engine, boolean wrapping) {
    this.algorithm = algorithm;
    this.engine = engine;
    this.wrapping = wrapping;
  }

  @Override
  public int outputSize(int inputLength) {
    long total = (long) gathered.length + inputLength;
    long size = wrapping ? algorithm.wrappedBytes(total) : algorithm.unwrappedBytes(total);
    return (int) Math.min(size, LONGEST_BYTES);
  }

  @Override
  public byte[] update(byte[] input, int offset, int length) {
    update(ByteBuffer.wrap(input, offset, length), ByteBuffer.allocate(0));
    return null;
  }

  @Override
  public int update(ByteBuffer input, ByteBuffer output) {
    byte[] more = with(input);
    forget();
    gathered = more;
    input.position(input.limit());
    return 0;
  }

  private byte[] with(ByteBuffer input) {
    if (input.remaining() > LONGEST_BYTES - gathered.length) {
      throw new ProviderException("one message has at most 2 GiB here");
    }
    byte[] all = Arrays.copyOf(gathered, gathered.length + input.remaining());
    input.duplicate().get(all, gathered.length, input.remaining());
    return all;
  }

  @Override
  public byte[] doFinal(ByteBuffer input) throws IllegalBlockSizeException {
    try {
      return run(input);
    } finally {
      forget();
    }
  }

  @Override
  public int doFinal(ByteBuffer input, ByteBuffer output)
      throws ShortBufferException, IllegalBlockSizeException {
    byte[] result = {};
    boolean done = true;
    try {
      result = run(input);
      done = result.length <= output.remaining();
      if (!done) {
        throw new ShortBufferException("the output has no room for " + result.length + " bytes");
      }
      input.position(input.limit());
      output.put(result);
      return result.length;
    } finally {
      Arrays.fill(result, (byte) 0);
      if (done) {
        forget();
      }
    }
  }

  private byte[] run(ByteBuffer input) throws IllegalBlockSizeException {
    byte[] all = with(input);
    try {
      if (!(wrapping ? algorithm.wraps(all.length) : algorithm.unwraps(all.length))) {
        throw new IllegalBlockSizeException("AES/" + algorithm.mode() + " takes no such length");
      }
      return engine.doFinal(all);
    } catch (BadPaddingException e) {
      IllegalBlockSizeException same =
          new IllegalBlockSizeException("the wrapped data does not verify");
      same.initCause(e);
      throw same;
    } finally {
      Arrays.fill(all, (byte) 0);
    }
  }

  private void forget() {
    Arrays.fill(gathered, (byte) 0);
    gathered = new byte[0];
  }
}
