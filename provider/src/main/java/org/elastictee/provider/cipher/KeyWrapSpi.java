package org.elastictee.provider.cipher;

import java.security.AlgorithmParameters;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import javax.crypto.Cipher;
import org.elastictee.provider.engine.EngineTable;
import org.elastictee.sev.seal.TransientKey;

/**
 * {@code Cipher} AES/KW and AES/KWP (NIST SP 800-38F, RFC 3394 and RFC 5649), to wrap keys, and for
 * data as well. The initial value is the standard's. Data that does not verify is an {@link
 * javax.crypto.IllegalBlockSizeException}, as with the JDK, and a key an {@link
 * InvalidKeyException}.
 */
public final class KeyWrapSpi extends OperationCipherSpi {
  private static final int BLOCK_BYTES = 16;

  private final KeyWrap algorithm;
  private final int requiredKeyBytes;
  private final EngineCipher engine;
  private CipherOperation current;

  /**
   * Creates a cipher.
   *
   * @param engines do the arithmetic
   * @param requiredKeyBytes the only key length to accept in bytes, or 0 for 16, 24 and 32
   * @throws NoSuchAlgorithmException if no engine has such a cipher
   */
  public KeyWrapSpi(KeyWrap algorithm, EngineTable engines, int requiredKeyBytes)
      throws NoSuchAlgorithmException {
    super(engines);
    this.algorithm = algorithm;
    this.requiredKeyBytes = requiredKeyBytes;
    engines.provider(algorithm.operation());
    this.engine = new EngineCipher(engines, algorithm.operation());
  }

  @Override
  CipherOperation operation() {
    if (current == null) {
      throw new IllegalStateException("the cipher is not initialized");
    }
    return current;
  }

  @Override
  protected void engineSetMode(String mode) throws NoSuchAlgorithmException {
    if (!mode.equalsIgnoreCase(algorithm.mode())) {
      throw new NoSuchAlgorithmException("the mode of this cipher is " + algorithm.mode());
    }
  }

  @Override
  protected int engineGetBlockSize() {
    return BLOCK_BYTES;
  }

  @Override
  protected int engineGetKeySize(Key key) throws InvalidKeyException {
    try (TransientKey opened = CipherKeys.openAes(key, requiredKeyBytes)) {
      return 8 * opened.length();
    }
  }

  @Override
  protected byte[] engineGetIV() {
    return null;
  }

  @Override
  protected AlgorithmParameters engineGetParameters() {
    return null;
  }

  @Override
  protected void engineInit(int mode, Key key, SecureRandom random) throws InvalidKeyException {
    Cipher cipher = engine.createAgain();
    try (TransientKey opened = CipherKeys.openAes(key, requiredKeyBytes)) {
      cipher.init(encrypts(mode) ? Cipher.ENCRYPT_MODE : Cipher.DECRYPT_MODE, opened);
    }
    current = new KeyWrapOperation(algorithm, cipher, encrypts(mode));
    initialized(key);
  }

  @Override
  protected void engineInit(int mode, Key key, AlgorithmParameterSpec params, SecureRandom random)
      throws InvalidKeyException, InvalidAlgorithmParameterException {
    refuse(params);
    engineInit(mode, key, random);
  }

  @Override
  protected void engineInit(int mode, Key key, AlgorithmParameters params, SecureRandom random)
      throws InvalidKeyException, InvalidAlgorithmParameterException {
    refuse(params);
    engineInit(mode, key, random);
  }

  private static void refuse(Object params) throws InvalidAlgorithmParameterException {
    if (params != null) {
      throw new InvalidAlgorithmParameterException("key wrapping takes no parameters here");
    }
  }
}
