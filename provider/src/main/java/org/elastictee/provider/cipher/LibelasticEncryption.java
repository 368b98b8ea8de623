package org.elastictee.provider.cipher;

import java.nio.ByteBuffer;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.SecureRandom;
import javax.crypto.ShortBufferException;
import org.elastictee.sev.cpu.NativeGcm;
import org.elastictee.sev.cpu.NativeGcmStream;

/** Encrypts AES-GCM by libelastic: a message that comes whole in one call, others as they come. */
final class LibelasticEncryption extends AeadEncryption {
  private final GcmKeys keys;
  private final GatheredAad aad = new GatheredAad();
  private NativeGcm key;
  private AeadParameters parameters;

  /** Made for the first message that comes in pieces. */
  private NativeGcmStream stream;

  LibelasticEncryption(AeadKeys keys, AeadLimits limits) {
    super(limits);
    this.keys = new GcmKeys(keys);
  }

  private IvDigest digestOf(Key newKey, NativeGcm expanded) {
    IvDigest last = lastDigest();
    return last != null && (expanded == key || last.isOf(expanded.digest()))
        ? last
        : new IvDigest(newKey, expanded.digest());
  }

  @Override
  void init(Key newKey, AeadParameters newParameters, SecureRandom random, boolean generatedIv)
      throws InvalidKeyException, InvalidAlgorithmParameterException {
    NativeGcm expanded = keys.of(newKey);
    IvDigest ofKey = digestOf(newKey, expanded);
    begin(ofKey, count(newKey, ofKey, newParameters.iv(), generatedIv));
    key = expanded;
    parameters = newParameters;
    aad.clear();
  }

  @Override
  public int outputSize(int inputLength) {
    return (int) Math.min((long) inputLength + parameters.tagBytes(), LONGEST_BYTES);
  }

  @Override
  public void updateAad(byte[] more, int offset, int length) {
    requireAadTime();
    aad.add(more, offset, length);
  }

  @Override
  void takeAad(ByteBuffer more) {
    aad.add(more);
  }

  @Override
  public byte[] update(byte[] input, int offset, int length) {
    requireUnfinished();
    requireRoom(length);
    if (length == 0) {
      return null;
    }
    byte[] output = new byte[length];
    stream(ByteBuffer.wrap(input, offset, length), ByteBuffer.wrap(output));
    return output;
  }

  @Override
  public int update(ByteBuffer input, ByteBuffer output) throws ShortBufferException {
    requireUnfinished();
    int length = input.remaining();
    if (output.remaining() < length) {
      throw new ShortBufferException("the output has no room for the ciphertext");
    }
    requireRoom(length);
    if (length > 0) {
      stream(input, output);
    }
    return length;
  }

  private void stream(ByteBuffer input, ByteBuffer output) {
    if (!hasData()) {
      if (stream == null) {
        stream = new NativeGcmStream();
      }
      stream.begin(key, parameters.iv(), aad.array(), aad.length());
    }
    beginData(input.remaining());
    stream.update(input, output);
  }

  @Override
  public byte[] doFinal(ByteBuffer input) {
    requireUnfinished();
    requireRoom(input.remaining());
    ByteBuffer output = ByteBuffer.allocate(outputSize(input.remaining()));
    end(input, output);
    return output.array();
  }

  @Override
  public int doFinal(ByteBuffer input, ByteBuffer output) throws ShortBufferException {
    requireUnfinished();
    requireRoom(input, output);
    return end(input, output);
  }

  @Override
  public int doFinal(byte[] input, int offset, int length, byte[] output, int outputOffset)
      throws ShortBufferException {
    requireUnfinished();
    requireRoom(length, output.length - outputOffset);
    if (hasData()) {
      return end(
          ByteBuffer.wrap(input, offset, length),
          ByteBuffer.wrap(output, outputOffset, output.length - outputOffset));
    }
    finish();
    key.seal(
        parameters.iv(),
        aad.array(),
        aad.length(),
        input,
        offset,
        length,
        output,
        outputOffset,
        parameters.tagBytes());
    return length + parameters.tagBytes();
  }

  private int end(ByteBuffer input, ByteBuffer output) {
    int length = outputSize(input.remaining());
    boolean isInPieces = hasData();
    finish();
    if (isInPieces) {
      stream.update(input, output);
      output.put(stream.end(parameters.tagBytes()));
    } else {
      key.seal(parameters.iv(), aad.array(), aad.length(), input, output, parameters.tagBytes());
    }
    return length;
  }
}
