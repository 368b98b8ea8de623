package org.elastictee.sev.attest.verify;

import java.util.Arrays;
import java.util.Set;
import org.elastictee.sev.attest.AmdCertificate;
import org.elastictee.sev.attest.AttestationReport;
import org.elastictee.sev.attest.EndorsementKey;
import org.elastictee.sev.attest.KeyInfo.SigningKey;
import org.elastictee.sev.attest.Product;

/** Steps 6 to 9: the key that signs the report, and whose it is. */
final class EndorsementSteps {
  private EndorsementSteps() {}

  /** Returns the name of the certificate of a key: which of them counts, {@code KEY_INFO} says. */
  static String name(SigningKey key) {
    return "SEV-" + key.name();
  }

  /**
   * Step 6: the certificate of the key is in AMD's form and signed by the authority.
   *
   * @param authority looked at last, so that a certificate that is missing is told in any case
   */
  static Leaf leaf(
      ReadEvidence evidence, Known<AmdCertificate> authority, VerificationPolicy policy)
      throws CheckException {
    AmdCertificate certificate = evidence.require(name(evidence.signingKey()));
    CertificateForm.requireSignedBy(certificate, authority.get());
    CertificateForm.requireValid(certificate, policy);
    CheckException.require(certificate.hasP384Key(), "the endorsement key is not one of P-384");
    return Leaf.of(certificate);
  }

  /** Step 7: the key is of this product, and a VLEK of an expected cloud. */
  static String identity(EndorsementKey key, Product product, VerificationPolicy policy)
      throws CheckException {
    CheckException.require(
        key.product() == product,
        "productName is " + key.product().productName() + ", not " + product.productName());
    Set<String> cspIds = policy.cspIds();
    CheckException.require(
        cspIds.isEmpty() || key.cspId().filter(cspIds::contains).isPresent(),
        "the key is not that of an expected cloud");
    return key.kind()
        + " of "
        + product.productName()
        + key.cspId().map(id -> ", " + id).orElse("");
  }

  /** Step 8: every byte of the TCB version of the key is that of the reported one. */
  static String tcb(EndorsementKey key, AttestationReport report, Product product)
      throws CheckException {
    CheckException.require(
        key.tcb().equals(product.tcb(report.reportedTcb().raw())),
        "REPORTED_TCB is not the TCB version that the key is of");
    return key.tcb().toString();
  }

  /** Step 9: a VCEK is of the chip that the report names. */
  static String chip(
      EndorsementKey key, AttestationReport report, Product product, VerificationPolicy policy)
      throws CheckException {
    if (key.hwId().isEmpty()) {
      throw CheckException.notAsked("a VLEK is of no chip");
    }
    byte[] chipId = report.chipId();
    if (Arrays.equals(chipId, new byte[chipId.length])) {
      CheckException.require(
          policy.allowsMaskedChipId(), "CHIP_ID is masked, and the policy does not allow it");
      throw CheckException.notAsked("CHIP_ID is masked, as the policy allows");
    }
    byte[] hwId = key.hwId().get();
    CheckException.require(
        hwId.length == product.chipIdBytes()
            && Arrays.equals(chipId, Arrays.copyOf(hwId, chipId.length)),
        "CHIP_ID is not the hwID that the key is of");
    return "CHIP_ID is the hwID of the key";
  }
}
