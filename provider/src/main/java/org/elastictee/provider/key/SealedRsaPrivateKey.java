package org.elastictee.provider.key;

import java.math.BigInteger;
import java.security.interfaces.RSAKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import java.util.Optional;
import org.elastictee.provider.engine.Operation;
import org.elastictee.provider.libcrypto.OffHeapKey;
import org.elastictee.sev.seal.SealingPolicy;

/**
 * An RSA private {@link SealedKey} of two primes, for RSA or for RSASSA-PSS alone. Off the heap
 * lie, big-endian and behind one another, d with as many bytes as the modulus has; then p, q, d mod
 * (p - 1), d mod (q - 1) and the inverse of q modulo p, each with as many bytes as the longer of
 * the primes has (RFC 8017, 3.2). The modulus and the public exponent are in the public key.
 */
public final class SealedRsaPrivateKey extends SealedPrivateKey implements RSAKey {
  private static final long serialVersionUID = 1L;

  /** The numbers behind d. */
  static final int FACTORS = 5;

  /**
   * Creates a key.
   *
   * @param algorithm RSA or RSASSA-PSS
   * @param numbers in the form of this class; taken over and overwritten
   */
  SealedRsaPrivateKey(
      String algorithm, SealingPolicy policy, byte[] numbers, RSAPublicKey publicKey) {
    super(algorithm, policy, numbers, publicKey);
  }

  /** Returns the bytes of a number that is not negative. */
  static int bytes(BigInteger number) {
    return (number.bitLength() + Byte.SIZE - 1) / Byte.SIZE;
  }

  @Override
  public RSAPublicKey publicKey() {
    return (RSAPublicKey) super.publicKey();
  }

  @Override
  public BigInteger getModulus() {
    return publicKey().getModulus();
  }

  /** Returns what a key of RSASSA-PSS is bound to, or null. */
  @Override
  public AlgorithmParameterSpec getParams() {
    return publicKey().getParams();
  }

  @Override
  SealedRsaPrivateKey copyContent() {
    return new SealedRsaPrivateKey(getAlgorithm(), policy(), copySecret(), publicKey());
  }

  @Override
  Optional<OffHeapKey> offHeap() {
    return Optional.of(OffHeapKey.rsa(getAlgorithm(), secret(), publicKey()));
  }

  @Override
  Operation keyFactory() {
    return getAlgorithm().equals("RSA") ? Operation.RSA_KEY : Operation.RSASSA_PSS_KEY;
  }

  /** The content is an RSAPrivateKey of RFC 8017, A.1.2. */
  @Override
  byte[] pkcs8() {
    byte[] numbers = copySecret();
    try {
      int dBytes = bytes(getModulus());
      byte[][] elements = new byte[4 + FACTORS][];
      elements[0] = SecretDer.integer(new byte[1]);
      elements[1] = SecretDer.integer(getModulus().toByteArray());
      elements[2] = SecretDer.integer(publicKey().getPublicExponent().toByteArray());
      elements[3] = SecretDer.integer(Arrays.copyOf(numbers, dBytes));
      int factorBytes = (numbers.length - dBytes) / FACTORS;
      for (int i = 0; i < FACTORS; i++) {
        int from = dBytes + i * factorBytes;
        elements[4 + i] = SecretDer.integer(Arrays.copyOfRange(numbers, from, from + factorBytes));
      }
      return pkcs8(SecretDer.sequence(elements));
    } finally {
      Arrays.fill(numbers, (byte) 0);
    }
  }

  @Override
  int sizeInBits() {
    return getModulus().bitLength();
  }
}
