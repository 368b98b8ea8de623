package org.elastictee.provider.key;

import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyFactorySpi;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.KeySpec;
import org.elastictee.provider.engine.EngineTable;
import org.elastictee.provider.engine.Operation;

/**
 * {@code KeyFactory} by an engine; the keys are the engine's, and of use with every provider. What
 * engines throw at an encoding that is too short, or at numbers that are missing, is an {@link
 * InvalidKeySpecException} here. Private keys of ML-DSA and ML-KEM are read in each of their forms,
 * and written in the engine's.
 */
public final class EngineKeyFactorySpi extends KeyFactorySpi {
  private final KeyFactory engine;
  private final ForeignKeys foreignKeys;

  /**
   * Creates a factory.
   *
   * @throws NoSuchAlgorithmException if there is no engine
   */
  public EngineKeyFactorySpi(EngineTable engines, Operation operation)
      throws NoSuchAlgorithmException {
    this.engine = KeyFactory.getInstance(engines.algorithm(operation), engines.provider(operation));
    this.foreignKeys = new ForeignKeys(engines, operation);
  }

  @Override
  protected PublicKey engineGeneratePublic(KeySpec keySpec) throws InvalidKeySpecException {
    try {
      return LatticeEncodings.generatePublic(engine, keySpec);
    } catch (IllegalArgumentException | IndexOutOfBoundsException | NullPointerException e) {
      throw new InvalidKeySpecException("not a public key of this algorithm", e);
    }
  }

  @Override
  protected PrivateKey engineGeneratePrivate(KeySpec keySpec) throws InvalidKeySpecException {
    try {
      return LatticeEncodings.generatePrivate(engine, keySpec);
    } catch (IllegalArgumentException | IndexOutOfBoundsException | NullPointerException e) {
      throw new InvalidKeySpecException("not a private key of this algorithm", e);
    }
  }

  @Override
  protected <T extends KeySpec> T engineGetKeySpec(Key key, Class<T> keySpec)
      throws InvalidKeySpecException {
    if (key == null || keySpec == null) {
      throw new InvalidKeySpecException("the key, or the class of its specification, is missing");
    }
    return engine.getKeySpec(key, keySpec);
  }

  @Override
  protected Key engineTranslateKey(Key key) throws InvalidKeyException {
    if (key == null) {
      throw new InvalidKeyException("the key is missing");
    }
    // By the encoding first: of another's curve, BouncyCastle would take the numbers, not the name.
    try {
      return foreignKeys.translate(key, new InvalidKeyException("the key has no encoding"));
    } catch (InvalidKeyException e) {
      return engine.translateKey(key);
    }
  }
}
