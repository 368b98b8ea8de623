package org.elastictee.provider.bouncycastle;

import java.io.IOException;
import java.security.PrivateKey;
import java.security.PublicKey;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X962Parameters;
import org.bouncycastle.jcajce.provider.asymmetric.ec.KeyFactorySpi;

/**
 * {@code KeyFactory} EC that reads keys of named curves only, as RFC 5480 section 2.1.1 has it:
 * BouncyCastle's own service believes a key what its curve, its generator and its cofactor are.
 */
@SuppressWarnings("unchecked") // BouncyCastle has no type parameters
final class EcKeyFactorySpi extends KeyFactorySpi.EC {
  @Override
  public PublicKey generatePublic(SubjectPublicKeyInfo info) throws IOException {
    requireNamedCurve(info.getAlgorithm());
    return super.generatePublic(info);
  }

  @Override
  public PrivateKey generatePrivate(PrivateKeyInfo info) throws IOException {
    requireNamedCurve(info.getPrivateKeyAlgorithm());
    return super.generatePrivate(info);
  }

  private static void requireNamedCurve(AlgorithmIdentifier algorithm) throws IOException {
    if (!X962Parameters.getInstance(algorithm.getParameters()).isNamedCurve()) {
      throw new IOException("the curve has no name");
    }
  }
}
