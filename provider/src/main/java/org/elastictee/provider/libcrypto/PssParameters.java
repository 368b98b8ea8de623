package org.elastictee.provider.libcrypto;

import java.security.InvalidAlgorithmParameterException;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;

/** The parameters of RSASSA-PSS (RFC 8017 section 8.1), checked. */
record PssParameters(PSSParameterSpec spec, Digest digest, Digest mask) {
  private static final int MARGIN_BYTES = 2;

  /**
   * Checks parameters.
   *
   * @throws InvalidAlgorithmParameterException if they are others, or of unknown digests
   */
  static PssParameters of(AlgorithmParameterSpec spec) throws InvalidAlgorithmParameterException {
    if (!(spec instanceof PSSParameterSpec pss)) {
      throw new InvalidAlgorithmParameterException("RSASSA-PSS takes a PSSParameterSpec");
    }
    if (!"MGF1".equalsIgnoreCase(pss.getMGFAlgorithm())
        || !(pss.getMGFParameters() instanceof MGF1ParameterSpec mask)) {
      throw new InvalidAlgorithmParameterException("the mask is to be made by MGF1");
    }
    if (pss.getTrailerField() != PSSParameterSpec.TRAILER_FIELD_BC) {
      throw new InvalidAlgorithmParameterException("the trailer is to be 0xbc");
    }
    return new PssParameters(
        pss, Digest.required(pss.getDigestAlgorithm()), Digest.required(mask.getDigestAlgorithm()));
  }

  /** Tells whether a key has room for a signature. */
  boolean fit(int modulusBits) {
    int encodedBytes = (modulusBits - 1 + Byte.SIZE - 1) / Byte.SIZE;
    return encodedBytes - MARGIN_BYTES - digest.bytes() >= spec.getSaltLength();
  }

  /** Tells whether a key that is for some parameters only is for these: the salt may be longer. */
  boolean areAllowedBy(PssParameters ofKey) {
    return digest == ofKey.digest
        && mask == ofKey.mask
        && spec.getSaltLength() >= ofKey.spec.getSaltLength();
  }
}
