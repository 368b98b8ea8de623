package org.elastictee.provider.key;

import java.security.PublicKey;
import java.security.interfaces.EdECKey;
import java.security.spec.NamedParameterSpec;
import java.util.Optional;
import org.elastictee.provider.engine.Operation;
import org.elastictee.provider.libcrypto.OffHeapKey;
import org.elastictee.sev.seal.SealingPolicy;

/**
 * A private {@link SealedKey} of Ed25519 or Ed448. Off the heap lie its 32 or 57 bytes of RFC 8032,
 * the seed of everything else.
 */
public final class SealedEdEcPrivateKey extends SealedPrivateKey implements EdECKey {
  private static final long serialVersionUID = 1L;

  private final transient NamedParameterSpec curve;

  /**
   * Creates a key.
   *
   * @param seed taken over and overwritten
   */
  SealedEdEcPrivateKey(
      SealingPolicy policy, NamedParameterSpec curve, byte[] seed, PublicKey publicKey) {
    super("EdDSA", policy, seed, publicKey);
    this.curve = curve;
  }

  @Override
  public NamedParameterSpec getParams() {
    return curve;
  }

  @Override
  SealedEdEcPrivateKey copyContent() {
    return new SealedEdEcPrivateKey(policy(), curve, copySecret(), publicKey());
  }

  @Override
  Optional<OffHeapKey> offHeap() {
    return Optional.of(OffHeapKey.edEc(secret(), curve));
  }

  @Override
  Operation keyFactory() {
    return Operation.EDDSA_KEY;
  }

  /** The content is a CurvePrivateKey of RFC 8410. */
  @Override
  byte[] pkcs8() {
    return pkcs8(SecretDer.octetString(copySecret()));
  }

  @Override
  int sizeInBits() {
    return curve.getName().equals(NamedParameterSpec.ED25519.getName()) ? 255 : 448;
  }
}
