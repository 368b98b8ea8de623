package org.elastictee.provider.cipher;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.ProviderException;
import javax.crypto.AEADBadTagException;
import javax.crypto.BadPaddingException;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.ShortBufferException;

/**
 * What every decryption sees to: {@code update} gathers the ciphertext and gives nothing, {@code
 * doFinal} gives the message once the tag has verified. Then, and after a failure, it stands as
 * after {@code init}, ready for another message under the same key and IV.
 */
abstract class AeadDecryption implements AeadOperation {
  /** Null while there is nothing. */
  private ByteArrayOutputStream gathered;

  /** Forgets what was gathered. */
  final void reset() {
    gathered = null;
  }

  final boolean hasGathered() {
    return gathered != null;
  }

  private int gatheredBytes() {
    return gathered == null ? 0 : gathered.size();
  }

  /** Brings the state back to where {@code init} left it, if a message was finished since. */
  abstract void begin();

  abstract int tagBytes();

  /** Takes AAD to that which came before. */
  abstract void takeAad(ByteBuffer aad);

  /** Opens a whole message, not shorter than its tag; does not move the position. */
  abstract byte[] open(ByteBuffer message) throws IllegalBlockSizeException, BadPaddingException;

  /** Opens a whole message, not shorter than its tag, into another buffer; positions move. */
  abstract int open(ByteBuffer message, ByteBuffer output)
      throws IllegalBlockSizeException, BadPaddingException;

  @Override
  public final int outputSize(int inputLength) {
    long total = (long) gatheredBytes() + inputLength - tagBytes();
    return (int) Math.max(0, Math.min(total, LONGEST_BYTES));
  }

  @Override
  public final void updateAad(ByteBuffer aad) {
    requireAadTime();
    takeAad(aad);
  }

  final void requireAadTime() {
    begin();
    if (hasGathered()) {
      throw new IllegalStateException("AAD comes before the ciphertext");
    }
  }

  @Override
  public final byte[] update(byte[] input, int offset, int length) {
    gather(ByteBuffer.wrap(input, offset, length));
    return null;
  }

  @Override
  public final int update(ByteBuffer input, ByteBuffer output) {
    gather(input);
    return 0;
  }

  private void requireRoom(ByteBuffer input) {
    if (input.remaining() > LONGEST_BYTES - gatheredBytes()) {
      throw new ProviderException("one message has at most 2 GiB here");
    }
  }

  private void gather(ByteBuffer input) {
    begin();
    requireRoom(input);
    if (!input.hasRemaining()) {
      return;
    }
    if (gathered == null) {
      gathered = new ByteArrayOutputStream(0);
    }
    if (input.hasArray()) {
      gathered.write(input.array(), input.arrayOffset() + input.position(), input.remaining());
      input.position(input.limit());
    } else {
      byte[] bytes = new byte[input.remaining()];
      input.get(bytes);
      gathered.writeBytes(bytes);
    }
  }

  final void requireRoom(int inputLength, int outputLength) throws ShortBufferException {
    if (outputLength < outputSize(inputLength)) {
      throw new ShortBufferException("the output has no room for the plaintext");
    }
  }

  /** Returns what was gathered and the input behind it, which is not moved if it is alone. */
  private ByteBuffer whole(ByteBuffer input) throws AEADBadTagException {
    ByteArrayOutputStream before = gathered;
    boolean isShort = (long) gatheredBytes() + input.remaining() < tagBytes();
    reset();
    if (isShort) {
      over();
      throw new AEADBadTagException("the ciphertext is shorter than its tag");
    }
    if (before == null) {
      return input;
    }
    byte[] last = new byte[input.remaining()];
    input.duplicate().get(last);
    before.writeBytes(last);
    return ByteBuffer.wrap(before.toByteArray());
  }

  /** The message is over, before the engine has seen it. */
  abstract void over();

  @Override
  public final byte[] doFinal(ByteBuffer input)
      throws IllegalBlockSizeException, BadPaddingException {
    begin();
    requireRoom(input);
    return open(whole(input));
  }

  @Override
  public final int doFinal(ByteBuffer input, ByteBuffer output)
      throws ShortBufferException, IllegalBlockSizeException, BadPaddingException {
    begin();
    requireRoom(input.remaining(), output.remaining());
    requireRoom(input);
    int length = open(whole(input), output);
    input.position(input.limit());
    return length;
  }
}
