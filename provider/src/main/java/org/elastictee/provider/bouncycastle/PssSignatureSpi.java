package org.elastictee.provider.bouncycastle;

import java.security.AlgorithmParameters;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.SignatureException;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.InvalidParameterSpecException;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import org.bouncycastle.crypto.CipherParameters;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.RuntimeCryptoException;
import org.bouncycastle.crypto.Signer;
import org.bouncycastle.crypto.engines.RSABlindedEngine;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.signers.PSSSigner;
import org.elastictee.provider.spi.SpecSignatureSpi;

/**
 * {@code Signature} RSASSA-PSS (RFC 8017 section 8.1) with any two digests, for the message and for
 * the mask: BouncyCastle's own service takes one for both. Needs its parameters before the first
 * byte; they and the key may be set in either order. Not for use by several threads.
 */
final class PssSignatureSpi extends SpecSignatureSpi {
  private final Provider engine;
  private PSSParameterSpec parameters;
  private CipherParameters key;
  private boolean signing;

  /** Null until there are both, a key and parameters. */
  private Signer signer;

  private boolean hasInput;

  /**
   * Creates a signature.
   *
   * @param engine shows the parameters
   */
  PssSignatureSpi(Provider engine) {
    this.engine = engine;
  }

  @Override
  protected void engineInitVerify(PublicKey publicKey) throws InvalidKeyException {
    if (!(publicKey instanceof RSAPublicKey rsa)) {
      throw new InvalidKeyException("not a public RSA key");
    }
    start(false, RsaKeys.of(rsa));
  }

  @Override
  protected void engineInitSign(PrivateKey privateKey) throws InvalidKeyException {
    engineInitSign(privateKey, null);
  }

  @Override
  protected void engineInitSign(PrivateKey privateKey, SecureRandom random)
      throws InvalidKeyException {
    if (!(privateKey instanceof RSAPrivateKey rsa)) {
      throw new InvalidKeyException("not a private RSA key");
    }
    CipherParameters numbers = RsaKeys.of(rsa);
    start(true, random == null ? numbers : new ParametersWithRandom(numbers, random));
  }

  private void start(boolean forSigning, CipherParameters newKey) throws InvalidKeyException {
    try {
      signer = parameters == null ? null : signer(parameters, forSigning, newKey);
    } catch (InvalidAlgorithmParameterException e) {
      throw new InvalidKeyException("the key does not go with the parameters", e);
    }
    key = newKey;
    signing = forSigning;
    hasInput = false;
  }

  private static Signer signer(PSSParameterSpec spec, boolean signing, CipherParameters key)
      throws InvalidAlgorithmParameterException {
    Signer signer =
        new PSSSigner(
            new RSABlindedEngine(),
            DigestNames.digest(spec.getDigestAlgorithm()),
            DigestNames.digest(((MGF1ParameterSpec) spec.getMGFParameters()).getDigestAlgorithm()),
            spec.getSaltLength());
    try {
      signer.init(signing, key);
    } catch (IllegalArgumentException e) {
      throw new InvalidAlgorithmParameterException("the key is too short for the parameters", e);
    }
    return signer;
  }

  @Override
  protected void engineSetParameter(AlgorithmParameterSpec params)
      throws InvalidAlgorithmParameterException {
    if (!(params instanceof PSSParameterSpec spec)) {
      throw new InvalidAlgorithmParameterException("RSASSA-PSS takes a PSSParameterSpec");
    }
    if (hasInput) {
      throw new ProviderException("parameters cannot be set amid the input");
    }
    check(spec);
    signer = key == null ? null : signer(spec, signing, key);
    parameters = spec;
  }

  private static void check(PSSParameterSpec spec) throws InvalidAlgorithmParameterException {
    if (!spec.getMGFAlgorithm().equalsIgnoreCase("MGF1")
        || !(spec.getMGFParameters() instanceof MGF1ParameterSpec mask)) {
      throw new InvalidAlgorithmParameterException("the mask is to be made by MGF1");
    }
    if (spec.getTrailerField() != PSSParameterSpec.TRAILER_FIELD_BC) {
      throw new InvalidAlgorithmParameterException("the trailer field is to be 1");
    }
    DigestNames.digest(spec.getDigestAlgorithm());
    DigestNames.digest(mask.getDigestAlgorithm());
  }

  @Override
  protected AlgorithmParameters engineGetParameters() {
    if (parameters == null) {
      return null;
    }
    try {
      AlgorithmParameters shown = AlgorithmParameters.getInstance("RSASSA-PSS", engine);
      shown.init(parameters);
      return shown;
    } catch (NoSuchAlgorithmException | InvalidParameterSpecException e) {
      throw new ProviderException("the parameters cannot be shown", e);
    }
  }

  private Signer ready() throws SignatureException {
    if (signer == null) {
      throw new SignatureException("RSASSA-PSS needs a key and a PSSParameterSpec");
    }
    return signer;
  }

  @Override
  protected void engineUpdate(byte b) throws SignatureException {
    ready().update(b);
    hasInput = true;
  }

  @Override
  protected void engineUpdate(byte[] b, int off, int len) throws SignatureException {
    ready().update(b, off, len);
    hasInput = true;
  }

  @Override
  protected byte[] engineSign() throws SignatureException {
    hasInput = false;
    try {
      return ready().generateSignature();
    } catch (CryptoException
        | RuntimeCryptoException
        | IllegalStateException
        | ArithmeticException e) {
      throw new SignatureException("the key does not sign", e);
    }
  }

  @Override
  protected boolean engineVerify(byte[] sigBytes) throws SignatureException {
    hasInput = false;
    return ready().verifySignature(sigBytes);
  }
}
