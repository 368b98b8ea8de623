package org.elastictee.provider.cipher;

import java.nio.ByteBuffer;
import java.security.AlgorithmParameters;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.security.interfaces.RSAKey;
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
import javax.crypto.spec.OAEPParameterSpec;
import org.elastictee.provider.engine.EngineTable;
import org.elastictee.provider.engine.Operation;
import org.elastictee.provider.key.ForeignKeys;
import org.elastictee.provider.key.KeyAccess;
import org.elastictee.provider.key.KeyNumbers;
import org.elastictee.provider.key.SealedPrivateKey;

/**
 * {@code Cipher} RSA in one block. Input is collected here and given to the engine whole, so that
 * every engine shows the JDK's behaviour: too much input is an {@link IllegalBlockSizeException} at
 * the end, everything that does not decrypt a {@link BadPaddingException}, and the cipher serves
 * again after both. An output array must have room for a whole block.
 */
public final class RsaCipherSpi extends CipherSpi {
  private static final byte[] NO_OUTPUT = {};
  private static final byte[] NO_INPUT = {};

  private final EngineTable engines;
  private final RsaPadding padding;
  private final RsaEngine engine;
  private final UnwrappedKeys unwrappedKeys;
  private final ForeignKeys foreignKeys;
  private final SecureRandom ownRandom;
  private AlgorithmParameterSpec parameters;
  private int modulusBytes;
  private boolean decrypting;
  private BoundedBuffer input = new BoundedBuffer(0);

  /** To be alive for as long as it serves; null for a public key. */
  private PrivateKey privateKey;

  /**
   * Creates a cipher.
   *
   * @param ownRandom serves where the caller names none
   * @throws NoSuchAlgorithmException if there is no engine
   */
  public RsaCipherSpi(
      EngineTable engines, Operation operation, RsaPadding padding, SecureRandom ownRandom)
      throws NoSuchAlgorithmException {
    this.engines = engines;
    this.padding = padding;
    this.engine = new RsaEngine(engines, operation);
    this.unwrappedKeys = new UnwrappedKeys(engines);
    this.foreignKeys = new ForeignKeys(engines, Operation.RSA_KEY);
    this.ownRandom = ownRandom;
  }

  @Override
  protected void engineSetMode(String mode) throws NoSuchAlgorithmException {
    if (!mode.toUpperCase(Locale.ROOT).equals("ECB")) {
      throw new NoSuchAlgorithmException("RSA has the mode ECB only");
    }
  }

  /** Refuses: the padding is part of the name. */
  @Override
  protected void engineSetPadding(String name) throws NoSuchPaddingException {
    throw new NoSuchPaddingException("the padding is part of the name of the transformation");
  }

  /** Returns 0: RSA is no block cipher. */
  @Override
  protected int engineGetBlockSize() {
    return 0;
  }

  @Override
  protected int engineGetOutputSize(int inputLen) {
    return modulusBytes;
  }

  @Override
  protected byte[] engineGetIV() {
    return null;
  }

  @Override
  protected AlgorithmParameters engineGetParameters() {
    if (!(parameters instanceof OAEPParameterSpec oaep)) {
      return null;
    }
    try {
      AlgorithmParameters shown =
          AlgorithmParameters.getInstance(
              engines.algorithm(Operation.OAEP_PARAMETERS),
              engines.provider(Operation.OAEP_PARAMETERS));
      shown.init(oaep);
      return shown;
    } catch (NoSuchAlgorithmException | InvalidParameterSpecException e) {
      throw new ProviderException("the parameters cannot be shown", e);
    }
  }

  @Override
  protected int engineGetKeySize(Key key) throws InvalidKeyException {
    return requireRsa(key).getModulus().bitLength();
  }

  private static RSAKey requireRsa(Key key) throws InvalidKeyException {
    if (key instanceof RSAKey rsa) {
      return rsa;
    }
    throw new InvalidKeyException("not an RSA key");
  }

  @Override
  protected void engineInit(int opmode, Key key, SecureRandom random) throws InvalidKeyException {
    try {
      engineInit(opmode, key, (AlgorithmParameterSpec) null, random);
    } catch (InvalidAlgorithmParameterException e) {
      throw new InvalidKeyException("the key needs parameters", e);
    }
  }

  @Override
  protected void engineInit(int opmode, Key key, AlgorithmParameters params, SecureRandom random)
      throws InvalidKeyException, InvalidAlgorithmParameterException {
    AlgorithmParameterSpec spec = null;
    if (params != null) {
      try {
        spec = params.getParameterSpec(OAEPParameterSpec.class);
      } catch (InvalidParameterSpecException e) {
        throw new InvalidAlgorithmParameterException("the parameters are not OAEP's", e);
      }
    }
    engineInit(opmode, key, spec, random);
  }

  @Override
  protected void engineInit(int opmode, Key key, AlgorithmParameterSpec params, SecureRandom random)
      throws InvalidKeyException, InvalidAlgorithmParameterException {
    AlgorithmParameterSpec complete = padding.complete(params);
    SecureRandom source = random == null ? ownRandom : random;
    KeyNumbers.check(key);
    PrivateKey ownKey = key instanceof PrivateKey own ? own : null;
    engine.start(
        candidate -> {
          Key opened =
              ownKey == null ? key : KeyAccess.open(ownKey, engines, candidate.getProvider());
          try {
            start(candidate, opmode, opened, complete, source);
          } catch (InvalidKeyException e) {
            start(candidate, opmode, foreignKeys.translate(opened, e), complete, source);
          }
        });
    privateKey = ownKey;
  }

