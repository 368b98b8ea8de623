package org.elastictee.provider.key;

import java.security.interfaces.ECPublicKey;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;

/** A public key as any provider may make it: of a class that is not the engine's, and unencoded. */
public record StrangersEcKey(ECPoint getW, ECParameterSpec getParams) implements ECPublicKey {
  private static final long serialVersionUID = 1L;

  @Override
  public String getAlgorithm() {
    return "EC";
  }

  @Override
  public String getFormat() {
    return null;
  }

  @Override
  public byte[] getEncoded() {
    return null;
  }
}
