package org.elastictee.provider.bouncycastle;

import java.security.InvalidAlgorithmParameterException;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Map;
import java.util.function.UnaryOperator;
import javax.crypto.spec.OAEPParameterSpec;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.jcajce.provider.util.DigestFactory;

/**
 * The digests that BouncyCastle's RSA knows by other names than the JCA: SHA-512/224, SHA-512/256.
 */
final class DigestNames {
  private static final Map<String, String> TO_BOUNCY_CASTLE =
      Map.of("SHA-512/224", "SHA-512(224)", "SHA-512/256", "SHA-512(256)");
  private static final Map<String, String> TO_JCA =
      Map.of("SHA-512(224)", "SHA-512/224", "SHA-512(256)", "SHA-512/256");

  private DigestNames() {}

  /**
   * Returns a new digest.
   *
   * @param name the JCA's
   * @throws InvalidAlgorithmParameterException if BouncyCastle has none of this name
   */
  static Digest digest(String name) throws InvalidAlgorithmParameterException {
    Digest digest = DigestFactory.getDigest(toBouncyCastle(name));
    if (digest == null) {
      throw new InvalidAlgorithmParameterException("the engine has no such digest");
    }
    return digest;
  }

  /** Returns BouncyCastle's name of a digest of the JCA. */
  static String toBouncyCastle(String name) {
    return TO_BOUNCY_CASTLE.getOrDefault(name, name);
  }

  private static String toJca(String name) {
    return TO_JCA.getOrDefault(name, name);
  }

  /** Returns the same parameters, of PSS and OAEP with BouncyCastle's names. */
  static AlgorithmParameterSpec toBouncyCastle(AlgorithmParameterSpec spec) {
    return renamed(spec, DigestNames::toBouncyCastle);
  }

  /** Returns the same parameters, of PSS and OAEP with the JCA's names. */
  static AlgorithmParameterSpec toJca(AlgorithmParameterSpec spec) {
    return renamed(spec, DigestNames::toJca);
  }

  private static AlgorithmParameterSpec renamed(
      AlgorithmParameterSpec spec, UnaryOperator<String> names) {
    if (spec instanceof OAEPParameterSpec oaep) {
      return new OAEPParameterSpec(
          names.apply(oaep.getDigestAlgorithm()),
          oaep.getMGFAlgorithm(),
          mask(oaep.getMGFParameters(), names),
          oaep.getPSource());
    }
    if (spec instanceof PSSParameterSpec pss) {
      return new PSSParameterSpec(
          names.apply(pss.getDigestAlgorithm()),
          pss.getMGFAlgorithm(),
          mask(pss.getMGFParameters(), names),
          pss.getSaltLength(),
          pss.getTrailerField());
    }
    return spec;
  }

  private static AlgorithmParameterSpec mask(
      AlgorithmParameterSpec spec, UnaryOperator<String> names) {
    return spec instanceof MGF1ParameterSpec mgf1
        ? new MGF1ParameterSpec(names.apply(mgf1.getDigestAlgorithm()))
        : spec;
  }
}
