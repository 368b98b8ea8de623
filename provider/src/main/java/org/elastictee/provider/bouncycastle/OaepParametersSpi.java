package org.elastictee.provider.bouncycastle;

import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.InvalidParameterSpecException;
import org.bouncycastle.jcajce.provider.asymmetric.rsa.AlgorithmParametersSpi;

/** {@code AlgorithmParameters} OAEP with the JCA's names of digests. */
@SuppressWarnings("unchecked") // BouncyCastle has no type parameters
final class OaepParametersSpi extends AlgorithmParametersSpi.OAEP {
  @Override
  protected void engineInit(AlgorithmParameterSpec spec) throws InvalidParameterSpecException {
    super.engineInit(DigestNames.toBouncyCastle(spec));
  }

  @Override
  @SuppressWarnings("rawtypes")
  protected AlgorithmParameterSpec localEngineGetParameterSpec(Class spec)
      throws InvalidParameterSpecException {
    return DigestNames.toJca(super.localEngineGetParameterSpec(spec));
  }
}
