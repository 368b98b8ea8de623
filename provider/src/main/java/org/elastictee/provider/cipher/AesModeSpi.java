package org.elastictee.provider.cipher;

import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.NoSuchAlgorithmException;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.InvalidParameterSpecException;
import javax.crypto.Cipher;
import javax.crypto.NoSuchPaddingException;
import javax.crypto.spec.IvParameterSpec;
import org.elastictee.provider.engine.EngineTable;
import org.elastictee.provider.engine.Operation;
import org.elastictee.sev.seal.TransientKey;

/**
 * {@code Cipher} AES in a mode without a tag (NIST SP 800-38A): CBC and CTR, with an IV of 16
 * bytes, which is made where an encryption is given none. What is decrypted is not authentic, and
 * whoever learns whether CBC's padding was good learns the plaintext. As with the JDK, {@code
 * doFinal} goes back to the IV of {@code init}. The random bytes of ISO10126Padding are no secret,
 * and come from the JVM's default {@link SecureRandom}.
 */
public final class AesModeSpi extends OperationCipherSpi {
  private static final int BLOCK_BYTES = 16;

  private final Operation mode;
  private final EngineTable engines;
  private final int requiredKeyBytes;
  private final SecureRandom ownRandom;
  private final Cipher cipher;
  private AesModeOperation current;

  /**
   * Creates a cipher.
   *
   * @param mode a row of the engine table, named algorithm/mode/padding
   * @param engines do the arithmetic
   * @param requiredKeyBytes the only key length to accept in bytes, or 0 for 16, 24 and 32
   * @param ownRandom makes IVs where the caller names no randomness
   * @throws NoSuchAlgorithmException if no engine has such a cipher
   */
  public AesModeSpi(
      Operation mode, EngineTable engines, int requiredKeyBytes, SecureRandom ownRandom)
      throws NoSuchAlgorithmException {
    super(engines);
    this.mode = mode;
    this.engines = engines;
    this.requiredKeyBytes = requiredKeyBytes;
    this.ownRandom = ownRandom;
    this.cipher = new EngineCipher(engines, mode).create();
  }

  @Override
  CipherOperation operation() {
    if (current == null) {
      throw new IllegalStateException("the cipher is not initialized");
    }
    return current;
  }

  @Override
  protected void engineSetMode(String name) throws NoSuchAlgorithmException {
    if (!name.equalsIgnoreCase(mode.algorithm().split("/", -1)[1])) {
      throw new NoSuchAlgorithmException("this is " + mode.algorithm());
    }
  }

  @Override
  protected void engineSetPadding(String name) throws NoSuchPaddingException {
    if (!name.equalsIgnoreCase(mode.algorithm().split("/", -1)[2])) {
      throw new NoSuchPaddingException("this is " + mode.algorithm());
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
    return current == null ? null : current.spec().getIV();
  }

  @Override
  protected AlgorithmParameters engineGetParameters() {
    if (current == null) {
      return null;
    }
    try {
      AlgorithmParameters parameters =
          AlgorithmParameters.getInstance("AES", engines.provider(mode));
      parameters.init(current.spec());
      return parameters;
    } catch (GeneralSecurityException e) {
      throw new ProviderException("the engine does not make AES parameters", e);
    }
  }

  @Override
  protected void engineInit(int opmode, Key key, SecureRandom random) throws InvalidKeyException {
    if (!encrypts(opmode)) {
      throw new InvalidKeyException("decryption needs an IvParameterSpec");
    }
    try {
      engineInit(opmode, key, (AlgorithmParameterSpec) null, random);
    } catch (InvalidAlgorithmParameterException e) {
      throw new InvalidKeyException(e);
    }
  }

  @Override
  protected void engineInit(int opmode, Key key, AlgorithmParameterSpec params, SecureRandom random)
      throws InvalidKeyException, InvalidAlgorithmParameterException {
    IvParameterSpec next =
        params == null && encrypts(opmode)
            ? generate(random == null ? ownRandom : random)
            : check(params);
    current = new AesModeOperation(cipher, encrypts(opmode), key, requiredKeyBytes, next);
    initialized(key);
  }

  @Override
  protected void engineInit(int opmode, Key key, AlgorithmParameters params, SecureRandom random)
      throws InvalidKeyException, InvalidAlgorithmParameterException {
    try {
      AlgorithmParameterSpec given =
          params == null ? null : params.getParameterSpec(IvParameterSpec.class);
      engineInit(opmode, key, given, random);
    } catch (InvalidParameterSpecException e) {
      throw new InvalidAlgorithmParameterException("these are parameters of something else", e);
    }
  }

  private static IvParameterSpec generate(SecureRandom random) {
    byte[] iv = new byte[BLOCK_BYTES];
    random.nextBytes(iv);
    return new IvParameterSpec(iv);
  }

  private static IvParameterSpec check(AlgorithmParameterSpec params)
      throws InvalidAlgorithmParameterException {
    if (!(params instanceof IvParameterSpec given) || given.getIV().length != BLOCK_BYTES) {
      throw new InvalidAlgorithmParameterException("an IvParameterSpec of 16 bytes is needed");
    }
    return given;
  }
}
