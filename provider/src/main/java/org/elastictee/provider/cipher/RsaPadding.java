package org.elastictee.provider.cipher;

import java.security.InvalidAlgorithmParameterException;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.util.Locale;
import java.util.Map;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;

/** How RSA pads: by RFC 8017 section 7.2 (PKCS #1 v1.5) or 7.1 (OAEP), and what fits then. */
public final class RsaPadding {
  /** RSAES-PKCS1-v1_5. */
  public static final RsaPadding PKCS1 = new RsaPadding(null);

  private static final int PKCS1_BYTES = 11;

  private static final Map<String, Integer> DIGEST_BYTES =
      Map.of(
          "MD5",
          16,
          "SHA-1",
          20,
          "SHA-224",
          28,
          "SHA-256",
          32,
          "SHA-384",
          48,
          "SHA-512",
          64,
          "SHA-512/224",
          28,
          "SHA-512/256",
          32);

  private final String digest;

  private RsaPadding(String digest) {
    this.digest = digest;
  }

  /**
   * RSAES-OAEP.
   *
   * @param digest hashes the label where the caller gives no parameters; the mask is then made with
   *     SHA-1, as the JDK makes it for every digest
   */
  public static RsaPadding oaep(String digest) {
    return new RsaPadding(digest);
  }

  boolean isOaep() {
    return digest != null;
  }

  /**
   * Returns what an engine is to be given, in full: engines differ in what they take for granted.
   *
   * @param params what the caller gave, or null; digests by any spelling of their names
   */
  AlgorithmParameterSpec complete(AlgorithmParameterSpec params)
      throws InvalidAlgorithmParameterException {
    if (!isOaep()) {
      if (params instanceof OAEPParameterSpec) {
        throw new InvalidAlgorithmParameterException("PKCS1Padding takes no parameters of OAEP");
      }
      return params;
    }
    if (params == null) {
      return new OAEPParameterSpec(
          digest, "MGF1", MGF1ParameterSpec.SHA1, PSource.PSpecified.DEFAULT);
    }
    if (!(params instanceof OAEPParameterSpec oaep)) {
      throw new InvalidAlgorithmParameterException("OAEP takes an OAEPParameterSpec");
    }
    if (!(oaep.getMGFParameters() instanceof MGF1ParameterSpec mask)) {
      throw new InvalidAlgorithmParameterException("the mask of OAEP needs an MGF1ParameterSpec");
    }
    return new OAEPParameterSpec(
        standardName(oaep.getDigestAlgorithm()),
        oaep.getMGFAlgorithm(),
        new MGF1ParameterSpec(standardName(mask.getDigestAlgorithm())),
        oaep.getPSource());
  }

  /** Engines that know more names than there are digests here would not keep to the lengths. */
  private static String standardName(String digest) throws InvalidAlgorithmParameterException {
    String name = digest.toUpperCase(Locale.ROOT);
    String standard = name.matches("SHA\\d.*") ? "SHA-" + name.substring(3) : name;
    if (!DIGEST_BYTES.containsKey(standard)) {
      throw new InvalidAlgorithmParameterException("OAEP has no such digest here");
    }
    return standard;
  }

  /**
   * Returns the length in bytes of the longest message; negative if the key is too short for any.
   */
  int longestMessage(int modulusBytes, AlgorithmParameterSpec complete) {
    if (complete instanceof OAEPParameterSpec oaep) {
      return modulusBytes - 2 - 2 * DIGEST_BYTES.get(oaep.getDigestAlgorithm());
    }
    return modulusBytes - PKCS1_BYTES;
  }
}
