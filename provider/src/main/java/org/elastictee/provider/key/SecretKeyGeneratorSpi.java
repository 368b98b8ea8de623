package org.elastictee.provider.key;

import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidParameterException;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import javax.crypto.KeyGeneratorSpi;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * {@code KeyGenerator} for algorithms whose keys are random bytes; a size in bits is rounded up.
 */
public final class SecretKeyGeneratorSpi extends KeyGeneratorSpi {
  private final SecretKeySizes sizes;
  private final SecureRandom ownRandom;
  private SecureRandom random;
  private int bits;

  /**
   * Creates a generator.
   *
   * @param ownRandom serves where the caller names none
   */
  public SecretKeyGeneratorSpi(SecretKeySizes sizes, SecureRandom ownRandom) {
    this.sizes = sizes;
    this.ownRandom = ownRandom;
    this.random = ownRandom;
    this.bits = sizes.defaultBits();
  }

  @Override
  protected void engineInit(SecureRandom newRandom) {
    engineInit(sizes.defaultBits(), newRandom);
  }

  @Override
  protected void engineInit(AlgorithmParameterSpec params, SecureRandom newRandom)
      throws InvalidAlgorithmParameterException {
    throw new InvalidAlgorithmParameterException("these keys take a size and no parameters");
  }

  @Override
  protected void engineInit(int newBits, SecureRandom newRandom) {
    if (!sizes.allow(newBits)) {
      throw new InvalidParameterException("keys of " + sizes.algorithm() + " have no such size");
    }
    bits = newBits;
    random = newRandom == null ? ownRandom : newRandom;
  }

  @Override
  protected SecretKey engineGenerateKey() {
    byte[] bytes = new byte[(bits - 1) / 8 + 1];
    random.nextBytes(bytes);
    try {
      return new SecretKeySpec(bytes, sizes.algorithm());
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }
}
