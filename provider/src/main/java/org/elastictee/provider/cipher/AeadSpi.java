package org.elastictee.provider.cipher;

import java.nio.ByteBuffer;
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
import java.util.Optional;
import org.elastictee.provider.engine.Engine;
import org.elastictee.provider.engine.EngineTable;
import org.elastictee.provider.engine.Operation;
import org.elastictee.sev.seal.TransientKey;

/**
 * {@code Cipher} of an {@link Aead}.
 *
 * <ul>
 *   <li>Encryption refuses a key and IV that one of this object's last {@value UsedIvs#REMEMBERED}
 *       encryptions took data with, or that its last {@code init} named, whatever it did in
 *       between, and whichever key object holds the same bytes.
 *   <li>Decryption gives out nothing before the tag verifies, and leaves the output as it was if it
 *       does not.
 *   <li>A {@link ShortBufferException} leaves the state as it was: the call can be repeated with
 *       more room.
 *   <li>{@code init} without parameters makes an IV of 96 random bits.
 *   <li>Under one key there are 2^32 encryptions; then {@code init} is an {@link
 *       InvalidKeyException} (see {@link AeadLimits} for how they are counted).
 *   <li>One message has at most 2^36 - 32 bytes; {@code update} and {@code doFinal} with more are a
 *       {@link ProviderException}, and change nothing.
 * </ul>
 */
public final class AeadSpi extends OperationCipherSpi {
  private final Aead aead;
  private final EngineTable engines;
  private final AeadKeys keys;
  private final SecureRandom ownRandom;
  private final AeadEncryption encryption;
  private final AeadDecryption decryption;
  private AeadOperation current;
  private AeadParameters parameters;

  /**
   * Creates a cipher.
   *
   * @param engines do the arithmetic
   * @param requiredKeyBytes the only key length to accept in bytes, or 0 for all that the algorithm
   *     takes
   * @param ownRandom makes IVs where the caller names no randomness
   * @throws NoSuchAlgorithmException if no engine has such a cipher
   */
  public AeadSpi(Aead aead, EngineTable engines, int requiredKeyBytes, SecureRandom ownRandom)
      throws NoSuchAlgorithmException {
    this(
        aead,
        engines,
        requiredKeyBytes,
        ownRandom,
        new AeadLimits(AeadLimits.ENCRYPTIONS, Aead.LONGEST_MESSAGE));
  }

  /** With other limits. */
  AeadSpi(
      Aead aead,
      EngineTable engines,
      int requiredKeyBytes,
      SecureRandom ownRandom,
      AeadLimits limits)
      throws NoSuchAlgorithmException {
    super(engines);
    this.aead = aead;
    this.engines = engines;
    this.keys = new AeadKeys(aead, requiredKeyBytes);
    this.ownRandom = ownRandom;
    if (engines.engine(aead.operation()).equals(Optional.of(Engine.LIBELASTIC))) {
      this.encryption = new LibelasticEncryption(keys, limits);
      this.decryption = new LibelasticDecryption(keys);
    } else {
      EngineCipher ciphers = new EngineCipher(engines, aead.operation());
      this.encryption = new EngineEncryption(ciphers.create(), keys, limits);
      this.decryption = new EngineDecryption(ciphers, keys);
    }
  }

  /** Creates AES/GCM straight on libelastic, whichever engine others choose. */
  private AeadSpi(SecureRandom ownRandom) {
    super(EngineTable.standard());
    this.aead = Aead.AES_GCM;
    this.engines = EngineTable.standard();
    this.keys = new AeadKeys(aead, 0);
    this.ownRandom = ownRandom;
    this.encryption =
        new LibelasticEncryption(
            keys, new AeadLimits(AeadLimits.ENCRYPTIONS, Aead.LONGEST_MESSAGE));
    this.decryption = new LibelasticDecryption(keys);
  }

