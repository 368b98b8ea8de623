package org.elastictee.provider.libcrypto;

import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.InvalidParameterSpecException;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.CipherSpi;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.NoSuchPaddingException;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.elastictee.sev.jdk.JdkProviders;

/**
 * {@code Cipher} RSA for one block, by PKCS #1 v1.5 or by OAEP (RFC 8017 section 7), whose
 * parameters come with the key. The randomness of paddings is the caller's.
 *
 * <p>By PKCS #1 v1.5 it unwraps no keys: JSSE unwraps premaster secrets by it and gives parameters
 * that the JDK alone knows, by which a bad padding becomes a secret of their own, in the same time
 * as a good one (RFC 5246 section 7.4.7.1). Here there is nothing like that. The methods exclude
 * one another.
 */
final class RsaCipherSpi extends CipherSpi {
  private static final byte[] NO_OUTPUT = {};

  private final Libcrypto libcrypto;
  private final boolean oaep;
  private final NativeBuffer buffer = new NativeBuffer();
  private final NativeKeys keys;
  private final BareMessage input = new BareMessage();
  private Optional<OaepParameters> parameters = Optional.empty();
  private RsaTransformation transformation;

  private RsaCipherSpi(Libcrypto libcrypto, boolean oaep) {
    this.libcrypto = libcrypto;
    this.oaep = oaep;
    this.keys = new NativeKeys(libcrypto, buffer);
  }

  /** Returns a cipher with the padding of PKCS #1 v1.5. */
  static RsaCipherSpi pkcs1(Libcrypto libcrypto) {
    return new RsaCipherSpi(libcrypto, false);
  }

  /** Returns a cipher with OAEP. */
  static RsaCipherSpi oaep(Libcrypto libcrypto) {
    return new RsaCipherSpi(libcrypto, true);
  }

  /** Refuses: the mode is part of the name. */
  @Override
  protected void engineSetMode(String mode) throws NoSuchAlgorithmException {
    throw new NoSuchAlgorithmException("the mode is part of the name of the transformation");
  }

  /** Refuses: the padding is part of the name. */
  @Override
  protected void engineSetPadding(String padding) throws NoSuchPaddingException {
    throw new NoSuchPaddingException("the padding is part of the name of the transformation");
  }

  /** Returns 0: RSA is no block cipher. */
  @Override
  protected int engineGetBlockSize() {
    return 0;
  }

  @Override
  protected synchronized int engineGetOutputSize(int inputLen) {
    return transformation.modulusBytes();
  }

  @Override
  protected byte[] engineGetIV() {
    return null;
  }

  @Override
  protected synchronized AlgorithmParameters engineGetParameters() {
    if (parameters.isEmpty()) {
      return null;
    }
    try {
      AlgorithmParameters shown = AlgorithmParameters.getInstance("OAEP", JdkProviders.sunJce());
      shown.init(parameters.get().spec());
      return shown;
    } catch (GeneralSecurityException e) {
      throw new ProviderException("the parameters cannot be shown", e);
    }
  }

  @Override
  protected void engineInit(int opmode, Key key, SecureRandom random) throws InvalidKeyException {
    try {
      engineInit(opmode, key, (AlgorithmParameterSpec) null, random);
    } catch (InvalidAlgorithmParameterException e) {
      throw new InvalidKeyException("OAEP needs parameters beside the key", e);
    }
  }

  @Override
  protected void engineInit(int opmode, Key key, AlgorithmParameters params, SecureRandom random)
      throws InvalidKeyException, InvalidAlgorithmParameterException {
    try {
      engineInit(
          opmode,
          key,
          params == null ? null : params.getParameterSpec(OAEPParameterSpec.class),
          random);
    } catch (InvalidParameterSpecException e) {
      throw new InvalidAlgorithmParameterException("the parameters are not OAEP's", e);
    }
  }

