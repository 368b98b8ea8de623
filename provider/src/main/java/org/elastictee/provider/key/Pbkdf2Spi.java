package org.elastictee.provider.key;

import java.security.InvalidKeyException;
import java.security.MessageDigest;
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
 * iteration count and length in whole bytes; the password is taken as UTF-8. A key is translated to
 * itself: one of another digest, or that PBKDF2 does not make of its password, is an {@link
 * InvalidKeyException}.
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
    if (pbe.getKeyLength() % Byte.SIZE != 0) {
      throw new InvalidKeySpecException("the length of the key is not a multiple of 8 bits");
    }
    try {
      return engine.generateSecret(pbe);
    } catch (IllegalArgumentException | IllegalStateException e) {
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
    return spec(pbe);
  }

  private static PBEKeySpec spec(PBEKey key) throws InvalidKeySpecException {
    char[] password = key.getPassword();
    byte[] encoded = key.getEncoded();
    try {
      if (password == null || encoded == null || key.getSalt() == null) {
        throw new InvalidKeySpecException("the key does not show its password, salt and bytes");
      }
      int bits = Byte.SIZE * encoded.length;
      return new PBEKeySpec(password, key.getSalt(), key.getIterationCount(), bits);
    } catch (IllegalArgumentException e) {
      throw new InvalidKeySpecException("the key has no salt, no iterations or no bytes", e);
    } finally {
      overwrite(password);
      overwrite(encoded);
    }
  }

  private static void overwrite(char[] password) {
    if (password != null) {
      Arrays.fill(password, '\0');
    }
  }

  private static void overwrite(byte[] encoded) {
    if (encoded != null) {
      Arrays.fill(encoded, (byte) 0);
    }
  }

  @Override
  protected SecretKey engineTranslateKey(SecretKey key) throws InvalidKeyException {
    if (!(key instanceof PBEKey pbe)
        || !engine.getAlgorithm().equalsIgnoreCase(pbe.getAlgorithm())) {
      throw new InvalidKeyException("only a PBEKey of this algorithm can be translated");
    }
    try {
      return translate(pbe);
    } catch (InvalidKeySpecException e) {
      throw new InvalidKeyException("the key lacks what PBKDF2 needs", e);
    }
  }

  private SecretKey translate(PBEKey key) throws InvalidKeySpecException, InvalidKeyException {
    PBEKeySpec spec = spec(key);
    byte[] wanted = key.getEncoded();
    byte[] made = {};
    try {
      SecretKey translated = engineGenerateSecret(spec);
      made = translated.getEncoded();
      if (!MessageDigest.isEqual(wanted, made)) {
        throw new InvalidKeyException("the key is not what PBKDF2 makes of its password");
      }
      return translated;
    } finally {
      spec.clearPassword();
      overwrite(wanted);
      overwrite(made);
    }
  }
}
