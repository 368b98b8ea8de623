package org.elastictee.sev.attest.verify;

import java.security.cert.X509CRL;
import java.util.ArrayList;
import java.util.List;
import org.elastictee.sev.attest.AmdCertificate;
import org.elastictee.sev.attest.AmdCrl;
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
    List<AmdCrl> crls = new ArrayList<>();
    for (AmdCrl crl : read(evidence.crls())) {
      if (crl.issuerCommonName().equals(ark.commonName())) {
        crls.add(crl);
      }
    }
    if (crls.isEmpty()) {
      String reason = "the evidence has no revocation list of " + CertificateForm.name(ark);
      throw policy.crlMode() == CrlMode.REQUIRED
          ? CheckException.failed(reason)
          : CheckException.notAsked(reason);
    }
    for (AmdCrl crl : crls) {
      requireHolds(crl.x509(), ark, policy);
      CheckException.require(
          !crl.x509().isRevoked(ark.x509()) && !crl.x509().isRevoked(authority.get().x509()),
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

  private static List<AmdCrl> read(List<byte[]> raw) throws CheckException {
    List<AmdCrl> crls = new ArrayList<>();
    try {
      for (byte[] derOrPem : raw) {
        crls.addAll(AmdCrl.parse(derOrPem));
      }
      return crls;
    } catch (EvidenceException e) {
      throw CheckException.failed("a revocation list cannot be read", e);
    }
  }
}
