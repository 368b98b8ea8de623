package org.elastictee.provider.cipher;

import java.nio.ByteBuffer;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.IvParameterSpec;
import org.elastictee.sev.seal.TransientKey;

/**
 * Leaves the work to an engine. SunJCE does not go back to the IV after a message with bad padding,
 * so that the next one would come out wrong: after a failure the engine begins anew. It also takes
 * an empty ciphertext for an empty message with padding, which has a block: that is bad padding.
 */
final class AesModeOperation implements CipherOperation {
  private final Cipher engine;
  private final boolean encrypting;
  private final Key key;
  private final int requiredKeyBytes;
  private final IvParameterSpec spec;
  private final boolean expectsPadding;
  private boolean hasInput;
  private boolean failed;

  AesModeOperation(
      Cipher engine, boolean encrypting, Key key, int requiredKeyBytes, IvParameterSpec spec)
      throws InvalidKeyException, InvalidAlgorithmParameterException {
    this.engine = engine;
    this.encrypting = encrypting;
    this.key = key;
    this.requiredKeyBytes = requiredKeyBytes;
    this.spec = spec;
    this.expectsPadding = !encrypting && !engine.getAlgorithm().endsWith("/NoPadding");
    init();
  }

  private void init() throws InvalidKeyException, InvalidAlgorithmParameterException {
    try (TransientKey opened = CipherKeys.openAes(key, requiredKeyBytes)) {
      engine.init(encrypting ? Cipher.ENCRYPT_MODE : Cipher.DECRYPT_MODE, opened, spec);
    }
    failed = false;
    hasInput = false;
  }

  private void begin() {
    if (!failed) {
      return;
    }
    try {
      init();
    } catch (InvalidKeyException | InvalidAlgorithmParameterException e) {
      throw new IllegalStateException("the key does not serve any more", e);
    }
  }

  IvParameterSpec spec() {
    return spec;
  }

  @Override
  public int outputSize(int inputLength) {
    begin();
    return inputLength > LONGEST_BYTES ? LONGEST_BYTES : engine.getOutputSize(inputLength);
  }

  @Override
  public byte[] update(byte[] input, int offset, int length) {
    begin();
    hasInput |= length > 0;
    return engine.update(input, offset, length);
  }

  @Override
  public int update(ByteBuffer input, ByteBuffer output) throws ShortBufferException {
    begin();
    boolean nowHasInput = hasInput || input.hasRemaining();
    int length = EngineCalls.update(engine, input, output);
    hasInput = nowHasInput;
    return length;
  }

  @Override
  public byte[] doFinal(ByteBuffer input) throws IllegalBlockSizeException, BadPaddingException {
    begin();
    requirePadding(input);
    try {
      byte[] output =
          engine.doFinal(input.array(), input.arrayOffset() + input.position(), input.remaining());
      hasInput = false;
      return output;
    } catch (IllegalBlockSizeException | BadPaddingException e) {
      failed = true;
      throw e;
    }
  }

  @Override
  public int doFinal(ByteBuffer input, ByteBuffer output)
      throws ShortBufferException, IllegalBlockSizeException, BadPaddingException {
    begin();
    requirePadding(input);
    try {
      int length = EngineCalls.doFinal(engine, input, output);
      hasInput = false;
      return length;
    } catch (IllegalBlockSizeException | BadPaddingException e) {
      failed = true;
      throw e;
    }
  }

  private void requirePadding(ByteBuffer input) throws BadPaddingException {
    if (expectsPadding && !hasInput && !input.hasRemaining()) {
      throw new BadPaddingException("there is no block with padding");
    }
  }
}
