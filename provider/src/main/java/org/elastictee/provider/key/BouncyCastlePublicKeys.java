package org.elastictee.provider.key;

import java.io.IOException;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed448PrivateKeyParameters;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.crypto.params.MLKEMPrivateKeyParameters;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.X448PrivateKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;

/** The public keys that belong to private ones of EdDSA, XDH, ML-DSA and ML-KEM. */
final class BouncyCastlePublicKeys {
  private BouncyCastlePublicKeys() {}

  /**
   * Computes a public key.
   *
   * @throws IOException if this is no private key
   * @throws IllegalArgumentException if it is one of something else, and other exceptions of this
   *     kind that BouncyCastle throws at bytes that are no key
   */
  static SubjectPublicKeyInfo of(PrivateKeyInfo info) throws IOException {
    return SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(
        publicKey(PrivateKeyFactory.createKey(info)));
  }

  private static AsymmetricKeyParameter publicKey(AsymmetricKeyParameter key) {
    if (key instanceof Ed25519PrivateKeyParameters edwards) {
      return edwards.generatePublicKey();
    }
    if (key instanceof Ed448PrivateKeyParameters edwards) {
      return edwards.generatePublicKey();
    }
    if (key instanceof X25519PrivateKeyParameters montgomery) {
      return montgomery.generatePublicKey();
    }
    if (key instanceof X448PrivateKeyParameters montgomery) {
      return montgomery.generatePublicKey();
    }
    if (key instanceof MLDSAPrivateKeyParameters dsa) {
      return dsa.getPublicKeyParameters();
    }
    if (key instanceof MLKEMPrivateKeyParameters kem) {
      return kem.getPublicKeyParameters();
    }
    throw new IllegalArgumentException("not a private key of these algorithms");
  }
}
