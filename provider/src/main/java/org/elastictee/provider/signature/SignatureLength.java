package org.elastictee.provider.signature;

import java.security.PublicKey;
import java.security.interfaces.ECKey;
import java.security.interfaces.EdECKey;
import java.security.interfaces.RSAKey;
import org.elastictee.provider.engine.Operation;

/** How long a signature is, where its key says it. */
final class SignatureLength {
  private SignatureLength() {}

  /**
   * Returns the length in bytes: of the modulus for RSA (RFC 8017 section 8), of two numbers as
   * long as the order for ECDSA in the format of IEEE P1363, 64 and 114 for EdDSA (RFC 8032). 0
   * where signatures of one key differ in length.
   */
  static int of(Operation operation, PublicKey key) {
    if (key instanceof RSAKey rsa) {
      return bytes(rsa.getModulus().bitLength());
    }
    if (key instanceof ECKey ec && operation.algorithm().endsWith("inP1363Format")) {
      return 2 * bytes(ec.getParams().getOrder().bitLength());
    }
    if (key instanceof EdECKey edwards) {
      return edwards.getParams().getName().equalsIgnoreCase("Ed25519") ? 64 : 114;
    }
    return 0;
  }

  private static int bytes(int bits) {
    return (bits + 7) / Byte.SIZE;
  }
}
