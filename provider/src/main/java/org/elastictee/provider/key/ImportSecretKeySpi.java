package org.elastictee.provider.key;

import java.security.InvalidKeyException;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.KeySpec;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactorySpi;
import org.elastictee.sev.seal.SealingPolicy;

/**
 * {@code SecretKeyFactory} ElasticSealed: imports secret keys of an {@link ImportKeySpec}; {@code
 * translateKey} imports one under {@link SealingPolicy#STRICT}. It has a name of its own, as under
 * that of an algorithm it would seal the keys of applications that asked for nothing of the kind.
 */
public final class ImportSecretKeySpi extends SecretKeyFactorySpi {
  private final SealedKeySource keys;

  /** Creates a factory. */
  public ImportSecretKeySpi(SealedKeySource keys) {
    this.keys = keys;
  }

  @Override
  protected SecretKey engineGenerateSecret(KeySpec keySpec) throws InvalidKeySpecException {
    if (!(keySpec instanceof ImportKeySpec spec) || !(spec.key() instanceof SecretKey)) {
      throw new InvalidKeySpecException("an ImportKeySpec of a secret key is needed");
    }
    try {
      return (SecretKey) keys.seal(spec.key(), spec.policy());
    } catch (InvalidKeyException e) {
      throw new InvalidKeySpecException("the key cannot be imported: " + e.getMessage(), e);
    }
  }

  @Override
  protected KeySpec engineGetKeySpec(SecretKey key, Class<?> keySpec)
      throws InvalidKeySpecException {
    throw new InvalidKeySpecException("sealed keys do not show what they are");
  }

  @Override
  protected SecretKey engineTranslateKey(SecretKey key) throws InvalidKeyException {
    return (SecretKey) keys.seal(key, SealingPolicy.STRICT);
  }
}
