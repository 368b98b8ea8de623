package org.elastictee.provider.libcrypto;

import java.security.InvalidAlgorithmParameterException;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;

/** The parameters of RSAES-OAEP (RFC 8017 section 7.1), checked. */
record OaepParameters(OAEPParameterSpec spec, Digest digest, Digest mask) {
  /**
   * Checks parameters.
   *
   * @throws InvalidAlgorithmParameterException if they are missing, others, or of unknown digests
   */
  static OaepParameters of(AlgorithmParameterSpec spec) throws InvalidAlgorithmParameterException {
    if (!(spec instanceof OAEPParameterSpec oaep)) {
      throw new InvalidAlgorithmParameterException("OAEP takes an OAEPParameterSpec");
    }
    if (!"MGF1".equalsIgnoreCase(oaep.getMGFAlgorithm())
        || !(oaep.getMGFParameters() instanceof MGF1ParameterSpec mask)) {
      throw new InvalidAlgorithmParameterException("the mask is to be made by MGF1");
    }
    if (!(oaep.getPSource() instanceof PSource.PSpecified)) {
      throw new InvalidAlgorithmParameterException("the label is to be specified");
    }
    return new OaepParameters(
        oaep,
        Digest.required(oaep.getDigestAlgorithm()),
        Digest.required(mask.getDigestAlgorithm()));
  }

  /** Returns the label, which may be empty. */
  byte[] label() {
    return ((PSource.PSpecified) spec.getPSource()).getValue();
  }

  /** Returns them as libcrypto reads them (provider-asym_cipher(7)). */
  OsslParameters forLibcrypto() {
    OsslParameters parameters =
        new OsslParameters()
            .text("pad-mode", "oaep")
            .text("digest", digest.openSslName())
            .text("mgf1-digest", mask.openSslName());
    return label().length == 0 ? parameters : parameters.octets("oaep-label", label());
  }
}