  /**
   * Returns AES/GCM as libelastic does it, for the engine table to test.
   *
   * @param ownRandom makes IVs where the caller names no randomness
   */
  public static AeadSpi onLibelastic(SecureRandom ownRandom) {
    return new AeadSpi(ownRandom);
  }

  @Override
  protected void engineSetMode(String mode) throws NoSuchAlgorithmException {
    if (!mode.equalsIgnoreCase(aead.mode())) {
      throw new NoSuchAlgorithmException("the mode of this cipher is " + aead.mode());
    }
  }

  @Override
  protected int engineGetBlockSize() {
    return aead.blockBytes();
  }

  @Override
  protected int engineGetKeySize(Key key) throws InvalidKeyException {
    try (TransientKey opened = keys.open(key)) {
      return 8 * opened.length();
    }
  }

  @Override
  protected byte[] engineGetIV() {
    return parameters == null ? null : parameters.iv().clone();
  }

  @Override
  protected AlgorithmParameters engineGetParameters() {
    if (parameters == null) {
      return null;
    }
    try {
      Operation row = aead.parameters();
      AlgorithmParameters made =
          AlgorithmParameters.getInstance(engines.algorithm(row), engines.provider(row));
      made.init(parameters.spec());
      return made;
    } catch (GeneralSecurityException e) {
      throw new ProviderException("the engine does not make the parameters", e);
    }
  }

  @Override
  protected void engineInit(int mode, Key key, SecureRandom random) throws InvalidKeyException {
    if (!encrypts(mode)) {
      throw new InvalidKeyException("decryption needs parameters");
    }
    try {
      encryptWithGeneratedIv(key, random);
    } catch (InvalidAlgorithmParameterException e) {
      throw new InvalidKeyException(e);
    }
  }

  @Override
  protected void engineInit(int mode, Key key, AlgorithmParameterSpec params, SecureRandom random)
      throws InvalidKeyException, InvalidAlgorithmParameterException {
    if (params == null && encrypts(mode)) {
      encryptWithGeneratedIv(key, random);
    } else {
      init(mode, key, aead.check(params), random);
    }
  }

  @Override
  protected void engineInit(int mode, Key key, AlgorithmParameters params, SecureRandom random)
      throws InvalidKeyException, InvalidAlgorithmParameterException {
    try {
      AlgorithmParameterSpec given =
          params == null ? null : params.getParameterSpec(aead.specType());
      engineInit(mode, key, given, random);
    } catch (InvalidParameterSpecException e) {
      throw new InvalidAlgorithmParameterException("these are parameters of something else", e);
    }
  }

  private void encryptWithGeneratedIv(Key key, SecureRandom random)
      throws InvalidKeyException, InvalidAlgorithmParameterException {
    AeadParameters made = aead.check(generateSpec(random));
    encryption.initWithGeneratedIv(key, made, random);
    current = encryption;
    parameters = made;
    initialized(key);
  }

  private void init(int mode, Key key, AeadParameters checked, SecureRandom random)
      throws InvalidKeyException, InvalidAlgorithmParameterException {
    AeadOperation next = encrypts(mode) ? encryption : decryption;
    next.init(key, checked, random);
    current = next;
    parameters = checked;
    initialized(key);
  }

  private AlgorithmParameterSpec generateSpec(SecureRandom random) {
    byte[] iv = new byte[Aead.USUAL_IV_BYTES];
    (random == null ? ownRandom : random).nextBytes(iv);
    return aead.specOf(iv);
  }

  @Override
  AeadOperation operation() {
    if (current == null) {
      throw new IllegalStateException("the cipher is not initialized");
    }
    return current;
  }

  @Override
  protected void engineUpdateAAD(byte[] src, int offset, int length) {
    requireKey();
    operation().updateAad(src, offset, length);
  }

  @Override
  protected void engineUpdateAAD(ByteBuffer src) {
    requireKey();
    operation().updateAad(src);
  }
}
