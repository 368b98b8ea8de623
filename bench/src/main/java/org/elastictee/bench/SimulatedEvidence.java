package org.elastictee.bench;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import org.elastictee.sev.attest.AmdCertificate;
import org.elastictee.sev.attest.AttestationReport;
import org.elastictee.sev.attest.EvidenceException;
import org.elastictee.sev.attest.Product;
import org.elastictee.sev.attest.verify.Evidence;
import org.elastictee.sev.attest.verify.ReportVerifier;
import org.elastictee.sev.attest.verify.TrustAnchors;
import org.elastictee.sev.attest.verify.VerificationPolicy;
import org.elastictee.sev.guest.DeviceSevGuest;
import org.elastictee.sev.guest.ExtendedReport;
import org.elastictee.sim.SimulatedMachine;
import org.elastictee.sim.firmware.EndorsementKey;
import org.elastictee.sim.host.CertificateTable;
import org.elastictee.sim.pki.CaRole;
import org.elastictee.sim.pki.HostCertificateKind;
import org.elastictee.sim.pki.TestCertificateAuthority;

/**
 * What a simulated Milan machine hands out, so that it can be verified anywhere: a report of
 * version 3, signed on P-384 by a VCEK, and the certificates of VCEK, ASK and ARK, signed with
 * RSA-4096 as AMD's are. The root is one for tests.
 */
final class SimulatedEvidence {
  private final SimulatedMachine machine = SimulatedMachine.start();
  private final TestCertificateAuthority authority = machine.certificateAuthority();
  private final EndorsementKey key =
      machine.firmware().platform().endorsementKey(EndorsementKey.Kind.VCEK).orElseThrow();
  private final ExtendedReport extended;

  SimulatedEvidence() throws GeneralSecurityException {
    machine.setCertificates(HostCertificateKind.VCEK);
    try (DeviceSevGuest guest = machine.sevGuest()) {
      extended = guest.extendedReport(new byte[64], 0);
    }
  }

  /** Returns the report. */
  AttestationReport report() {
    return extended.fields();
  }

  /** Returns the certificate of the key that has signed the report. */
  X509Certificate vcek() {
    return authority.certify(key);
  }

  /** Returns what is to be verified, as the machine gives it. */
  Verification verification() {
    return new Verification(
        verifier(authority.ark()), Evidence.of(extended.report(), extended.certificateTable()));
  }

  /** Returns the same report under certificates of the same keys that are signed anew. */
  Verification verificationWithNewCertificates() throws EvidenceException {
    byte[] ark = authority.issue(authority.template(CaRole.ARK), CaRole.ARK);
    byte[] table =
        new CertificateTable()
            .with(CertificateTable.VCEK, authority.issue(authority.template(key), CaRole.ASK))
            .with(CertificateTable.ASK, authority.issue(authority.template(CaRole.ASK), CaRole.ARK))
            .with(CertificateTable.ARK, ark)
            .encode();
    return new Verification(
        verifier(AmdCertificate.ofDer(ark).x509()), Evidence.of(extended.report(), table));
  }

  private static ReportVerifier verifier(X509Certificate ark) {
    return new ReportVerifier(
        TrustAnchors.amd().withTestRoot(Product.MILAN, ark), VerificationPolicy.builder().build());
  }

  /** Evidence, and who verifies it. */
  record Verification(ReportVerifier verifier, Evidence evidence) {
    /** Verifies; what is measured is the way to a verdict that it is good, and no other. */
    boolean run() {
      if (!verifier.verify(evidence).isTrusted()) {
        throw new IllegalStateException("the simulated evidence is not trusted");
      }
      return true;
    }
  }
}
