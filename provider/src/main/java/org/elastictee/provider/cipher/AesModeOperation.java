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
 * so that the next one would come out wrong: after a failure the engine begins anew.
 */
final class AesModeOperation implements CipherOperation {
  private final Cipher engine;
  private final boolean encrypting;
  private final Key key;
  private final int requiredKeyBytes;
  private final IvParameterSpec spec;
  private boolean failed;

  AesModeOperation(
      Cipher engine, boolean encrypting, Key key, int requiredKeyBytes, IvParameterSpec spec)
      throws InvalidKeyException, InvalidAlgorithmParameterException {
    this.engine = engine;
    this.encrypting = encrypting;
    this.key = key;
    this.requiredKeyBytes = requiredKeyBytes;
    this.spec = spec;
    init();
  }

  private void init() throws InvalidKeyException, InvalidAlgorithmParameterException {
    try (TransientKey opened = AesKeys.open(key, requiredKeyBytes)) {
      engine.init(encrypting ? Cipher.ENCRYPT_MODE : Cipher.DECRYPT_MODE, opened, spec);
    }
    failed = false;
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
    return engine.getOutputSize(inputLength);
  }

  @Override
  public byte[] update(byte[] input, int offset, int length) {
    begin();
    return engine.update(input, offset, length);
  }

  @Override
  public int update(ByteBuffer input, ByteBuffer output) throws ShortBufferException {
    begin();
    return EngineCalls.update(engine, input, output);
  }

  @Override
  public byte[] doFinal(ByteBuffer input) throws IllegalBlockSizeException, BadPaddingException {
    begin();
    try {
      return engine.doFinal(
          input.array(), input.arrayOffset() + input.position(), input.remaining());
    } catch (IllegalBlockSizeException | BadPaddingException e) {
      failed = true;
      throw e;
    }
  }

  @Override
  public int doFinal(ByteBuffer input, ByteBuffer output)
      throws ShortBufferException, IllegalBlockSizeException, BadPaddingException {
    begin();
    try {
      return EngineCalls.doFinal(engine, input, output);
    } catch (IllegalBlockSizeException | BadPaddingException e) {
      failed = true;
      throw e;
    }
  }
}
