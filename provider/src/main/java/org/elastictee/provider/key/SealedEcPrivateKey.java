package org.elastictee.provider.key;

import java.security.interfaces.ECKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECParameterSpec;
import java.util.Optional;
import org.elastictee.provider.engine.Operation;
import org.elastictee.provider.libcrypto.OffHeapKey;
import org.elastictee.sev.seal.SealingPolicy;

/**
 * An elliptic-curve private {@link SealedKey}. Off the heap lies its scalar, big-endian, as long as
 * the order of the curve.
 */
public final class SealedEcPrivateKey extends SealedPrivateKey implements ECKey {
  private static final long serialVersionUID = 1L;

  /**
   * Creates a key.
   *
   * @param policy what it is bound to
   * @param scalar the private value, big-endian, as long as the order of the curve; taken over and
   *     overwritten
   * @param publicKey the public key that belongs to it
   */
  public SealedEcPrivateKey(SealingPolicy policy, byte[] scalar, ECPublicKey publicKey) {
    super("EC", policy, scalar, publicKey);
  }

  @Override
  public ECPublicKey publicKey() {
    return (ECPublicKey) super.publicKey();
  }

  @Override
  public ECParameterSpec getParams() {
    return publicKey().getParams();
  }

  @Override
  SealedEcPrivateKey copyContent() {
    return new SealedEcPrivateKey(policy(), copySecret(), publicKey());
  }

  @Override
  Optional<OffHeapKey> offHeap() {
    return Optional.of(OffHeapKey.ec(secret(), publicKey()));
  }

  @Override
  Operation keyFactory() {
    return Operation.EC_KEY;
  }

  /** The content is an ECPrivateKey of RFC 5915, without parameters and public key. */
  @Override
  byte[] pkcs8() {
    byte[] version = {1};
    return pkcs8(
        SecretDer.sequence(SecretDer.integer(version), SecretDer.octetString(copySecret())));
  }

  @Override
  int sizeInBits() {
    return getParams().getOrder().bitLength();
  }
}
