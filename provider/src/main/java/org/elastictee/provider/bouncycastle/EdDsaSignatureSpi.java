package org.elastictee.provider.bouncycastle;

import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.InvalidParameterException;
import java.security.Key;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.SignatureException;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.EdDSAParameterSpec;
import java.util.Arrays;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.Signer;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.params.Ed448PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed448PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.signers.Ed25519ctxSigner;
import org.bouncycastle.crypto.signers.Ed25519phSigner;
import org.bouncycastle.crypto.signers.Ed448Signer;
import org.bouncycastle.crypto.signers.Ed448phSigner;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.elastictee.provider.spi.SpecSignatureSpi;

/**
 * {@code Signature} EdDSA (RFC 8032) with an {@link EdDSAParameterSpec}, context and prehash, which
 * BouncyCastle's own service does not take. The key and the parameters may be set in either order.
 * Not for use by several threads.
 */
final class EdDsaSignatureSpi extends SpecSignatureSpi {
  private static final byte[] NO_CONTEXT = {};

  private final String curve;
  private EdDSAParameterSpec parameters = new EdDSAParameterSpec(false);
  private AsymmetricKeyParameter key;
  private Signer signer;
  private boolean hasInput;

  /**
   * Creates a signature.
   *
   * @param curve Ed25519 or Ed448, or empty for the key's
   */
  EdDsaSignatureSpi(String curve) {
    this.curve = curve;
  }

  @Override
  protected void engineInitVerify(PublicKey publicKey) throws InvalidKeyException {
    byte[] encoded = encoding(publicKey, "X.509");
    try {
      start(PublicKeyFactory.createKey(encoded));
    } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new InvalidKeyException("not a public EdDSA key", e);
    }
  }

  @Override
  protected void engineInitSign(PrivateKey privateKey) throws InvalidKeyException {
    byte[] encoded = encoding(privateKey, "PKCS#8");
    try {
      start(PrivateKeyFactory.createKey(encoded));
    } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new InvalidKeyException("not a private EdDSA key", e);
    } finally {
      Arrays.fill(encoded, (byte) 0);
    }
  }

  /** Draws nothing: EdDSA needs no randomness. */
  @Override
  protected void engineInitSign(PrivateKey privateKey, SecureRandom random)
      throws InvalidKeyException {
    engineInitSign(privateKey);
  }

  private static byte[] encoding(Key key, String format) throws InvalidKeyException {
    byte[] encoded = key != null && format.equals(key.getFormat()) ? key.getEncoded() : null;
    if (encoded == null) {
      throw new InvalidKeyException("the key has no encoding");
    }
    return encoded;
  }

  private void start(AsymmetricKeyParameter newKey) throws InvalidKeyException {
    String newCurve = curve(newKey);
    if (newCurve.isEmpty() || !(curve.isEmpty() || curve.equals(newCurve))) {
      throw new InvalidKeyException("not a key of this algorithm");
    }
    key = newKey;
    restart();
  }

  private static String curve(AsymmetricKeyParameter key) {
    if (key instanceof Ed25519PublicKeyParameters || key instanceof Ed25519PrivateKeyParameters) {
      return "Ed25519";
    }
    if (key instanceof Ed448PublicKeyParameters || key instanceof Ed448PrivateKeyParameters) {
      return "Ed448";
    }
    return "";
  }

  private void restart() {
    signer = curve(key).equals("Ed25519") ? newEd25519() : newEd448();
    signer.init(key.isPrivate(), key);
    hasInput = false;
  }

  /**
   * RFC 8032 section 5.1: without context and prehash it is another scheme, and not an empty one.
   */
  private Signer newEd25519() {
    byte[] context = parameters.getContext().orElse(NO_CONTEXT);
    if (parameters.isPrehash()) {
      return new Ed25519phSigner(context);
    }
    return parameters.getContext().isPresent()
        ? new Ed25519ctxSigner(context)
        : new Ed25519Signer();
  }

  private Signer newEd448() {
    byte[] context = parameters.getContext().orElse(NO_CONTEXT);
    return parameters.isPrehash() ? new Ed448phSigner(context) : new Ed448Signer(context);
  }

  @Override
  protected void engineSetParameter(AlgorithmParameterSpec params)
      throws InvalidAlgorithmParameterException {
    if (!(params instanceof EdDSAParameterSpec spec)) {
      throw new InvalidAlgorithmParameterException("EdDSA takes an EdDSAParameterSpec");
    }
    if (hasInput) {
      throw new InvalidParameterException("parameters cannot be set amid the input");
    }
    parameters = spec;
    if (key != null) {
      restart();
    }
  }

  /** Returns null: EdDSA has no encoded parameters. */
  @Override
  protected AlgorithmParameters engineGetParameters() {
    return null;
  }

  @Override
  protected void engineUpdate(byte b) {
    signer.update(b);
    hasInput = true;
  }

  @Override
  protected void engineUpdate(byte[] b, int off, int len) {
    signer.update(b, off, len);
    hasInput = true;
  }

  @Override
  protected byte[] engineSign() throws SignatureException {
    hasInput = false;
    try {
      return signer.generateSignature();
    } catch (CryptoException e) {
      throw new SignatureException("the key does not sign", e);
    }
  }

  @Override
  protected boolean engineVerify(byte[] sigBytes) {
    hasInput = false;
    return signer.verifySignature(sigBytes);
  }
}
