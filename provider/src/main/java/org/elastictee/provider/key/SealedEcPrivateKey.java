package org.elastictee.provider.key;

import java.security.PrivateKey;
import java.security.interfaces.ECKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECParameterSpec;
import org.elastictee.sev.seal.SealingPolicy;

/**
 * An elliptic-curve private {@link SealedKey}. It is an {@link ECKey}, which TLS asks for, and no
 * {@link java.security.interfaces.ECPrivateKey}, which would make other providers ask for its
 * value.
 */
public final class SealedEcPrivateKey extends AbstractSealedKey implements PrivateKey, ECKey {
  private static final long serialVersionUID = 1L;

  private final transient ECPublicKey publicKey;

  /**
   * Creates a key.
   *
   * @param policy what it is bound to
   * @param scalar the private value, big-endian, as long as the order of the curve; taken over and
   *     overwritten
   * @param publicKey the public key that belongs to it
   */
  public SealedEcPrivateKey(SealingPolicy policy, byte[] scalar, ECPublicKey publicKey) {
    super("EC", policy, scalar);
    this.publicKey = publicKey;
  }

  @Override
  public ECParameterSpec getParams() {
    return publicKey.getParams();
  }

  /** Returns the public key that belongs to this key. */
  public ECPublicKey publicKey() {
    return publicKey;
  }

  @Override
  int sizeInBits() {
    return getParams().getOrder().bitLength();
  }
}
