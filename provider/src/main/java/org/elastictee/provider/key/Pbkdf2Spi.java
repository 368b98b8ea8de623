package org.elastictee.provider.key;

import java.security.InvalidKeyException;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.KeySpec;
import java.util.Arrays;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.SecretKeyFactorySpi;
import javax.crypto.interfaces.PBEKey;
import javax.crypto.spec.PBEKeySpec;

/**
 * {@code SecretKeyFactory} PBKDF2 (RFC 8018, 5.2): keys of a {@link PBEKeySpec} with salt,
 * iteration count and length; the password is taken as UTF-8.
 */
public final class Pbkdf2Spi extends SecretKeyFactorySpi {
  private final SecretKeyFactory engine;

  /** Creates a factory over an engine's. */
  public Pbkdf2Spi(SecretKeyFactory engine) {
    this.engine = engine;
  }

  @Override
  protected SecretKey engineGenerateSecret(KeySpec keySpec) throws InvalidKeySpecException {
    if (!(keySpec instanceof PBEKeySpec pbe)) {
      throw new InvalidKeySpecException("PBKDF2 takes a PBEKeySpec");
    }
    // BouncyCastle would take these for something else, or fail with what is no answer to them.
    if (pbe.getSalt() == null) {
      throw new InvalidKeySpecException("the salt is missing");
    }
    if (pbe.getKeyLength() == 0) {
      throw new InvalidKeySpecException("the length of the key is missing");
    }
    try {
      return engine.generateSecret(pbe);
    } catch (IllegalArgumentException e) {
      throw new InvalidKeySpecException("the engine does not take this password", e);
    }
  }

  @Override
  protected KeySpec engineGetKeySpec(SecretKey key, Class<?> keySpec)
      throws InvalidKeySpecException {
    if (!(key instanceof PBEKey pbe)
        || keySpec == null
        || !keySpec.isAssignableFrom(PBEKeySpec.class)) {
      throw new InvalidKeySpecException("only a PBEKey has a PBEKeySpec, and no other");
    }
    char[] password = pbe.getPassword();
    try {
      int bits = 8 * pbe.getEncoded().length;
      return new PBEKeySpec(password, pbe.getSalt(), pbe.getIterationCount(), bits);
    } finally {
      Arrays.fill(password, '\0');
    }
  }

  @Override
  protected SecretKey engineTranslateKey(SecretKey key) throws InvalidKeyException {
    if (!(key instanceof PBEKey)) {
      throw new InvalidKeyException("only a PBEKey can be translated");
    }
    try {
      return engineGenerateSecret(engineGetKeySpec(key, PBEKeySpec.class));
    } catch (InvalidKeySpecException e) {
      throw new InvalidKeyException("the key lacks what PBKDF2 needs", e);
    }
  }
}
