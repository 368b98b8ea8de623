package org.elastictee.provider.bouncycastle;

import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.KeySpec;
import java.security.spec.RSAPrivateKeySpec;
import org.bouncycastle.jcajce.provider.asymmetric.rsa.KeyFactorySpi;

/** {@code KeyFactory} RSA: what it makes of a key of more than two primes is of use. */
@SuppressWarnings("unchecked") // BouncyCastle has no type parameters
final class RsaKeyFactorySpi extends KeyFactorySpi {
  @Override
  protected PrivateKey engineGeneratePrivate(KeySpec keySpec) throws InvalidKeySpecException {
    return RsaKeys.usable(super.engineGeneratePrivate(keySpec));
  }

  /** Returns a key without primes. */
  static PrivateKey plain(RSAPrivateKeySpec numbers) throws InvalidKeySpecException {
    return new RsaKeyFactorySpi().engineGeneratePrivate(numbers);
  }
}
