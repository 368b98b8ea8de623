package org.elastictee.provider.libcrypto;

import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.math.BigInteger;
import java.security.PrivateKey;
import java.security.interfaces.ECKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECKey;
import java.security.interfaces.RSAKey;
import java.security.interfaces.RSAPublicKey;
import java.security.interfaces.XECKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.NamedParameterSpec;
import org.elastictee.sev.memory.SecretMemory;

/**
 * A private key whose numbers libcrypto reads where they lie, off the heap. It lives for one call;
 * the memory stays its owner's.
 */
public abstract sealed class OffHeapKey implements PrivateKey {
  private static final long serialVersionUID = 1L;

  private final transient SecretMemory secret;

  private OffHeapKey(SecretMemory secret) {
    this.secret = secret;
  }

  /** Returns a key whose scalar lies in the memory, big-endian. */
  public static OffHeapKey ec(SecretMemory scalar, ECPublicKey publicKey) {
    return new Ec(scalar, publicKey);
  }

  /** Returns a key of Ed25519 or Ed448, whose bytes of RFC 8032 lie in the memory. */
  public static OffHeapKey edEc(SecretMemory seed, NamedParameterSpec curve) {
    return new EdEc(seed, curve);
  }

  /** Returns a key of X25519 or X448, whose bytes of RFC 7748 lie in the memory. */
  public static OffHeapKey xec(SecretMemory scalar, NamedParameterSpec curve) {
    return new Xec(scalar, curve);
  }

  /**
   * Returns a key of two primes.
   *
   * @param algorithm RSA or RSASSA-PSS
   * @param numbers big-endian and behind one another: d in as many bytes as the modulus has; p, q,
   *     d mod (p - 1), d mod (q - 1) and the inverse of q, each in the same number of bytes
   */
  public static OffHeapKey rsa(String algorithm, SecretMemory numbers, RSAPublicKey publicKey) {
    return new Rsa(algorithm, numbers, publicKey);
  }

  final SecretMemory secret() {
    return secret;
  }

  /** Returns {@code null}: there is no encoding. */
  @Override
  public final String getFormat() {
    return null;
  }

  /** Returns {@code null}: the bytes do not leave. */
  @Override
  public final byte[] getEncoded() {
    return null;
  }

  private void writeObject(ObjectOutputStream out) throws NotSerializableException {
    throw new NotSerializableException("keys off the heap are not serialized");
  }

  static final class Ec extends OffHeapKey implements ECKey {
    private static final long serialVersionUID = 1L;

    private final transient ECPublicKey publicKey;

    private Ec(SecretMemory scalar, ECPublicKey publicKey) {
      super(scalar);
      this.publicKey = publicKey;
    }

    @Override
    public String getAlgorithm() {
      return "EC";
    }

    @Override
    public ECParameterSpec getParams() {
      return publicKey.getParams();
    }
  }

  static final class EdEc extends OffHeapKey implements EdECKey {
    private static final long serialVersionUID = 1L;

    private final transient NamedParameterSpec curve;

    private EdEc(SecretMemory seed, NamedParameterSpec curve) {
      super(seed);
      this.curve = curve;
    }

    @Override
    public String getAlgorithm() {
      return "EdDSA";
    }

    @Override
    public NamedParameterSpec getParams() {
      return curve;
    }
  }

  static final class Xec extends OffHeapKey implements XECKey {
    private static final long serialVersionUID = 1L;

    private final transient NamedParameterSpec curve;

    private Xec(SecretMemory scalar, NamedParameterSpec curve) {
      super(scalar);
      this.curve = curve;
    }

    @Override
    public String getAlgorithm() {
      return "XDH";
    }

    @Override
    public NamedParameterSpec getParams() {
      return curve;
    }
  }

  static final class Rsa extends OffHeapKey implements RSAKey {
    private static final long serialVersionUID = 1L;

    private final String algorithm;
    private final transient RSAPublicKey publicKey;

    private Rsa(String algorithm, SecretMemory numbers, RSAPublicKey publicKey) {
      super(numbers);
      this.algorithm = algorithm;
      this.publicKey = publicKey;
    }

    RSAPublicKey publicKey() {
      return publicKey;
    }

    @Override
    public String getAlgorithm() {
      return algorithm;
    }

    @Override
    public BigInteger getModulus() {
      return publicKey.getModulus();
    }

    @Override
    public AlgorithmParameterSpec getParams() {
      return publicKey.getParams();
    }
  }
}
