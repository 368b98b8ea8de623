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
 * {@code KeyGenerator} for algorithms whose keys are random bytes; a size in bits is rounded up. A
 * {@link SealedKeySpec} asks for sealed keys, whose bytes are on the heap only until {@code
 * generateKey} returns.
 */
public final class SecretKeyGeneratorSpi extends KeyGeneratorSpi {
  private final SecretKeySizes sizes;
  private final SecureRandom ownRandom;
  private final SealedKeySource keys;
  private SecureRandom random;
  private int bits;

  /** What sealed keys to make; null for ordinary ones. */
  private SealedKeySpec sealed;

  /**
   * Creates a generator.
   *
   * @param ownRandom serves where the caller names none
   * @param keys makes the sealed keys
   */
  public SecretKeyGeneratorSpi(SecretKeySizes sizes, SecureRandom ownRandom, SealedKeySource keys) {
    this.keys = keys;
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
    if (!(params instanceof SealedKeySpec spec) || spec.parameters().isPresent()) {
      throw new InvalidAlgorithmParameterException(
          "these keys take a size, or a SealedKeySpec without parameters of the algorithm");
    }
    try {
      engineInit(spec.keySize().orElse(sizes.defaultBits()), newRandom);
    } catch (InvalidParameterException e) {
      throw new InvalidAlgorithmParameterException(e.getMessage(), e);
    }
    sealed = spec;
  }

  @Override
  protected void engineInit(int newBits, SecureRandom newRandom) {
    if (!sizes.allow(newBits)) {
      throw new InvalidParameterException("keys of " + sizes.algorithm() + " have no such size");
    }
    sealed = null;
    bits = newBits;
    random = newRandom == null ? ownRandom : newRandom;
  }

  @Override
  protected SecretKey engineGenerateKey() {
    byte[] bytes = new byte[(bits - 1) / 8 + 1];
    random.nextBytes(bytes);
    try {
      return sealed == null
          ? new SecretKeySpec(bytes, sizes.algorithm())
          : keys.secret(sizes.algorithm(), sealed, bytes);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }
}
