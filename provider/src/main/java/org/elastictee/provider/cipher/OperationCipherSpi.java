package org.elastictee.provider.cipher;

import java.nio.ByteBuffer;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.NoSuchAlgorithmException;
import java.security.ProviderException;
import java.util.Arrays;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.CipherSpi;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.NoSuchPaddingException;
import javax.crypto.ShortBufferException;
import org.elastictee.provider.engine.EngineTable;
import org.elastictee.provider.key.KeyAccess;
import org.elastictee.provider.key.SealedKey;

/** What the ciphers have in common: the data goes to a {@link CipherOperation}. */
abstract class OperationCipherSpi extends CipherSpi {
  private static final byte[] NOTHING = {};

  private final UnwrappedKeys unwrappedKeys;
  private Key sealedKey;

  /** Creates a cipher whose unwrapped keys are made by these engines. */
  OperationCipherSpi(EngineTable engines) {
    this.unwrappedKeys = new UnwrappedKeys(engines);
  }

  /** Returns what {@code init} began, or throws IllegalStateException before. */
  abstract CipherOperation operation();

  /** Takes the key of an {@code init} that succeeded: a sealed one is not used after its end. */
  final void initialized(Key key) {
    sealedKey = key instanceof SealedKey ? key : null;
  }

  /** Throws IllegalStateException if the key is a sealed one that was destroyed. */
  final void requireKey() {
    KeyAccess.requireAlive(sealedKey);
  }

  private CipherOperation live() {
    requireKey();
    return operation();
  }

  @Override
  protected void engineSetPadding(String padding) throws NoSuchPaddingException {
    if (!padding.equalsIgnoreCase("NoPadding")) {
      throw new NoSuchPaddingException("this cipher takes no padding");
    }
  }

  @Override
  protected int engineGetOutputSize(int inputLength) {
    return operation().outputSize(inputLength);
  }

  static boolean encrypts(int mode) {
    return mode == Cipher.ENCRYPT_MODE || mode == Cipher.WRAP_MODE;
  }

  @Override
  protected byte[] engineUpdate(byte[] input, int offset, int length) {
    return live().update(input, offset, length);
  }

  @Override
  protected int engineUpdate(byte[] input, int offset, int length, byte[] output, int outputOffset)
      throws ShortBufferException {
    return live().update(wrap(input, offset, length), wrap(output, outputOffset));
  }

  @Override
  protected int engineUpdate(ByteBuffer input, ByteBuffer output) throws ShortBufferException {
    return live().update(input, output);
  }

  @Override
  protected byte[] engineDoFinal(byte[] input, int offset, int length)
      throws IllegalBlockSizeException, BadPaddingException {
    return live().doFinal(wrap(input, offset, length));
  }

  @Override
  protected int engineDoFinal(byte[] input, int offset, int length, byte[] output, int outputOffset)
      throws ShortBufferException, IllegalBlockSizeException, BadPaddingException {
    requireOffset(output, outputOffset);
    return input == null
        ? live().doFinal(NOTHING, 0, 0, output, outputOffset)
        : live().doFinal(input, offset, length, output, outputOffset);
  }

  @Override
  protected int engineDoFinal(ByteBuffer input, ByteBuffer output)
      throws ShortBufferException, IllegalBlockSizeException, BadPaddingException {
    return live().doFinal(input, output);
  }

  /** JCA passes no array where there is no input. */
  private static ByteBuffer wrap(byte[] input, int offset, int length) {
    return input == null ? ByteBuffer.wrap(NOTHING) : ByteBuffer.wrap(input, offset, length);
  }

  private static ByteBuffer wrap(byte[] output, int offset) throws ShortBufferException {
    requireOffset(output, offset);
    return ByteBuffer.wrap(output, offset, output.length - offset);
  }

  private static void requireOffset(byte[] output, int offset) throws ShortBufferException {
    if (offset > output.length) {
      throw new ShortBufferException("the output ends before its offset");
    }
  }

  @Override
  protected byte[] engineWrap(Key key) throws IllegalBlockSizeException, InvalidKeyException {
    byte[] encoded = key == null ? null : KeyAccess.encoding(key);
    if (encoded == null || encoded.length == 0) {
      throw new InvalidKeyException("there is no key to wrap, or it does not show its bytes");
    }
    try {
      return live().doFinal(ByteBuffer.wrap(encoded));
    } catch (BadPaddingException e) {
      throw new ProviderException("encryption reports bad padding", e);
    } finally {
      Arrays.fill(encoded, (byte) 0);
    }
  }

  @Override
  protected Key engineUnwrap(byte[] wrapped, String algorithm, int type)
      throws InvalidKeyException, NoSuchAlgorithmException {
    byte[] encoded;
    try {
      encoded = live().doFinal(ByteBuffer.wrap(wrapped));
    } catch (BadPaddingException | IllegalBlockSizeException e) {
      throw new InvalidKeyException("the wrapped key does not verify", e);
    }
    try {
      return unwrappedKeys.decode(encoded, algorithm, type);
    } finally {
      Arrays.fill(encoded, (byte) 0);
    }
  }
}