  @Override
  protected synchronized void engineInit(
      int opmode, Key key, AlgorithmParameterSpec params, SecureRandom random)
      throws InvalidKeyException, InvalidAlgorithmParameterException {
    if (opmode == Cipher.UNWRAP_MODE && !oaep) {
      throw new UnsupportedOperationException("PKCS #1 v1.5 unwraps no keys here");
    }
    if (params != null && !oaep) {
      throw new InvalidAlgorithmParameterException("PKCS #1 v1.5 has no parameters here");
    }
    Optional<OaepParameters> wanted =
        oaep ? Optional.of(OaepParameters.of(params)) : Optional.empty();
    boolean encrypts = opmode == Cipher.ENCRYPT_MODE || opmode == Cipher.WRAP_MODE;
    RsaTransformation next =
        begin(
            new RsaTransformation.Setting(libcrypto, buffer, keys, wanted), key, encrypts, random);
    if (transformation != null) {
      transformation.close();
    }
    transformation = next;
    parameters = wanted;
    input.reset();
  }

  private static RsaTransformation begin(
      RsaTransformation.Setting setting, Key key, boolean encrypts, SecureRandom random)
      throws InvalidKeyException {
    if (key instanceof PublicKey publicKey) {
      return encrypts ? setting.encrypting(publicKey, random) : setting.recovering(publicKey);
    }
    if (key instanceof PrivateKey privateKey) {
      return encrypts ? setting.signing(privateKey) : setting.decrypting(privateKey);
    }
    throw new InvalidKeyException("neither a public nor a private key");
  }

  @Override
  protected synchronized byte[] engineUpdate(byte[] bytes, int offset, int length) {
    input.update(bytes, offset, length);
    return NO_OUTPUT;
  }

  @Override
  protected synchronized int engineUpdate(
      byte[] bytes, int offset, int length, byte[] output, int outputOffset) {
    input.update(bytes, offset, length);
    return 0;
  }

  @Override
  protected synchronized byte[] engineDoFinal(byte[] bytes, int offset, int length)
      throws IllegalBlockSizeException, BadPaddingException {
    if (length > 0) {
      input.update(bytes, offset, length);
    }
    byte[] whole = input.finish();
    try {
      return transformation.apply(whole);
    } finally {
      Arrays.fill(whole, (byte) 0);
    }
  }

  @Override
  protected synchronized int engineDoFinal(
      byte[] bytes, int offset, int length, byte[] output, int outputOffset)
      throws ShortBufferException, IllegalBlockSizeException, BadPaddingException {
    if (output.length - outputOffset < transformation.modulusBytes()) {
      throw new ShortBufferException(
          "the output needs " + transformation.modulusBytes() + " bytes");
    }
    byte[] result = engineDoFinal(bytes, offset, length);
    System.arraycopy(result, 0, output, outputOffset, result.length);
    Arrays.fill(result, (byte) 0);
    return result.length;
  }

  @Override
  protected int engineGetKeySize(Key key) throws InvalidKeyException {
    return RsaKeys.modulusBits(key);
  }

  @Override
  protected synchronized byte[] engineWrap(Key key)
      throws IllegalBlockSizeException, InvalidKeyException {
    byte[] encoded = key.getEncoded();
    if (encoded == null || encoded.length == 0) {
      throw new InvalidKeyException("the key to wrap does not show its bytes");
    }
    try {
      return transformation.apply(encoded);
    } catch (BadPaddingException e) {
      throw new InvalidKeyException("the key is not wrapped", e);
    }
  }

  /** Unwraps secret keys; of others, whoever asks makes the keys. The refusal says nothing more. */
  @Override
  protected synchronized Key engineUnwrap(byte[] wrapped, String algorithm, int type)
      throws InvalidKeyException, NoSuchAlgorithmException {
    if (type != Cipher.SECRET_KEY) {
      throw new NoSuchAlgorithmException("secret keys only are unwrapped here");
    }
    try {
      byte[] unwrapped = transformation.apply(wrapped);
      try {
        return new SecretKeySpec(unwrapped, algorithm);
      } finally {
        Arrays.fill(unwrapped, (byte) 0);
      }
    } catch (IllegalBlockSizeException | BadPaddingException | IllegalArgumentException e) {
      throw new InvalidKeyException("the wrapped key does not unwrap");
    }
  }
}
