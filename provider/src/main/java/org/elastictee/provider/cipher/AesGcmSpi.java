package org.elastictee.provider.cipher;

import java.nio.ByteBuffer;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.InvalidParameterSpecException;
import java.util.Arrays;
import java.util.Locale;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.CipherSpi;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.NoSuchPaddingException;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.GCMParameterSpec;
import org.elastictee.provider.key.KeyAccess;
import org.elastictee.sev.seal.TransientKey;

/**
 * {@code Cipher} AES/GCM/NoPadding (NIST SP 800-38D): keys of 128, 192 and 256 bits, IVs of 1 byte
 * and more, tags of 96 to 128 bits.
 *
 * <ul>
 *   <li>Encryption refuses the key and IV of its last encryption, whatever it did in between.
 *   <li>Decryption gives out nothing before the tag verifies, and leaves the output as it was if it
 *       does not.
 *   <li>A {@link ShortBufferException} leaves the state as it was: the call can be repeated with
 *       more room.
 * </ul>
 */
public final class AesGcmSpi extends CipherSpi {
  private static final int BLOCK_BYTES = 16;
  private static final int GENERATED_IV_BYTES = 12;
  private static final int DEFAULT_TAG_BITS = 128;

  private final Provider engine;
  private final int requiredKeyBytes;
  private final SecureRandom ownRandom;
  private final GcmEncryption encryption;
  private final GcmDecryption decryption;
  private GcmOperation current;
  private GCMParameterSpec spec;

  /**
   * Creates a cipher.
   *
   * @param engine the provider that does the arithmetic
   * @param requiredKeyBytes the only key length to accept in bytes, or 0 for 16, 24 and 32
   * @param ownRandom makes IVs where the caller names no randomness
   * @throws NoSuchAlgorithmException if the engine has no AES/GCM
   */
  public AesGcmSpi(Provider engine, int requiredKeyBytes, SecureRandom ownRandom)
      throws NoSuchAlgorithmException {
    this.engine = engine;
    this.requiredKeyBytes = requiredKeyBytes;
    this.ownRandom = ownRandom;
    try {
      this.encryption = new GcmEncryption(Cipher.getInstance("AES/GCM/NoPadding", engine));
      this.decryption = new GcmDecryption(Cipher.getInstance("AES/GCM/NoPadding", engine));
    } catch (NoSuchPaddingException e) {
      throw new NoSuchAlgorithmException(e);
    }
  }

  @Override
  protected void engineSetMode(String mode) throws NoSuchAlgorithmException {
    if (!mode.toUpperCase(Locale.ROOT).equals("GCM")) {
      throw new NoSuchAlgorithmException("this is AES in GCM mode only");
    }
  }

  @Override
  protected void engineSetPadding(String padding) throws NoSuchPaddingException {
    if (!padding.toUpperCase(Locale.ROOT).equals("NOPADDING")) {
      throw new NoSuchPaddingException("GCM takes no padding");
    }
  }

  @Override
  protected int engineGetBlockSize() {
    return BLOCK_BYTES;
  }

  @Override
  protected int engineGetKeySize(Key key) throws InvalidKeyException {
    try (TransientKey opened = openKey(key)) {
      return 8 * opened.length();
    }
  }

  @Override
  protected int engineGetOutputSize(int inputLength) {
    return operation().outputSize(inputLength);
  }

  @Override
  protected byte[] engineGetIV() {
    return spec == null ? null : spec.getIV();
  }

  @Override
  protected AlgorithmParameters engineGetParameters() {
    if (spec == null) {
      return null;
    }
    try {
      AlgorithmParameters parameters = AlgorithmParameters.getInstance("GCM", engine);
      parameters.init(spec);
      return parameters;
    } catch (GeneralSecurityException e) {
      throw new ProviderException("the engine does not make GCM parameters", e);
    }
  }

  @Override
  protected void engineInit(int mode, Key key, SecureRandom random) throws InvalidKeyException {
    if (!encrypts(mode)) {
      throw new InvalidKeyException("decryption needs a GCMParameterSpec");
    }
    try {
      init(mode, key, generateSpec(random), random);
    } catch (InvalidAlgorithmParameterException e) {
      throw new InvalidKeyException(e);
    }
  }

  @Override
  protected void engineInit(int mode, Key key, AlgorithmParameterSpec params, SecureRandom random)
      throws InvalidKeyException, InvalidAlgorithmParameterException {
    if (params == null && encrypts(mode)) {
      init(mode, key, generateSpec(random), random);
    } else {
      init(mode, key, checkSpec(params), random);
    }
  }

  @Override
  protected void engineInit(int mode, Key key, AlgorithmParameters params, SecureRandom random)
      throws InvalidKeyException, InvalidAlgorithmParameterException {
    try {
      AlgorithmParameterSpec given =
          params == null ? null : params.getParameterSpec(GCMParameterSpec.class);
      engineInit(mode, key, given, random);
    } catch (InvalidParameterSpecException e) {
      throw new InvalidAlgorithmParameterException("these are no GCM parameters", e);
    }
  }

