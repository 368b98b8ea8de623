package org.elastictee.provider.cipher;

import java.nio.ByteBuffer;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.ShortBufferException;
import org.elastictee.provider.engine.Engine;
import org.elastictee.provider.engine.Operation;
import org.elastictee.sev.seal.TransientKey;

/** Encrypts as the data comes; one message per {@code init}. */
final class AeadEncryption implements AeadOperation {
  private final Cipher cipher;
  private final boolean engineTakesBuffers;
  private final UsedIvs used = new UsedIvs();
  private final AeadLimits limits;

  /** Of the key of the last {@code init}; null before the first. */
  private IvDigest digest;

  private IvDigest.Pair current;
  private boolean hasData;
  private long messageBytes;
  private boolean finished;

  /** SunJCE's AES/GCM is right with overlapping buffers of every kind, and faster with them. */
  AeadEncryption(Cipher cipher, AeadLimits limits) {
    this.cipher = cipher;
    this.limits = limits;
    this.engineTakesBuffers =
        cipher.getProvider().getName().equals(Engine.SUN_JCE.providerName())
            && cipher.getAlgorithm().equals(Operation.AES_GCM.algorithm());
  }

  private boolean isKeyOfLastInit(Key key, TransientKey opened) {
    return digest != null && digest.isOf(key, opened);
  }

  @Override
  public void init(Key key, TransientKey opened, AlgorithmParameterSpec spec, SecureRandom random)
      throws InvalidKeyException, InvalidAlgorithmParameterException {
    init(key, opened, spec, random, false);
  }

  /**
   * Begins anew, with an IV that was made here.
   *
   * @throws InvalidKeyException if the key had as many of them as it may
   */
  void initWithGeneratedIv(
      Key key, TransientKey opened, AlgorithmParameterSpec spec, SecureRandom random)
      throws InvalidKeyException, InvalidAlgorithmParameterException {
    init(key, opened, spec, random, true);
  }

  private void init(
      Key key,
      TransientKey opened,
      AlgorithmParameterSpec spec,
      SecureRandom random,
      boolean generatedIv)
      throws InvalidKeyException, InvalidAlgorithmParameterException {
    IvDigest ofKey = isKeyOfLastInit(key, opened) ? digest : new IvDigest(key, opened);
    IvDigest.Pair next = ofKey.of(Aead.iv(spec));
    if (next.equals(current) || used.contains(next)) {
      throw new InvalidAlgorithmParameterException("this IV was used with this key before");
    }
    limits.count(key, ofKey == digest, generatedIv);
    cipher.init(Cipher.ENCRYPT_MODE, opened, spec, random);
    digest = ofKey;
    current = next;
    hasData = false;
    messageBytes = 0;
    finished = false;
  }

  private void requireUnfinished() {
    if (finished) {
      throw new IllegalStateException("a new IV is needed for another message: call init");
    }
  }

  @Override
  public int outputSize(int inputLength) {
    return (int) Math.min((long) cipher.getOutputSize(0) + inputLength, LONGEST_BYTES);
  }

  @Override
  public void updateAad(ByteBuffer aad) {
    requireUnfinished();
    if (hasData) {
      throw new IllegalStateException("AAD comes before the plaintext");
    }
    EngineCalls.updateAad(cipher, aad);
  }

  @Override
  public byte[] update(byte[] input, int offset, int length) {
    requireUnfinished();
    limits.requireRoom(messageBytes, length);
    if (length > 0) {
      beginData();
    }
    messageBytes += length;
    return cipher.update(input, offset, length);
  }

  @Override
  public int update(ByteBuffer input, ByteBuffer output) throws ShortBufferException {
    requireUnfinished();
    if (!input.hasRemaining()) {
      return 0; // SunJCE would take no AAD after it
    }
    int more = input.remaining();
    limits.requireRoom(messageBytes, more);
    int length =
        engineTakesBuffers
            ? cipher.update(input, output)
            : EngineCalls.update(cipher, input, output);
    beginData();
    messageBytes += more;
    return length;
  }

  /** From here on the IV counts as used. */
  private void beginData() {
    if (!hasData) {
      used.add(current);
      hasData = true;
    }
  }

  @Override
  public byte[] doFinal(ByteBuffer input) throws IllegalBlockSizeException, BadPaddingException {
    requireUnfinished();
    ByteBuffer output = ByteBuffer.allocate(outputSize(input.remaining()));
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
    if (output.remaining() < outputSize(input.remaining())) {
      throw new ShortBufferException("the output has no room for the ciphertext and the tag");
    }
    limits.requireRoom(messageBytes, input.remaining());
    beginData();
    finished = true;
    return engineTakesBuffers
        ? cipher.doFinal(input, output)
        : EngineCalls.doFinal(cipher, input, output);
  }
}
