package org.elastictee.sev.attest;

import java.io.ByteArrayInputStream;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.elastictee.sev.attest.EvidenceException.Reason;
import org.elastictee.sev.jdk.JdkProviders;

/**
 * An X.509 certificate revocation list (RFC 5280) as AMD's roots issue them, read by the JDK's own
 * provider, as {@link AmdCertificate} is. It reads; it vouches for nothing. Immutable.
 */
public final class AmdCrl {
  private final X509CRL x509;

  private AmdCrl(X509CRL x509) {
    this.x509 = x509;
  }

  /**
   * Reads a revocation list.
   *
   * @param der one revocation list and nothing behind it
   * @throws EvidenceException with {@link Reason#CERTIFICATE} if it is not one in DER
   */
  public static AmdCrl ofDer(byte[] der) throws EvidenceException {
    try {
      X509CRL x509 =
          (X509CRL)
              CertificateFactory.getInstance("X.509", JdkProviders.sun())
                  .generateCRL(new ByteArrayInputStream(der));
      if (!Arrays.equals(der, x509.getEncoded())) {
        throw new EvidenceException(Reason.CERTIFICATE, "a revocation list is not in DER");
      }
      return new AmdCrl(x509);
    } catch (CRLException | CertificateException e) {
      throw new EvidenceException(Reason.CERTIFICATE, "a revocation list is malformed", e);
    }
  }

  /**
   * Reads the revocation lists of a file or of a blob.
   *
   * @param derOrPem one revocation list in DER, or any number in PEM
   * @throws EvidenceException with {@link Reason#CERTIFICATE} as {@link #ofDer} and {@link
   *     DerOrPem#split}
   */
  public static List<AmdCrl> parse(byte[] derOrPem) throws EvidenceException {
    List<AmdCrl> crls = new ArrayList<>();
    for (byte[] der : DerOrPem.split(derOrPem)) {
      crls.add(ofDer(der));
    }
    return List.copyOf(crls);
  }

  /** Returns the revocation list as the JDK has it. */
  public X509CRL x509() {
    return x509;
  }

  /** Returns the issuer's common name if all of the name is in AMD's form, else empty. */
  public Optional<String> issuerCommonName() {
    return AmdCertificate.commonName(x509.getIssuerX500Principal());
  }

  /** Tells the issuer's common name. */
  @Override
  public String toString() {
    return "AmdCrl[" + issuerCommonName().orElse("not in AMD's form") + "]";
  }
}
