package org.elastictee.provider.libcrypto;

import java.security.AlgorithmParameters;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.SignatureException;
import java.security.spec.AlgorithmParameterSpec;
import org.elastictee.provider.spi.SpecSignatureSpi;

/**
 * {@code Signature} by libcrypto. What randomness a signature needs comes from libcrypto's own
 * generator, which the kernel seeds: a {@link SecureRandom} that the caller names is not asked. A
 * misuse by several threads ends in wrong signatures at worst, as it does in the JDK: the methods
 * exclude one another.
 */
abstract class NativeSignatureSpi extends SpecSignatureSpi {
  private final NativeBuffer buffer = new NativeBuffer();
  private final NativeKeys keys;

  NativeSignatureSpi(Libcrypto libcrypto) {
    this.keys = new NativeKeys(libcrypto, buffer);
  }

  /** Returns what makes keys: for use in the methods below only. */
  final NativeKeys keys() {
    return keys;
  }

  /** Returns memory: for use in the methods below only. */
  final NativeBuffer buffer() {
    return buffer;
  }

  /** Takes a key; one that is refused leaves everything as it was. */
  abstract void start(PublicKey key) throws InvalidKeyException;

  abstract void start(PrivateKey key) throws InvalidKeyException;

  /** Returns where the message goes. */
  abstract MessageInput input() throws SignatureException;

  abstract byte[] sign(byte[] input) throws SignatureException;

  abstract boolean verify(byte[] input, byte[] signature) throws SignatureException;

  @Override
  protected final synchronized void engineInitVerify(PublicKey key) throws InvalidKeyException {
    start(key);
  }

  @Override
  protected final synchronized void engineInitSign(PrivateKey key) throws InvalidKeyException {
    start(key);
  }

  /** Initializes; the randomness is not asked: see the class. */
  @Override
  protected final synchronized void engineInitSign(PrivateKey key, SecureRandom random)
      throws InvalidKeyException {
    start(key);
  }

  @Override
  protected final void engineUpdate(byte b) throws SignatureException {
    engineUpdate(new byte[] {b}, 0, 1);
  }

  @Override
  protected final synchronized void engineUpdate(byte[] bytes, int offset, int length)
      throws SignatureException {
    input().update(bytes, offset, length);
  }

  @Override
  protected final synchronized byte[] engineSign() throws SignatureException {
    return sign(input().finish());
  }

  @Override
  protected final synchronized boolean engineVerify(byte[] signature) throws SignatureException {
    return verify(input().finish(), signature);
  }

  @Override
  protected void engineSetParameter(AlgorithmParameterSpec params)
      throws InvalidAlgorithmParameterException {
    if (params != null) {
      throw new InvalidAlgorithmParameterException("the algorithm takes no parameters");
    }
  }

  @Override
  protected AlgorithmParameters engineGetParameters() {
    return null;
  }
}
