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
import org.elastictee.provider.engine.Engine;
import org.elastictee.provider.engine.Operation;
import org.elastictee.sev.seal.TransientKey;

/** Encrypts by an engine's {@link Cipher}, as the data comes. */
final class EngineEncryption extends AeadEncryption {
  private final Cipher cipher;
  private final AeadKeys keys;
  private final boolean engineTakesBuffers;

  /** SunJCE's AES/GCM is right with overlapping buffers of every kind, and faster with them. */
  EngineEncryption(Cipher cipher, AeadKeys keys, AeadLimits limits) {
    super(limits);
    this.cipher = cipher;
    this.keys = keys;
    this.engineTakesBuffers =
        cipher.getProvider().getName().equals(Engine.SUN_JCE.providerName())
            && cipher.getAlgorithm().equals(Operation.AES_GCM.algorithm());
  }

  private IvDigest digestOf(Key key, TransientKey opened) {
    IvDigest last = lastDigest();
    if (last != null && last.isOf(key)) {
      return last;
    }
    byte[] ofKey = IvDigest.digest(opened);
    return last != null && last.isOf(ofKey) ? last : new IvDigest(key, ofKey);
  }

  @Override
  void init(Key key, AeadParameters parameters, SecureRandom random, boolean generatedIv)
      throws InvalidKeyException, InvalidAlgorithmParameterException {
    try (TransientKey opened = keys.open(key)) {
      IvDigest ofKey = digestOf(key, opened);
      IvDigest.Pair next = count(key, ofKey, parameters.iv(), generatedIv);
      cipher.init(Cipher.ENCRYPT_MODE, opened, parameters.spec(), random);
      begin(ofKey, next);
    }
  }

  @Override
  public int outputSize(int inputLength) {
    return (int) Math.min((long) cipher.getOutputSize(0) + inputLength, LONGEST_BYTES);
  }

  @Override
  void takeAad(ByteBuffer aad) {
    EngineCalls.updateAad(cipher, aad);
  }

  @Override
  public byte[] update(byte[] input, int offset, int length) {
    requireUnfinished();
    requireRoom(length);
    if (length > 0) {
      beginData(length);
    }
    return cipher.update(input, offset, length);
  }

  @Override
  public int update(ByteBuffer input, ByteBuffer output) throws ShortBufferException {
    requireUnfinished();
    if (!input.hasRemaining()) {
      return 0; // SunJCE would take no AAD after it
    }
    int more = input.remaining();
    requireRoom(more);
    int length =
        engineTakesBuffers
            ? cipher.update(input, output)
            : EngineCalls.update(cipher, input, output);
    beginData(more);
    return length;
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
    requireRoom(input, output);
    finish();
    return engineTakesBuffers
        ? cipher.doFinal(input, output)
        : EngineCalls.doFinal(cipher, input, output);
  }
}
