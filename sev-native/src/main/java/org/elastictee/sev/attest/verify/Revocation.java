package org.elastictee.sev.attest.verify;

import java.io.ByteArrayInputStream;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.elastictee.sev.attest.AmdCertificate;
import org.elastictee.sev.attest.DerOrPem;
import org.elastictee.sev.attest.EvidenceException;

/**
 * Step 10: the authority of the key and the root are in none of the root's revocation lists, each
 * of which must hold. AMD keeps one list beside VCEKs and one beside VLEKs, and the lists do not
 * say which of the two they are: whoever fetches them has to fetch that of the authority in use.
 */
final class Revocation {
  private Revocation() {}

  static String require(
      ReadEvidence evidence, Root root, Known<AmdCertificate> authority, VerificationPolicy policy)
      throws CheckException {
    if (policy.crlMode() == CrlMode.OFF) {
      throw CheckException.notAsked("the policy does not ask for revocation lists");
    }
    AmdCertificate ark = root.certificate();
    List<X509CRL> crls = new ArrayList<>();
    for (X509CRL crl : read(evidence.crls())) {
      if (AmdCertificate.commonName(crl.getIssuerX500Principal()).equals(ark.commonName())) {
        crls.add(crl);
      }
    }
    if (crls.isEmpty()) {
      String reason = "the evidence has no revocation list of " + CertificateForm.name(ark);
      throw policy.crlMode() == CrlMode.REQUIRED
          ? CheckException.failed(reason)
          : CheckException.notAsked(reason);
    }
    for (X509CRL crl : crls) {
      requireHolds(crl, ark, policy);
      CheckException.require(
          !crl.isRevoked(ark.x509()) && !crl.isRevoked(authority.get().x509()),
          "a certificate of the authorities is revoked");
    }
    return crls.size() + " revocation lists of " + CertificateForm.name(ark);
  }

  private static void requireHolds(X509CRL crl, AmdCertificate ark, VerificationPolicy policy)
      throws CheckException {
    String what = "the revocation list";
    CertificateForm.requirePss(what, crl.getSigAlgOID(), crl.getSigAlgParams());
    CertificateForm.requireSignedBy(what, crl::verify, ark);
    // What is critical narrows a list down (RFC 5280, 5.2.4 and 5.2.5), and AMD's are whole.
    CheckException.require(
        crl.getCriticalExtensionOIDs() == null || crl.getCriticalExtensionOIDs().isEmpty(),
        "a revocation list has a critical extension");
    CheckException.require(
        crl.getNextUpdate() != null
            && CertificateForm.isWithin(crl.getThisUpdate(), crl.getNextUpdate(), policy),
        "a revocation list is not valid now");
  }

  private static List<X509CRL> read(List<byte[]> raw) throws CheckException {
    List<X509CRL> crls = new ArrayList<>();
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509", JdkProviders.sun());
      for (byte[] derOrPem : raw) {
        for (byte[] der : DerOrPem.split(derOrPem)) {
          X509CRL crl = (X509CRL) factory.generateCRL(new ByteArrayInputStream(der));
          CheckException.require(
              Arrays.equals(der, crl.getEncoded()), "a revocation list is not in DER");
          crls.add(crl);
        }
      }
      return crls;
    } catch (EvidenceException | CRLException | CertificateException e) {
      throw CheckException.failed("a revocation list cannot be read", e);
    }
  }
}
