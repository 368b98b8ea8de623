package org.elastictee.provider.key;

import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidParameterException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyPairGeneratorSpi;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import org.elastictee.provider.engine.EngineTable;
import org.elastictee.provider.engine.Operation;

/**
 * {@code KeyPairGenerator} by an engine. Where nothing is asked for it makes what JDK 25 makes, on
 * every JDK, of our own randomness.
 */
public final class EngineKeyPairGeneratorSpi extends KeyPairGeneratorSpi {
  private final KeyPairGenerator engine;
  private final SecureRandom ownRandom;
  private final boolean isRsa;
  private final AlgorithmParameterSpec defaults;

  /**
   * Creates a generator.
   *
   * @param defaults what to make where the caller does not say
   * @param ownRandom serves where the caller names none
   * @throws NoSuchAlgorithmException if there is no engine, or it does not know the defaults
   */
  public EngineKeyPairGeneratorSpi(
      EngineTable engines,
      Operation operation,
      AlgorithmParameterSpec defaults,
      SecureRandom ownRandom)
      throws NoSuchAlgorithmException {
    this.engine =
        KeyPairGenerator.getInstance(engines.algorithm(operation), engines.provider(operation));
    this.ownRandom = ownRandom;
    this.defaults = defaults;
    this.isRsa = operation.algorithm().startsWith("RSA");
    try {
      engine.initialize(defaults, ownRandom);
    } catch (InvalidAlgorithmParameterException e) {
      throw new NoSuchAlgorithmException("the engine does not make the default key", e);
    }
  }

  /** Goes back to what is made where the caller does not say. */
  void initialize(SecureRandom random) throws InvalidAlgorithmParameterException {
    engine.initialize(defaults, randomOr(random));
  }

  @Override
  public void initialize(int bits, SecureRandom random) {
    if (isRsa) {
      RsaPairParameters.check(bits);
    }
    try {
      engine.initialize(bits, randomOr(random));
    } catch (InvalidParameterException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new InvalidParameterException(e.getMessage());
    }
  }

  @Override
  public void initialize(AlgorithmParameterSpec params, SecureRandom random)
      throws InvalidAlgorithmParameterException {
    if (params == null) {
      throw new InvalidAlgorithmParameterException("the parameters are missing");
    }
    if (isRsa) {
      RsaPairParameters.check(params);
    }
    try {
      engine.initialize(params, randomOr(random));
    } catch (IllegalArgumentException | NullPointerException e) {
      // BouncyCastle looks for the name of parameters that have none.
      throw new InvalidAlgorithmParameterException("not parameters of this algorithm", e);
    }
  }

  private SecureRandom randomOr(SecureRandom random) {
    return random == null ? ownRandom : random;
  }

  @Override
  public KeyPair generateKeyPair() {
    return engine.generateKeyPair();
  }
}
