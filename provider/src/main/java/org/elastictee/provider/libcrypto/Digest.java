package org.elastictee.provider.libcrypto;

import java.security.InvalidAlgorithmParameterException;
import java.util.Arrays;
import java.util.Optional;

/** The digests of signatures and of OAEP. */
enum Digest {
  SHA_1("SHA-1", "SHA1", 20),
  SHA_224("SHA-224", "SHA2-224", 28),
  SHA_256("SHA-256", "SHA2-256", 32),
  SHA_384("SHA-384", "SHA2-384", 48),
  SHA_512("SHA-512", "SHA2-512", 64),
  SHA_512_224("SHA-512/224", "SHA2-512/224", 28),
  SHA_512_256("SHA-512/256", "SHA2-512/256", 32),
  SHA3_224("SHA3-224", "SHA3-224", 28),
  SHA3_256("SHA3-256", "SHA3-256", 32),
  SHA3_384("SHA3-384", "SHA3-384", 48),
  SHA3_512("SHA3-512", "SHA3-512", 64);

  private final String jcaName;
  private final String openSslName;
  private final int bytes;

  Digest(String jcaName, String openSslName, int bytes) {
    this.jcaName = jcaName;
    this.openSslName = openSslName;
    this.bytes = bytes;
  }

  /** Returns the digest of a standard name of the JCA, or empty if it is none of these. */
  static Optional<Digest> named(String jcaName) {
    return Arrays.stream(values()).filter(digest -> digest.jcaName.equals(jcaName)).findFirst();
  }

  /**
   * Returns the digest of a standard name of the JCA.
   *
   * @throws InvalidAlgorithmParameterException if it is none of these
   */
  static Digest required(String jcaName) throws InvalidAlgorithmParameterException {
    return named(jcaName)
        .orElseThrow(() -> new InvalidAlgorithmParameterException("no known digest: " + jcaName));
  }

  /** Returns the name as it stands in names of signatures: that of SHA-2 without its hyphen. */
  String inSignatures() {
    return jcaName.startsWith("SHA-") ? jcaName.replaceFirst("-", "") : jcaName;
  }

  String jcaName() {
    return jcaName;
  }

  String openSslName() {
    return openSslName;
  }

  /** Returns the length of its output in bytes. */
  int bytes() {
    return bytes;
  }

  /** Returns the step that makes an operation one on this digest. */
  KeyOperation.Step asSigned(Libcrypto libcrypto) {
    long digest = libcrypto.digest(this);
    return context -> Calls.EVP_PKEY_CTX_set_signature_md(context, digest);
  }

  /** Returns the step that makes the mask of RSASSA-PSS one of this digest. */
  KeyOperation.Step asMask(Libcrypto libcrypto) {
    long digest = libcrypto.digest(this);
    return context -> Calls.EVP_PKEY_CTX_set_rsa_mgf1_md(context, digest);
  }
}
