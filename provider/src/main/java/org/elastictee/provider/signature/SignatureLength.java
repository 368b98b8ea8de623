package org.elastictee.provider.signature;

import java.security.PublicKey;
import java.security.interfaces.ECKey;
import java.security.interfaces.EdECKey;
import java.security.interfaces.RSAKey;
import java.util.Map;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.elastictee.provider.engine.Operation;
import org.elastictee.provider.key.KeyNumbers;

/** How long a signature is, where its key says it. */
final class SignatureLength {
  /** FIPS 204 table 2, by the OIDs of RFC 9881 section 3. */
  private static final Map<String, Integer> ML_DSA =
      Map.of(
          "2.16.840.1.101.3.4.3.17", 2420,
          "2.16.840.1.101.3.4.3.18", 3309,
          "2.16.840.1.101.3.4.3.19", 4627);

  private SignatureLength() {}

  /**
   * Returns the length in bytes: of the modulus for RSA (RFC 8017 section 8), of two numbers as
   * long as the order for ECDSA in the format of IEEE P1363, 64 and 114 for EdDSA (RFC 8032), and
   * what the parameter set says for ML-DSA, whose key must have an encoding. 0 where signatures of
   * one key differ in length.
   */
  static int of(Operation operation, PublicKey key) {
    if (key instanceof RSAKey rsa) {
      return KeyNumbers.bytes(rsa.getModulus());
    }
    if (key instanceof ECKey ec && operation.algorithm().endsWith("inP1363Format")) {
      return 2 * KeyNumbers.bytes(ec.getParams().getOrder());
    }
    if (key instanceof EdECKey edwards) {
      return edwards.getParams().getName().equalsIgnoreCase("Ed25519") ? 64 : 114;
    }
    return operation.algorithm().startsWith("ML-DSA") ? ofMlDsa(key) : 0;
  }

  private static int ofMlDsa(PublicKey key) {
    SubjectPublicKeyInfo info = SubjectPublicKeyInfo.getInstance(key.getEncoded());
    return ML_DSA.get(info.getAlgorithm().getAlgorithm().getId());
  }
}
