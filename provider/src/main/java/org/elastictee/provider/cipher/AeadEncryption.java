package org.elastictee.provider.cipher;

import java.nio.ByteBuffer;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.SecureRandom;
import javax.crypto.ShortBufferException;
import org.elastictee.provider.cipher.IvDigest.Pair;

/** What every encryption sees to: one message per {@code init}, and every IV once. */
abstract class AeadEncryption implements AeadOperation {
  private final UsedIvs used = new UsedIvs();
  private final AeadLimits limits;

  /** Of the key of the last {@code init}; null before the first. */
  private IvDigest digest;

  private Pair current;
  private boolean hasData;
  private long messageBytes;
  private boolean finished;

  AeadEncryption(AeadLimits limits) {
    this.limits = limits;
  }

  @Override
  public final void init(Key key, AeadParameters parameters, SecureRandom random)
      throws InvalidKeyException, InvalidAlgorithmParameterException {
    init(key, parameters, random, false);
  }

  /**
   * Begins anew, with an IV that was made here.
   *
   * @throws InvalidKeyException if the key does not fit, or had as many of them as it may
   */
  final void initWithGeneratedIv(Key key, AeadParameters parameters, SecureRandom random)
      throws InvalidKeyException, InvalidAlgorithmParameterException {
    init(key, parameters, random, true);
  }

  abstract void init(Key key, AeadParameters parameters, SecureRandom random, boolean generatedIv)
      throws InvalidKeyException, InvalidAlgorithmParameterException;

  /** Returns the digest of the last {@code init} if it is of a key with this digest, else null. */
  final IvDigest lastDigest() {
    return digest;
  }

  /**
   * Counts an encryption under a key and an IV, and returns the pair.
   *
   * @throws InvalidAlgorithmParameterException if the IV was used with the key
   * @throws InvalidKeyException if the key had as many as it may
   */
  final Pair count(Key key, IvDigest ofKey, byte[] iv, boolean generatedIv)
      throws InvalidKeyException, InvalidAlgorithmParameterException {
    Pair next = ofKey.of(iv);
    if (next.equals(current) || used.contains(next)) {
      throw new InvalidAlgorithmParameterException("this IV was used with this key before");
    }
    limits.count(key, ofKey == digest, generatedIv);
    return next;
  }

  /** Begins a message. */
  final void begin(IvDigest ofKey, Pair next) {
    digest = ofKey;
    current = next;
    hasData = false;
    messageBytes = 0;
    finished = false;
  }

  final void requireUnfinished() {
    if (finished) {
      throw new IllegalStateException("a new IV is needed for another message: call init");
    }
  }

  final boolean hasData() {
    return hasData;
  }

  /** Lets a piece pass, or throws ProviderException if the message becomes too long. */
  final void requireRoom(int more) {
    limits.requireRoom(messageBytes, more);
  }

  /** From here on the IV counts as used. */
  final void beginData(int bytes) {
    if (!hasData) {
      used.add(current);
      hasData = true;
    }
    messageBytes += bytes;
  }

  /** Begins the end: whatever comes of it, the message is over. */
  final void finish() {
    beginData(0);
    finished = true;
  }

  final void requireRoom(ByteBuffer input, ByteBuffer output) throws ShortBufferException {
    requireRoom(input.remaining(), output.remaining());
  }

  final void requireRoom(int inputLength, int outputLength) throws ShortBufferException {
    if (outputLength < outputSize(inputLength)) {
      throw new ShortBufferException("the output has no room for the ciphertext and the tag");
    }
    requireRoom(inputLength);
  }

  @Override
  public final void updateAad(ByteBuffer aad) {
    requireAadTime();
    takeAad(aad);
  }

  final void requireAadTime() {
    requireUnfinished();
    if (hasData) {
      throw new IllegalStateException("AAD comes before the plaintext");
    }
  }

  /** Takes AAD to that which came before. */
  abstract void takeAad(ByteBuffer aad);
}
