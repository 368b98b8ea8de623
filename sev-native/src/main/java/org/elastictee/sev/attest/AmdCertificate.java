package org.elastictee.sev.attest;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.elastictee.sev.attest.EvidenceException.Reason;
import org.elastictee.sev.jdk.JdkProviders;

/**
 * An X.509 certificate (RFC 5280) as AMD's authorities issue them: read strictly, so that no bit of
 * it can be changed without being noticed, and by the JDK's own provider, as Elastic itself may
 * stand first in the list. It reads; it vouches for nothing. Immutable.
 *
 * <p>AMD's names are {@code OU=Engineering, C=US, L=Santa Clara, ST=CA, O=Advanced Micro Devices}
 * and a common name: Versioned Chip Endorsement Key Certificate and KDS Interface Specification
 * (AMD document 57230).
 */
public final class AmdCertificate {
  private static final String NAME_PREFIX = "CN=";
  private static final String NAME_SUFFIX =
      ",O=Advanced Micro Devices,ST=CA,L=Santa Clara,C=US,OU=Engineering";

  /** {@code SubjectPublicKeyInfo} of an uncompressed point on P-384, up to the point (RFC 5480). */
  private static final byte[] P384_PREFIX =
      HexFormat.of().parseHex("3076301006072a8648ce3d020106052b8104002203620004");

  private static final int P384_BYTES = 120;

  private final byte[] der;
  private final X509Certificate x509;

  private AmdCertificate(byte[] der, X509Certificate x509) {
    this.der = der;
    this.x509 = x509;
  }

  /**
   * Reads a certificate.
   *
   * @param der one certificate and nothing behind it; copied
   * @throws EvidenceException with {@link Reason#CERTIFICATE} if it is not one in DER, or names
   *     another signature algorithm inside of what is signed than outside
   */
  public static AmdCertificate ofDer(byte[] der) throws EvidenceException {
    byte[] copy = der.clone();
    requireOneMeaning(copy);
    try {
      X509Certificate x509 =
          (X509Certificate)
              CertificateFactory.getInstance("X.509", JdkProviders.sun())
                  .generateCertificate(new ByteArrayInputStream(copy));
      if (!Arrays.equals(copy, x509.getEncoded())) {
        throw new EvidenceException(Reason.CERTIFICATE, "a certificate is not in DER");
      }
      return new AmdCertificate(copy, x509);
    } catch (CertificateException e) {
      throw new EvidenceException(Reason.CERTIFICATE, "a certificate is malformed", e);
    }
  }

  /**
   * Reads a certificate anew that somebody else has read.
   *
   * @throws EvidenceException with {@link Reason#CERTIFICATE} as {@link #ofDer}
   */
  public static AmdCertificate of(X509Certificate certificate) throws EvidenceException {
    try {
      return ofDer(certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new EvidenceException(Reason.CERTIFICATE, "a certificate has no encoding", e);
    }
  }

  /**
   * Reads the certificates of a file or of a blob.
   *
   * @param derOrPem one certificate in DER, or any number in PEM
   * @throws EvidenceException with {@link Reason#CERTIFICATE} as {@link #ofDer} and {@link
   *     DerOrPem#split}
   */
  public static List<AmdCertificate> parse(byte[] derOrPem) throws EvidenceException {
    List<AmdCertificate> certificates = new ArrayList<>();
    for (byte[] der : DerOrPem.split(derOrPem)) {
      certificates.add(ofDer(der));
    }
    return List.copyOf(certificates);
  }

  /** What the signature does not cover says what is covered once more, and nothing else. */
  private static void requireOneMeaning(byte[] der) throws EvidenceException {
    byte[] certificate = new DerReader(der, Reason.CERTIFICATE).last(DerReader.SEQUENCE);
    DerReader parts = new DerReader(certificate, Reason.CERTIFICATE);
    byte[] toBeSigned = parts.next(DerReader.SEQUENCE);
    byte[] algorithm = parts.next(DerReader.SEQUENCE);
    byte[] signature = parts.last(DerReader.BIT_STRING);
    DerReader fields = new DerReader(toBeSigned, Reason.CERTIFICATE);
    fields.next(DerReader.CONTEXT_0);
    fields.next(DerReader.INTEGER);
    if (!Arrays.equals(algorithm, fields.next(DerReader.SEQUENCE))) {
      throw new EvidenceException(
          Reason.CERTIFICATE, "a certificate names two different signature algorithms");
    }
    if (signature.length == 0 || signature[0] != 0) {
      throw new EvidenceException(
          Reason.CERTIFICATE, "the signature of a certificate is not a number of whole bytes");
    }
  }

  /** Returns a copy of the certificate in DER, byte by byte as it was read. */
  public byte[] der() {
    return der.clone();
  }

  /** Returns the certificate as the JDK has it. */
  public X509Certificate x509() {
    return x509;
  }

  /** Returns whether its key is one of P-384, as those that sign reports are. */
  public boolean hasP384Key() {
    byte[] key = x509.getPublicKey().getEncoded();
    return key.length == P384_BYTES
        && Arrays.equals(key, 0, P384_PREFIX.length, P384_PREFIX, 0, P384_PREFIX.length);
  }

  /** Returns the subject's common name if all of the name is in AMD's form, else empty. */
  public Optional<String> commonName() {
    return commonName(x509.getSubjectX500Principal());
  }

  /** Returns the issuer's common name if all of the name is in AMD's form, else empty. */
  public Optional<String> issuerCommonName() {
    return commonName(x509.getIssuerX500Principal());
  }

  /** Returns the common name if all of a name is in AMD's form, else empty. */
  public static Optional<String> commonName(X500Principal principal) {
    String name = principal.getName(X500Principal.RFC2253);
    return name.startsWith(NAME_PREFIX) && name.endsWith(NAME_SUFFIX)
        ? Optional.of(name.substring(NAME_PREFIX.length(), name.length() - NAME_SUFFIX.length()))
        : Optional.empty();
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof AmdCertificate other && Arrays.equals(der, other.der);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(der);
  }

  /** Tells the subject's common name. */
  @Override
  public String toString() {
    return "AmdCertificate[" + commonName().orElse("not in AMD's form") + "]";
  }
}
