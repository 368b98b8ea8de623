package org.elastictee.provider.signature;

import java.nio.ByteBuffer;
import java.security.AlgorithmParameters;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.InvalidParameterException;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.SignatureException;
import java.security.SignatureSpi;
import java.security.interfaces.RSAKey;
import java.security.spec.AlgorithmParameterSpec;
import org.elastictee.provider.engine.EngineTable;
import org.elastictee.provider.engine.Operation;
import org.elastictee.provider.key.KeyAccess;

/**
 * {@code Signature} by an engine, with ordinary and with sealed keys. Where the caller names no
 * randomness, ours serves. The parameters of RSASSA-PSS have no default (RFC 8017 section 8.1):
 * without them it neither signs nor verifies.
 */
public final class EngineSignatureSpi extends SignatureSpi {
  private final Signature engine;
  private final Provider ecKeyFactory;
  private final SecureRandom ownRandom;
  private final boolean needsParameters;
  private final boolean verifiesEcdsa;
  private boolean hasParameters;
  private boolean keyHasParameters;

  /**
   * Creates a signature.
   *
   * @param ownRandom serves where the caller names none
   * @throws NoSuchAlgorithmException if there is no engine
   */
  public EngineSignatureSpi(EngineTable engines, Operation operation, SecureRandom ownRandom)
      throws NoSuchAlgorithmException {
    this.engine = Signature.getInstance(operation.algorithm(), engines.provider(operation));
    this.ecKeyFactory = engines.provider(Operation.EC_KEY);
    this.ownRandom = ownRandom;
    this.needsParameters = operation == Operation.RSASSA_PSS;
    this.verifiesEcdsa = operation.algorithm().endsWith("withECDSA");
  }

  @Override
  protected void engineInitVerify(PublicKey publicKey) throws InvalidKeyException {
    engine.initVerify(publicKey);
    keyHasParameters = hasParameters(publicKey);
  }

  @Override
  protected void engineInitSign(PrivateKey privateKey) throws InvalidKeyException {
    engineInitSign(privateKey, ownRandom);
  }

  @Override
  protected void engineInitSign(PrivateKey privateKey, SecureRandom random)
      throws InvalidKeyException {
    engine.initSign(KeyAccess.open(privateKey, ecKeyFactory), random == null ? ownRandom : random);
    keyHasParameters = hasParameters(privateKey);
  }

  private static boolean hasParameters(Object key) {
    return key instanceof RSAKey rsa && rsa.getParams() != null;
  }

  private void requireParameters() throws SignatureException {
    if (needsParameters && !hasParameters && !keyHasParameters) {
      throw new SignatureException("RSASSA-PSS needs a PSSParameterSpec: call setParameter");
    }
  }

  @Override
  protected void engineUpdate(byte b) throws SignatureException {
    requireParameters();
    engine.update(b);
  }

  @Override
  protected void engineUpdate(byte[] b, int off, int len) throws SignatureException {
    requireParameters();
    engine.update(b, off, len);
  }

  @Override
  protected void engineUpdate(ByteBuffer input) {
    try {
      requireParameters();
      engine.update(input);
    } catch (SignatureException e) {
      throw new ProviderException(e);
    }
  }

  @Override
  protected byte[] engineSign() throws SignatureException {
    requireParameters();
    return engine.sign();
  }

  @Override
  protected boolean engineVerify(byte[] sigBytes) throws SignatureException {
    requireParameters();
    return engine.verify(sigBytes) && (!verifiesEcdsa || EcdsaIntegers.arePositive(sigBytes));
  }

  @Override
  protected void engineSetParameter(AlgorithmParameterSpec params)
      throws InvalidAlgorithmParameterException {
    engine.setParameter(params);
    hasParameters = params != null;
  }

  @Override
  protected AlgorithmParameters engineGetParameters() {
    return engine.getParameters();
  }

  /** Refuses: superseded by {@link #engineSetParameter(AlgorithmParameterSpec)} since Java 1.2. */
  @Override
  @Deprecated
  protected void engineSetParameter(String param, Object value) {
    throw new InvalidParameterException("parameters are set by an AlgorithmParameterSpec");
  }

  /** Refuses: superseded by {@link #engineGetParameters} since Java 1.2. */
  @Override
  @Deprecated
  protected Object engineGetParameter(String param) {
    throw new InvalidParameterException("parameters are read by getParameters()");
  }
}
