package org.elastictee.provider.engine;

import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.SignatureSpi;
import java.security.spec.AlgorithmParameterSpec;
import java.util.function.UnaryOperator;

/**
 * Signs as the real one, and then does to the signature as it is told; may accept every signature.
 */
final class BrokenSignature extends SignatureSpi {
  private final Signature real;
  private final UnaryOperator<byte[]> fault;
  private final boolean acceptsAll;

  BrokenSignature(String name, Provider real, UnaryOperator<byte[]> fault, boolean acceptsAll)
      throws NoSuchAlgorithmException {
    this.acceptsAll = acceptsAll;
    this.real = Signature.getInstance(name, real);
    this.fault = fault;
  }

  @Override
  protected void engineInitVerify(PublicKey key) throws InvalidKeyException {
    real.initVerify(key);
  }

  @Override
  protected void engineInitSign(PrivateKey key) throws InvalidKeyException {
    real.initSign(key);
  }

  @Override
  protected void engineUpdate(byte b) throws SignatureException {
    real.update(b);
  }

  @Override
  protected void engineUpdate(byte[] b, int off, int len) throws SignatureException {
    real.update(b, off, len);
  }

  @Override
  protected byte[] engineSign() throws SignatureException {
    return fault.apply(real.sign());
  }

  @Override
  protected boolean engineVerify(byte[] sig) throws SignatureException {
    return acceptsAll || real.verify(sig);
  }

  @Override
  protected void engineSetParameter(AlgorithmParameterSpec params)
      throws InvalidAlgorithmParameterException {
    real.setParameter(params);
  }

  @Override
  @Deprecated
  protected void engineSetParameter(String param, Object value) {
    throw new UnsupportedOperationException();
  }

  @Override
  @Deprecated
  protected Object engineGetParameter(String param) {
    throw new UnsupportedOperationException();
  }
}