  private void start(
      Cipher candidate, int opmode, Key key, AlgorithmParameterSpec complete, SecureRandom random)
      throws InvalidKeyException, InvalidAlgorithmParameterException {
    int bytes = KeyNumbers.bytes(requireRsa(key).getModulus());
    boolean reads = opmode == Cipher.DECRYPT_MODE || opmode == Cipher.UNWRAP_MODE;
    if (padding.isOaep() && reads != (key instanceof PrivateKey)) {
      throw new InvalidKeyException("OAEP encrypts with the public key, and with no other");
    }
    int limit = reads ? bytes : padding.longestMessage(bytes, complete);
    if (limit < 0) {
      throw new InvalidKeyException("the key is too short for the padding");
    }
    try {
      if (complete == null) {
        candidate.init(opmode, key, random);
      } else {
        candidate.init(opmode, key, complete, random);
      }
    } catch (IllegalArgumentException e) {
      throw new InvalidKeyException("the engine does not take the key", e);
    }
    input.clear();
    input = new BoundedBuffer(limit);
    parameters = complete;
    modulusBytes = bytes;
    decrypting = reads;
  }

  @Override
  protected byte[] engineUpdate(byte[] bytes, int offset, int length) {
    collect(bytes, offset, length);
    return NO_OUTPUT;
  }

  @Override
  protected int engineUpdate(byte[] bytes, int offset, int length, byte[] output, int at) {
    collect(bytes, offset, length);
    return 0;
  }

  private void requireAlive() {
    if (privateKey instanceof SealedPrivateKey sealed && sealed.isDestroyed()) {
      engine.forgetPrivateKey(sealed.publicKey());
    }
    KeyAccess.requireAlive(privateKey);
  }

  private void collect(byte[] bytes, int offset, int length) {
    requireAlive();
    if (bytes != null && length > 0) {
      input.add(bytes, offset, length);
    }
  }

  @Override
  protected byte[] engineDoFinal(byte[] bytes, int offset, int length)
      throws IllegalBlockSizeException, BadPaddingException {
    collect(bytes, offset, length);
    if (input.overflowed()) {
      input.clear();
      throw new IllegalBlockSizeException("there is more input than " + input.limit() + " bytes");
    }
    byte[] block = input.take();
    try {
      return engine.cipher().doFinal(block);
    } finally {
      if (!decrypting) {
        Arrays.fill(block, (byte) 0);
      }
    }
  }

  @Override
  protected int engineDoFinal(byte[] bytes, int offset, int length, byte[] output, int at)
      throws ShortBufferException, IllegalBlockSizeException, BadPaddingException {
    if (output.length - at < modulusBytes) {
      throw new ShortBufferException("the output needs " + modulusBytes + " bytes");
    }
    byte[] result = engineDoFinal(bytes, offset, length);
    System.arraycopy(result, 0, output, at, result.length);
    if (decrypting) {
      Arrays.fill(result, (byte) 0);
    }
    return result.length;
  }

  @Override
  protected int engineUpdate(ByteBuffer data, ByteBuffer output) {
    collect(data);
    data.position(data.limit());
    return 0;
  }

  /** Positions move on success only. */
  @Override
  protected int engineDoFinal(ByteBuffer data, ByteBuffer output)
      throws ShortBufferException, IllegalBlockSizeException, BadPaddingException {
    if (output.remaining() < modulusBytes) {
      throw new ShortBufferException("the output needs " + modulusBytes + " bytes");
    }
    collect(data);
    byte[] result = engineDoFinal(NO_INPUT, 0, 0);
    data.position(data.limit());
    output.put(result);
    if (decrypting) {
      Arrays.fill(result, (byte) 0);
    }
    return result.length;
  }

  private void collect(ByteBuffer data) {
    byte[] copy = new byte[data.remaining()];
    data.duplicate().get(copy);
    collect(copy, 0, copy.length);
    Arrays.fill(copy, (byte) 0);
  }

  @Override
  protected byte[] engineWrap(Key key) throws IllegalBlockSizeException, InvalidKeyException {
    requireAlive();
    byte[] encoded = key == null ? null : KeyAccess.encoding(key);
    if (encoded == null || encoded.length == 0) {
      throw new InvalidKeyException("the key to wrap does not show its bytes");
    }
    boolean tooLong = encoded.length > input.limit();
    Arrays.fill(encoded, (byte) 0);
    if (tooLong) {
      throw new InvalidKeyException("the key to wrap has more than " + input.limit() + " bytes");
    }
    return engine.cipher().wrap(key);
  }

  @Override
  protected Key engineUnwrap(byte[] wrappedKey, String wrappedKeyAlgorithm, int wrappedKeyType)
      throws InvalidKeyException, NoSuchAlgorithmException {
    requireAlive();
    if (wrappedKey.length > input.limit()) {
      throw new InvalidKeyException("the wrapped key has more than " + input.limit() + " bytes");
    }
    if (wrappedKeyType == Cipher.SECRET_KEY) {
      return unwrapSecret(wrappedKey, wrappedKeyAlgorithm);
    }
    byte[] encoded = unwrapSecret(wrappedKey, "RAW").getEncoded();
    try {
      return unwrappedKeys.decode(encoded, wrappedKeyAlgorithm, wrappedKeyType);
    } finally {
      Arrays.fill(encoded, (byte) 0);
    }
  }

  /** Says the same of every failure, also of an empty plaintext: more would be an oracle. */
  private Key unwrapSecret(byte[] wrappedKey, String algorithm)
      throws InvalidKeyException, NoSuchAlgorithmException {
    try {
      return engine.cipher().unwrap(wrappedKey, algorithm, Cipher.SECRET_KEY);
    } catch (InvalidKeyException | IllegalArgumentException e) {
      throw new InvalidKeyException("the wrapped key does not unwrap");
    }
  }
}
