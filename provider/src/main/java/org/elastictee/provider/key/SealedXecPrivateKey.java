package org.elastictee.provider.key;

import java.security.PublicKey;
import java.security.interfaces.XECKey;
import java.security.spec.NamedParameterSpec;
import java.util.Optional;
import org.elastictee.provider.engine.Operation;
import org.elastictee.provider.libcrypto.OffHeapKey;
import org.elastictee.sev.seal.SealingPolicy;

/**
 * A private {@link SealedKey} of X25519 or X448. Off the heap lie its 32 or 56 bytes of RFC 7748,
 * before {@code decodeScalar} fixes their bits.
 */
public final class SealedXecPrivateKey extends SealedPrivateKey implements XECKey {
  private static final long serialVersionUID = 1L;

  private final transient NamedParameterSpec curve;

  /**
   * Creates a key.
   *
   * @param scalar taken over and overwritten
   */
  SealedXecPrivateKey(
      SealingPolicy policy, NamedParameterSpec curve, byte[] scalar, PublicKey publicKey) {
    super("XDH", policy, scalar, publicKey);
    this.curve = curve;
  }

  @Override
  public NamedParameterSpec getParams() {
    return curve;
  }

  @Override
  SealedXecPrivateKey copyContent() {
    return new SealedXecPrivateKey(policy(), curve, copySecret(), publicKey());
  }

  @Override
  Optional<OffHeapKey> offHeap() {
    return Optional.of(OffHeapKey.xec(secret(), curve));
  }

  @Override
  Operation keyFactory() {
    return Operation.XDH_KEY;
  }

  /** The content is a CurvePrivateKey of RFC 8410. */
  @Override
  byte[] pkcs8() {
    return pkcs8(SecretDer.octetString(copySecret()));
  }

  @Override
  int sizeInBits() {
    return curve.getName().equals(NamedParameterSpec.X25519.getName()) ? 255 : 448;
  }
}
