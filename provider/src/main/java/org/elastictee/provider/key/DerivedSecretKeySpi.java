package org.elastictee.provider.key;

import java.security.InvalidKeyException;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.KeySpec;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactorySpi;
import org.elastictee.sev.seal.RootOfTrustException;

/**
 * {@code SecretKeyFactory} SevSnpDerived: sealed keys of a {@link DerivedKeySpec}, by HKDF from the
 * root of trust, on SEV-SNP the firmware's derived key and elsewhere a software root, which is only
 * a file. A root that refuses is an {@link InvalidKeySpecException}, whose cause says why. There is
 * no way back to a specification, and no key to translate.
 */
public final class DerivedSecretKeySpi extends SecretKeyFactorySpi {
  private final SealedKeySource keys;

  /** Creates a factory; the root of trust is asked for when a key is. */
  public DerivedSecretKeySpi(SealedKeySource keys) {
    this.keys = keys;
  }

  @Override
  protected SecretKey engineGenerateSecret(KeySpec keySpec) throws InvalidKeySpecException {
    if (!(keySpec instanceof DerivedKeySpec spec)) {
      throw new InvalidKeySpecException("a DerivedKeySpec is needed");
    }
    try {
      return keys.derive(spec);
    } catch (RootOfTrustException e) {
      throw new InvalidKeySpecException("the root of trust gives no key: " + e.getMessage(), e);
    }
  }

  @Override
  protected KeySpec engineGetKeySpec(SecretKey key, Class<?> keySpec)
      throws InvalidKeySpecException {
    throw new InvalidKeySpecException("derived keys do not show what they are");
  }

  @Override
  protected SecretKey engineTranslateKey(SecretKey key) throws InvalidKeyException {
    throw new InvalidKeyException("a derived key is made of a DerivedKeySpec only");
  }
}
