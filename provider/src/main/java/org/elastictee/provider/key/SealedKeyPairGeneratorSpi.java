package org.elastictee.provider.key;

import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.InvalidParameterException;
import java.security.KeyPair;
import java.security.KeyPairGeneratorSpi;
import java.security.PrivateKey;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import javax.security.auth.DestroyFailedException;
import org.elastictee.provider.engine.Operation;
import org.elastictee.sev.seal.RootOfTrustException;

/**
 * {@code KeyPairGenerator} of ordinary pairs by an engine, of pairs with a sealed private key where
 * a {@link SealedKeySpec} asks for them, and of derived ones where a {@link DerivedKeyPairSpec}
 * does.
 *
 * <p>A sealed key begins as one of the engine's, on the heap: that one is destroyed as far as it
 * lets itself be, which with the JDK's is not at all. Its numbers lie there until the heap is used
 * anew. A derived key was never an engine's, and leaves numbers all the same: those that its public
 * key was computed by.
 */
public final class SealedKeyPairGeneratorSpi extends KeyPairGeneratorSpi {
  private final EngineKeyPairGeneratorSpi ordinary;
  private final String algorithm;
  private final SealedKeySource keys;
  private Maker maker;

  private interface Maker {
    KeyPair make() throws InvalidKeyException, RootOfTrustException;
  }

  /**
   * Creates a generator.
   *
   * @param ordinary makes ordinary pairs
   * @param operation what it makes
   * @param keys makes the sealed keys
   */
  public SealedKeyPairGeneratorSpi(
      EngineKeyPairGeneratorSpi ordinary, Operation operation, SealedKeySource keys) {
    this.ordinary = ordinary;
    this.algorithm = operation.algorithm();
    this.keys = keys;
    this.maker = ordinary::generateKeyPair;
  }

  @Override
  public void initialize(int bits, SecureRandom random) {
    ordinary.initialize(bits, random);
    maker = ordinary::generateKeyPair;
  }

  @Override
  public void initialize(AlgorithmParameterSpec params, SecureRandom random)
      throws InvalidAlgorithmParameterException {
    if (params instanceof SealedKeySpec spec) {
      initialize(spec, random);
      maker = () -> seal(ordinary.generateKeyPair(), spec);
    } else if (params instanceof DerivedKeyPairSpec spec) {
      if (!spec.curve().isOf(algorithm)) {
        throw new InvalidAlgorithmParameterException(
            "a KeyPairGenerator of " + algorithm + " derives no keys on the curve");
      }
      maker = () -> derive(spec);
    } else {
      ordinary.initialize(params, random);
      maker = ordinary::generateKeyPair;
    }
  }

  private void initialize(SealedKeySpec spec, SecureRandom random)
      throws InvalidAlgorithmParameterException {
    if (spec.keySize().isPresent()) {
      try {
        ordinary.initialize(spec.keySize().getAsInt(), random);
      } catch (InvalidParameterException e) {
        throw new InvalidAlgorithmParameterException(e.getMessage(), e);
      }
    } else if (spec.parameters().isPresent()) {
      ordinary.initialize(spec.parameters().get(), random);
    } else {
      ordinary.initialize(random);
    }
  }

  private KeyPair seal(KeyPair pair, SealedKeySpec spec) throws InvalidKeyException {
    try {
      return new KeyPair(pair.getPublic(), keys.generated(pair.getPrivate(), spec));
    } finally {
      destroy(pair.getPrivate());
    }
  }

  private static void destroy(PrivateKey key) {
    try {
      key.destroy();
    } catch (DestroyFailedException e) {
      // The class says what is left.
    }
  }

  private KeyPair derive(DerivedKeyPairSpec spec) throws InvalidKeyException, RootOfTrustException {
    SealedPrivateKey key = keys.derive(spec);
    return new KeyPair(key.publicKey(), key);
  }

  /**
   * Makes a pair.
   *
   * @throws ProviderException if the root of trust gives no key, which the cause explains, or the
   *     engine gave one of a kind that is not sealed
   * @throws IllegalStateException if the provider was closed and the key is a sealed one
   */
  @Override
  public KeyPair generateKeyPair() {
    try {
      return maker.make();
    } catch (RootOfTrustException e) {
      throw new ProviderException("the root of trust gives no key: " + e.getMessage(), e);
    } catch (InvalidKeyException e) {
      throw new ProviderException("the key is not one that is sealed: " + e.getMessage(), e);
    }
  }
}
