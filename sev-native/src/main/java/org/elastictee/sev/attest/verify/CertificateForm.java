package org.elastictee.sev.attest.verify;

import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.NoSuchProviderException;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.Optional;
import org.elastictee.sev.attest.AmdCertificate;
import org.elastictee.sev.jdk.JdkProviders;

/** What AMD's certificates and revocation lists have in common. */
final class CertificateForm {
  private static final String RSASSA_PSS = "1.2.840.113549.1.1.10";
  private static final String SHA_384 = "SHA-384";
  private static final int MIN_SALT_BYTES = 48;
  private static final int TRAILER_FIELD = 1;
  private static final int RSA_BITS = 4096;
  private static final String CRL_DISTRIBUTION_POINTS = "2.5.29.31";

  private CertificateForm() {}

  /** A signature that can be verified: {@code X509Certificate.verify} or {@code X509CRL.verify}. */
  interface Signed {
    void verify(PublicKey key, String provider) throws GeneralSecurityException;
  }

  /** The key of an authority is one of RSA with 4096 bits. */
  static void requireRsa4096(AmdCertificate authority) throws CheckException {
    CheckException.require(
        authority.x509().getPublicKey() instanceof RSAPublicKey rsa
            && rsa.getModulus().bitLength() == RSA_BITS,
        name(authority) + " has another key than RSA with 4096 bits");
  }

  /** The algorithm is RSASSA-PSS (RFC 4055) with SHA-384, MGF1 with SHA-384, a salt of 48 bytes. */
  static void requirePss(String what, String oid, byte[] parameters) throws CheckException {
    CheckException.require(
        RSASSA_PSS.equals(oid) && parameters != null && isAmds(parameters),
        what + " is signed with something else than RSASSA-PSS, SHA-384 and a salt of 48 bytes");
  }

  private static boolean isAmds(byte[] encoded) {
    try {
      AlgorithmParameters parameters =
          AlgorithmParameters.getInstance("RSASSA-PSS", JdkProviders.sunRsaSign());
      parameters.init(encoded);
      PSSParameterSpec pss = parameters.getParameterSpec(PSSParameterSpec.class);
      return pss.getDigestAlgorithm().equals(SHA_384)
          && pss.getMGFParameters() instanceof MGF1ParameterSpec mgf1
          && mgf1.getDigestAlgorithm().equals(SHA_384)
          && pss.getSaltLength() >= MIN_SALT_BYTES
          && pss.getTrailerField() == TRAILER_FIELD;
    } catch (GeneralSecurityException | java.io.IOException e) {
      return false;
    }
  }

  /** A certificate is signed by an authority, which is named as its issuer. */
  static void requireSignedBy(AmdCertificate certificate, AmdCertificate authority)
      throws CheckException {
    String name = name(certificate);
    CheckException.require(
        certificate.issuerCommonName().equals(authority.commonName()),
        name + " is not issued by " + name(authority));
    requirePss(name, certificate.x509().getSigAlgOID(), certificate.x509().getSigAlgParams());
    requireSignedBy(name, certificate.x509()::verify, authority);
  }

  /** What was read is signed by an authority. */
  static void requireSignedBy(String what, Signed signed, AmdCertificate authority)
      throws CheckException {
    try {
      PublicKey key =
          KeyFactory.getInstance("RSA", JdkProviders.sunRsaSign())
              .generatePublic(new X509EncodedKeySpec(authority.x509().getPublicKey().getEncoded()));
      signed.verify(key, JdkProviders.sunRsaSign().getName());
    } catch (NoSuchProviderException e) {
      throw new ProviderException("the JDK's provider of RSASSA-PSS has vanished", e);
    } catch (GeneralSecurityException e) {
      throw CheckException.failed(
          "the signature of " + what + " does not verify under " + name(authority), e);
    }
  }

  /** The time is within the validity of a certificate. */
  static void requireValid(AmdCertificate certificate, VerificationPolicy policy)
      throws CheckException {
    CheckException.require(
        isWithin(certificate.x509().getNotBefore(), certificate.x509().getNotAfter(), policy),
        name(certificate) + " is not valid now");
  }

  /** Returns whether now is within two times, give or take the skew that the policy allows. */
  static boolean isWithin(Date from, Date to, VerificationPolicy policy) {
    Instant now = policy.clock().instant();
    // The clock may be at the end of what an Instant can be, where the validity never is.
    return !now.isBefore(from.toInstant().minus(policy.allowedSkew()))
        && !now.isAfter(to.toInstant().plus(policy.allowedSkew()));
  }

  /** There is exactly one distribution point of revocation lists, with one URL. */
  static void requireCrlUrl(AmdCertificate certificate, String url) throws CheckException {
    byte[] point = url.getBytes(StandardCharsets.US_ASCII);
    for (int tag : new int[] {0x86, 0xA0, 0xA0, 0x30, 0x30, 0x04}) {
      point = derElement(tag, point);
    }
    CheckException.require(
        Arrays.equals(point, certificate.x509().getExtensionValue(CRL_DISTRIBUTION_POINTS)),
        name(certificate) + " does not name AMD's address of revocation lists");
  }

  private static byte[] derElement(int tag, byte[] content) {
    if (content.length >= 0x80) {
      throw new IllegalArgumentException("an element of 128 bytes or more");
    }
    byte[] element = new byte[2 + content.length];
    element[0] = (byte) tag;
    element[1] = (byte) content.length;
    System.arraycopy(content, 0, element, 2, content.length);
    return element;
  }

  /** Returns the common name for messages; that of a certificate in AMD's form. */
  static String name(AmdCertificate certificate) {
    Optional<String> name = certificate.commonName();
    return name.orElse("a certificate");
  }
}
