package org.elastictee.provider.signature;

import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.SignatureException;
import java.security.interfaces.RSAKey;
import java.security.spec.AlgorithmParameterSpec;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import org.elastictee.provider.cipher.BoundedBuffer;
import org.elastictee.provider.cipher.RsaEngine;
import org.elastictee.provider.engine.EngineTable;
import org.elastictee.provider.engine.Operation;
import org.elastictee.provider.key.ForeignKeys;
import org.elastictee.provider.key.KeyAccess;
import org.elastictee.provider.key.KeyNumbers;
import org.elastictee.provider.key.SealedPrivateKey;
import org.elastictee.provider.spi.SpecSignatureSpi;

/**
 * {@code Signature} NONEwithRSA: the input itself, at least 11 bytes shorter than the modulus,
 * padded by RFC 8017 section 9.2 without a DigestInfo. It is the RSA cipher turned round, as in the
 * JDK.
 */
public final class RawRsaSignatureSpi extends SpecSignatureSpi {
  private static final int PADDING_BYTES = 11;

  private final EngineTable engines;
  private final RsaEngine engine;
  private final ForeignKeys foreignKeys;
  private final SecureRandom ownRandom;
  private BoundedBuffer message = new BoundedBuffer(0);
  private int modulusBytes;

  /** Null while it verifies. */
  private PrivateKey signingKey;

  /**
   * Creates a signature.
   *
   * @param ownRandom serves where the caller names none
   * @throws NoSuchAlgorithmException if there is no engine
   */
  public RawRsaSignatureSpi(EngineTable engines, SecureRandom ownRandom)
      throws NoSuchAlgorithmException {
    this.engines = engines;
    this.engine = new RsaEngine(engines, Operation.RSA_PKCS1);
    this.foreignKeys = new ForeignKeys(engines, Operation.RSA_KEY);
    this.ownRandom = ownRandom;
  }

  @Override
  protected void engineInitVerify(PublicKey publicKey) throws InvalidKeyException {
    init(Cipher.DECRYPT_MODE, publicKey, ownRandom);
    signingKey = null;
  }

  @Override
  protected void engineInitSign(PrivateKey privateKey) throws InvalidKeyException {
    engineInitSign(privateKey, ownRandom);
  }

  @Override
  protected void engineInitSign(PrivateKey privateKey, SecureRandom random)
      throws InvalidKeyException {
    KeyNumbers.check(privateKey);
    init(Cipher.ENCRYPT_MODE, privateKey, random == null ? ownRandom : random);
    signingKey = privateKey;
  }

  private void init(int mode, Key key, SecureRandom random) throws InvalidKeyException {
    KeyNumbers.check(key);
    try {
      engine.start(
          candidate -> {
            Key opened =
                key instanceof PrivateKey own
                    ? KeyAccess.open(own, engines, candidate.getProvider())
                    : key;
            try {
              start(candidate, mode, opened, random);
            } catch (InvalidKeyException e) {
              start(candidate, mode, foreignKeys.translate(opened, e), random);
            }
          });
    } catch (InvalidAlgorithmParameterException e) {
      throw new InvalidKeyException("the key needs parameters", e);
    }
  }

  private void start(Cipher candidate, int mode, Key key, SecureRandom random)
      throws InvalidKeyException {
    if (!(key instanceof RSAKey rsa)) {
      throw new InvalidKeyException("not an RSA key");
    }
    try {
      candidate.init(mode, key, random);
    } catch (IllegalArgumentException e) {
      throw new InvalidKeyException("the engine does not take the key", e);
    }
    modulusBytes = KeyNumbers.bytes(rsa.getModulus());
    message = new BoundedBuffer(Math.max(0, modulusBytes - PADDING_BYTES));
  }

  private void requireAlive() {
    if (signingKey instanceof SealedPrivateKey sealed && sealed.isDestroyed()) {
      engine.forgetPrivateKey(sealed.publicKey());
    }
    KeyAccess.requireAlive(signingKey);
  }

  @Override
  protected void engineUpdate(byte b) {
    engineUpdate(new byte[] {b}, 0, 1);
  }

  @Override
  protected void engineUpdate(byte[] b, int off, int len) {
    requireAlive();
    message.add(b, off, len);
  }

  @Override
  protected byte[] engineSign() throws SignatureException {
    requireAlive();
    if (message.overflowed()) {
      message.clear();
      throw new SignatureException("the input has more than " + message.limit() + " bytes");
    }
    try {
      return engine.cipher().doFinal(message.take());
    } catch (GeneralSecurityException | IllegalStateException | ArithmeticException e) {
      throw new SignatureException("the engine does not sign the input", e);
    }
  }

  @Override
  protected boolean engineVerify(byte[] sigBytes) throws SignatureException {
    boolean tooLong = message.overflowed();
    byte[] expected = message.take();
    if (sigBytes.length != modulusBytes) {
      throw new SignatureException(
          "the signature has " + sigBytes.length + " bytes, and not " + modulusBytes);
    }
    try {
      return MessageDigest.isEqual(engine.cipher().doFinal(sigBytes), expected) && !tooLong;
    } catch (BadPaddingException e) {
      return false;
    } catch (GeneralSecurityException e) {
      throw new SignatureException("the engine does not read the signature", e);
    }
  }

  @Override
  protected void engineSetParameter(AlgorithmParameterSpec params)
      throws InvalidAlgorithmParameterException {
    if (params != null) {
      throw new InvalidAlgorithmParameterException("NONEwithRSA takes no parameters");
    }
  }

  @Override
  protected AlgorithmParameters engineGetParameters() {
    return null;
  }
}
