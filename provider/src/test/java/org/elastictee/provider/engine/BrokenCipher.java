package org.elastictee.provider.engine;

import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.util.function.UnaryOperator;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.CipherSpi;
import javax.crypto.IllegalBlockSizeException;

/** Encrypts as the real one, and then does to the last bytes as it is told; decrypts rightly. */
final class BrokenCipher extends CipherSpi {
  private final Cipher real;
  private final UnaryOperator<byte[]> fault;
  private int mode;

  BrokenCipher(String name, Provider real, UnaryOperator<byte[]> fault)
      throws GeneralSecurityException {
    this.real = Cipher.getInstance(name, real);
    this.fault = fault;
  }

  @Override
  protected void engineSetMode(String name) {}

  @Override
  protected void engineSetPadding(String name) {}

  @Override
  protected int engineGetBlockSize() {
    return real.getBlockSize();
  }

  @Override
  protected int engineGetOutputSize(int length) {
    return real.getOutputSize(length);
  }

  @Override
  protected byte[] engineGetIV() {
    return real.getIV();
  }

  @Override
  protected AlgorithmParameters engineGetParameters() {
    return real.getParameters();
  }

  @Override
  protected void engineInit(int opmode, Key key, SecureRandom random) throws InvalidKeyException {
    mode = opmode;
    real.init(opmode, key, random);
  }

  @Override
  protected void engineInit(int opmode, Key key, AlgorithmParameterSpec spec, SecureRandom random)
      throws InvalidKeyException, InvalidAlgorithmParameterException {
    mode = opmode;
    real.init(opmode, key, spec, random);
  }

  @Override
  protected void engineInit(int opmode, Key key, AlgorithmParameters spec, SecureRandom random)
      throws InvalidKeyException, InvalidAlgorithmParameterException {
    mode = opmode;
    real.init(opmode, key, spec, random);
  }

  @Override
  protected void engineUpdateAAD(byte[] aad, int offset, int length) {
    real.updateAAD(aad, offset, length);
  }

  @Override
  protected byte[] engineUpdate(byte[] input, int offset, int length) {
    return real.update(input, offset, length);
  }

  @Override
  protected int engineUpdate(byte[] input, int offset, int length, byte[] output, int at) {
    byte[] result = real.update(input, offset, length);
    if (result == null) {
      return 0;
    }
    System.arraycopy(result, 0, output, at, result.length);
    return result.length;
  }

  @Override
  protected byte[] engineDoFinal(byte[] input, int offset, int length)
      throws IllegalBlockSizeException, BadPaddingException {
    byte[] result = real.doFinal(input == null ? new byte[0] : input, offset, length);
    return mode == Cipher.ENCRYPT_MODE ? fault.apply(result) : result;
  }

  @Override
  protected int engineDoFinal(byte[] input, int offset, int length, byte[] output, int at)
      throws IllegalBlockSizeException, BadPaddingException {
    byte[] result = engineDoFinal(input, offset, length);
    System.arraycopy(result, 0, output, at, result.length);
    return result.length;
  }
}
