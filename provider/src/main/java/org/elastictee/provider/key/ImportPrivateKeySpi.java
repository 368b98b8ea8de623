package org.elastictee.provider.key;

import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyFactorySpi;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.KeySpec;
import org.elastictee.sev.seal.SealingPolicy;

/**
 * {@code KeyFactory} ElasticSealed: imports private keys of every algorithm, of an {@link
 * ImportKeySpec}; {@code translateKey} imports one under {@link SealingPolicy#STRICT}. Its name is
 * its own for the reason that {@link ImportSecretKeySpi} has.
 */
public final class ImportPrivateKeySpi extends KeyFactorySpi {
  private final SealedKeySource keys;

  /** Creates a factory. */
  public ImportPrivateKeySpi(SealedKeySource keys) {
    this.keys = keys;
  }

  @Override
  protected PrivateKey engineGeneratePrivate(KeySpec keySpec) throws InvalidKeySpecException {
    if (!(keySpec instanceof ImportKeySpec spec) || !(spec.key() instanceof PrivateKey)) {
      throw new InvalidKeySpecException("an ImportKeySpec of a private key is needed");
    }
    try {
      return (PrivateKey) keys.seal(spec.key(), spec.policy());
    } catch (InvalidKeyException e) {
      throw new InvalidKeySpecException("the key cannot be imported: " + e.getMessage(), e);
    }
  }

  @Override
  protected PublicKey engineGeneratePublic(KeySpec keySpec) throws InvalidKeySpecException {
    throw new InvalidKeySpecException("public keys are not sealed");
  }

  @Override
  protected <T extends KeySpec> T engineGetKeySpec(Key key, Class<T> keySpec)
      throws InvalidKeySpecException {
    throw new InvalidKeySpecException("sealed keys do not show what they are");
  }

  @Override
  protected Key engineTranslateKey(Key key) throws InvalidKeyException {
    if (!(key instanceof PrivateKey)) {
      throw new InvalidKeyException("only private keys are imported here");
    }
    return keys.seal(key, SealingPolicy.STRICT);
  }
}
