package org.elastictee.provider.key;

import java.security.PublicKey;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.elastictee.provider.engine.Operation;
import org.elastictee.sev.seal.SealingPolicy;

/**
 * A private {@link SealedKey} of ML-DSA or ML-KEM. Off the heap lies its PKCS #8 encoding, in the
 * form that it came in (RFC 9881, RFC 9935): of a seed, an expanded key or both, engines read what
 * they know. Its size is that of the public key.
 */
public final class SealedLatticePrivateKey extends SealedPrivateKey {
  private static final long serialVersionUID = 1L;

  /**
   * Creates a key.
   *
   * @param parameterSet such as ML-DSA-65
   * @param pkcs8 taken over and overwritten
   */
  SealedLatticePrivateKey(
      String parameterSet, SealingPolicy policy, byte[] pkcs8, PublicKey publicKey) {
    super(parameterSet, policy, pkcs8, publicKey);
  }

  @Override
  SealedLatticePrivateKey copyContent() {
    return new SealedLatticePrivateKey(getAlgorithm(), policy(), copySecret(), publicKey());
  }

  @Override
  Operation keyFactory() {
    return keyFactory(getAlgorithm());
  }

  /** Returns the {@code KeyFactory} of the keys of a parameter set. */
  static Operation keyFactory(String parameterSet) {
    return parameterSet.startsWith("ML-DSA") ? Operation.ML_DSA_KEY : Operation.ML_KEM_KEY;
  }

  @Override
  byte[] pkcs8() {
    return copySecret();
  }

  @Override
  int sizeInBits() {
    return Byte.SIZE
        * SubjectPublicKeyInfo.getInstance(publicKey().getEncoded())
            .getPublicKeyData()
            .getOctets()
            .length;
  }
}