  private void init(int mode, Key key, GCMParameterSpec checked, SecureRandom random)
      throws InvalidKeyException, InvalidAlgorithmParameterException {
    GcmOperation next = encrypts(mode) ? encryption : decryption;
    try (TransientKey opened = openKey(key)) {
      next.init(key, opened, checked, random);
    }
    current = next;
    spec = checked;
  }

  private static boolean encrypts(int mode) {
    return mode == Cipher.ENCRYPT_MODE || mode == Cipher.WRAP_MODE;
  }

  private GCMParameterSpec generateSpec(SecureRandom random) {
    byte[] iv = new byte[GENERATED_IV_BYTES];
    (random == null ? ownRandom : random).nextBytes(iv);
    return new GCMParameterSpec(DEFAULT_TAG_BITS, iv);
  }

  private static GCMParameterSpec checkSpec(AlgorithmParameterSpec params)
      throws InvalidAlgorithmParameterException {
    if (!(params instanceof GCMParameterSpec gcm)) {
      throw new InvalidAlgorithmParameterException("AES/GCM takes a GCMParameterSpec");
    }
    int tagBits = gcm.getTLen();
    if (tagBits < 96 || tagBits > 128 || tagBits % 8 != 0) {
      throw new InvalidAlgorithmParameterException("the tag has 96, 104, 112, 120 or 128 bits");
    }
    if (gcm.getIV().length == 0) {
      throw new InvalidAlgorithmParameterException("the IV has at least one byte");
    }
    return gcm;
  }

  private TransientKey openKey(Key key) throws InvalidKeyException {
    TransientKey opened = KeyAccess.open(key);
    int length = opened.length();
    boolean fits =
        requiredKeyBytes == 0
            ? length == 16 || length == 24 || length == 32
            : length == requiredKeyBytes;
    if (!fits || !"AES".equalsIgnoreCase(key.getAlgorithm())) {
      opened.close();
      throw new InvalidKeyException(
          requiredKeyBytes == 0
              ? "this takes an AES key of 128, 192 or 256 bits"
              : "this takes an AES key of " + 8 * requiredKeyBytes + " bits");
    }
    return opened;
  }

  private GcmOperation operation() {
    if (current == null) {
      throw new IllegalStateException("the cipher is not initialized");
    }
    return current;
  }

  @Override
  protected void engineUpdateAAD(byte[] src, int offset, int length) {
    operation().updateAad(ByteBuffer.wrap(src, offset, length));
  }

  @Override
  protected void engineUpdateAAD(ByteBuffer src) {
    operation().updateAad(src);
  }

  @Override
  protected byte[] engineUpdate(byte[] input, int offset, int length) {
    return operation().update(input, offset, length);
  }

  @Override
  protected int engineUpdate(byte[] input, int offset, int length, byte[] output, int outputOffset)
      throws ShortBufferException {
    return operation().update(wrap(input, offset, length), wrap(output, outputOffset));
  }

  @Override
  protected int engineUpdate(ByteBuffer input, ByteBuffer output) throws ShortBufferException {
    return operation().update(input, output);
  }

  @Override
  protected byte[] engineDoFinal(byte[] input, int offset, int length)
      throws IllegalBlockSizeException, BadPaddingException {
    return operation().doFinal(wrap(input, offset, length));
  }

  @Override
  protected int engineDoFinal(byte[] input, int offset, int length, byte[] output, int outputOffset)
      throws ShortBufferException, IllegalBlockSizeException, BadPaddingException {
    return operation().doFinal(wrap(input, offset, length), wrap(output, outputOffset));
  }

  @Override
  protected int engineDoFinal(ByteBuffer input, ByteBuffer output)
      throws ShortBufferException, IllegalBlockSizeException, BadPaddingException {
    return operation().doFinal(input, output);
  }

  /** JCA passes no array where there is no input. */
  private static ByteBuffer wrap(byte[] input, int offset, int length) {
    return input == null ? ByteBuffer.allocate(0) : ByteBuffer.wrap(input, offset, length);
  }

  private static ByteBuffer wrap(byte[] output, int offset) {
    return ByteBuffer.wrap(output, offset, output.length - offset);
  }

  @Override
  protected byte[] engineWrap(Key key) throws IllegalBlockSizeException, InvalidKeyException {
    byte[] encoded = key.getEncoded();
    if (encoded == null || encoded.length == 0) {
      throw new InvalidKeyException("the key to wrap does not show its bytes");
    }
    try {
      return operation().doFinal(ByteBuffer.wrap(encoded));
    } catch (BadPaddingException e) {
      throw new ProviderException("encryption reports a tag", e);
    } finally {
      Arrays.fill(encoded, (byte) 0);
    }
  }

  @Override
  protected Key engineUnwrap(byte[] wrapped, String algorithm, int type)
      throws InvalidKeyException, NoSuchAlgorithmException {
    byte[] encoded;
    try {
      encoded = operation().doFinal(ByteBuffer.wrap(wrapped));
    } catch (BadPaddingException | IllegalBlockSizeException e) {
      throw new InvalidKeyException("the wrapped key does not verify", e);
    }
    try {
      return UnwrappedKeys.decode(encoded, algorithm, type);
    } finally {
      Arrays.fill(encoded, (byte) 0);
    }
  }
}
