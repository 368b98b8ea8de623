package org.elastictee.provider.cipher;

import java.nio.ByteBuffer;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.GCMParameterSpec;
import org.elastictee.sev.seal.TransientKey;

/** Encrypts as the data comes; one message per {@code init}. */
final class GcmEncryption implements GcmOperation {
  private final Cipher cipher;
  private final LastEncryption last = new LastEncryption();
  private boolean hasData;
  private boolean finished;

  GcmEncryption(Cipher cipher) {
    this.cipher = cipher;
  }

  @Override
  public void init(Key key, TransientKey opened, GCMParameterSpec spec, SecureRandom random)
      throws InvalidKeyException, InvalidAlgorithmParameterException {
    byte[] iv = spec.getIV();
    if (last.was(key, opened, iv)) {
      throw new InvalidAlgorithmParameterException(
          "this IV was used with this key by the last encryption");
    }
    cipher.init(Cipher.ENCRYPT_MODE, opened, spec, random);
    last.set(key, opened, iv);
    hasData = false;
    finished = false;
  }

  private void requireUnfinished() {
    if (finished) {
      throw new IllegalStateException("a new IV is needed for another message: call init");
    }
  }

  @Override
  public int outputSize(int inputLength) {
    return cipher.getOutputSize(inputLength);
  }

  @Override
  public void updateAad(ByteBuffer aad) {
    requireUnfinished();
    if (hasData) {
      throw new IllegalStateException("AAD comes before the plaintext");
    }
    cipher.updateAAD(aad);
  }

  @Override
  public byte[] update(byte[] input, int offset, int length) {
    requireUnfinished();
    hasData |= length > 0;
    return cipher.update(input, offset, length);
  }

  @Override
  public int update(ByteBuffer input, ByteBuffer output) throws ShortBufferException {
    requireUnfinished();
    boolean nowHasData = hasData || input.hasRemaining();
    int length = cipher.update(input, output);
    hasData = nowHasData;
    return length;
  }

  @Override
  public byte[] doFinal(ByteBuffer input) throws IllegalBlockSizeException, BadPaddingException {
    requireUnfinished();
    ByteBuffer output = ByteBuffer.allocate(cipher.getOutputSize(input.remaining()));
    try {
      int length = doFinal(input, output);
      return length == output.capacity() ? output.array() : Arrays.copyOf(output.array(), length);
    } catch (ShortBufferException e) {
      throw new ProviderException("the engine gives more than it announced", e);
    }
  }

  @Override
  public int doFinal(ByteBuffer input, ByteBuffer output)
      throws ShortBufferException, IllegalBlockSizeException, BadPaddingException {
    requireUnfinished();
    if (output.remaining() < cipher.getOutputSize(input.remaining())) {
      throw new ShortBufferException("the output has no room for the ciphertext and the tag");
    }
    finished = true;
    return cipher.doFinal(input, output);
  }
}
