package org.elastictee.provider.key;

import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidParameterException;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import javax.crypto.KeyGenerator;
import javax.crypto.KeyGeneratorSpi;
import javax.crypto.SecretKey;

/** {@code KeyGenerator} AES: 128, 192 or 256 bits; 256 where none is named. */
public final class AesKeyGeneratorSpi extends KeyGeneratorSpi {
  private static final int DEFAULT_BITS = 256;

  private final KeyGenerator engine;
  private final SecureRandom ownRandom;

  /**
   * Creates a generator.
   *
   * @param ownRandom serves where the caller names none
   */
  public AesKeyGeneratorSpi(KeyGenerator engine, SecureRandom ownRandom) {
    this.engine = engine;
    this.ownRandom = ownRandom;
    engineInit(DEFAULT_BITS, ownRandom);
  }

  @Override
  protected void engineInit(SecureRandom random) {
    engineInit(DEFAULT_BITS, random);
  }

  @Override
  protected void engineInit(AlgorithmParameterSpec params, SecureRandom random)
      throws InvalidAlgorithmParameterException {
    throw new InvalidAlgorithmParameterException("AES keys take a size and no parameters");
  }

  @Override
  protected void engineInit(int bits, SecureRandom random) {
    if (bits != 128 && bits != 192 && bits != 256) {
      throw new InvalidParameterException("AES keys have 128, 192 or 256 bits");
    }
    engine.init(bits, random == null ? ownRandom : random);
  }

  @Override
  protected SecretKey engineGenerateKey() {
    return engine.generateKey();
  }
}
