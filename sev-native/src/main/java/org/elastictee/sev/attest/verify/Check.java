package org.elastictee.sev.attest.verify;

/** The checks that a verification consists of, in their order. */
public enum Check {
  /** The report is long enough, and the certificate table can be read. */
  FORMAT(1, true, "length and certificate table"),
  /** The report is of a known version, and what is reserved in it is as it should be. */
  REPORT_FIELDS(2, true, "version, algorithm and reserved fields"),
  /** The kind of processor is known. */
  PRODUCT(3, true, "product"),
  /** The root of the evidence is a pinned one. */
  TRUST_ANCHOR(4, true, "pinned root key (ARK)"),
  /** The root, and the authority of the endorsement key, are AMD's in form and signature. */
  AUTHORITIES(5, true, "certificates of the authorities (ARK, ASK or ASVK)"),
  /** The certificate of the endorsement key is AMD's in form and signature. */
  ENDORSEMENT_KEY(6, true, "certificate of the endorsement key (VCEK or VLEK)"),
  /** The endorsement key is of this product, and of a chip or an expected cloud. */
  ENDORSEMENT_IDENTITY(7, true, "product and owner of the endorsement key"),
  /** The endorsement key is of the reported TCB version. */
  ENDORSEMENT_TCB(8, true, "TCB version of the endorsement key"),
  /** A VCEK is of the chip that the report names. */
  CHIP_ID(9, false, "chip of the endorsement key"),
  /** The authority of the endorsement key is not revoked. */
  REVOCATION(10, false, "revocation of the authorities"),
  /** The endorsement key has signed the report. */
  SIGNATURE(11, true, "signature of the report"),
  /** A guest has asked for the report, and the report holds what is expected of that guest. */
  BINDING(12, true, "report data, VMPL and identity of the guest"),
  /** The guest policy allows nothing that it must not, and demands what it must. */
  GUEST_POLICY(13, true, "guest policy and migration agent"),
  /** The platform has switched on what it must, and nothing that it must not. */
  PLATFORM(14, false, "platform info"),
  /** TCB and firmware versions are high enough, and in their order. */
  TCB(15, true, "TCB and firmware versions"),
  /** The platform has the mitigations that are asked for. */
  MITIGATIONS(16, false, "mitigation vectors"),
  /** The ID block is signed by a trusted key. */
  ID_BLOCK(17, false, "ID and author key"),
  /** The guest's own version is high enough. */
  GUEST_SVN(18, false, "guest SVN");

  private final int number;
  private final boolean mandatory;
  private final String title;

  Check(int number, boolean mandatory, String title) {
    this.number = number;
    this.mandatory = mandatory;
    this.title = title;
  }

  /** Returns the number of the step, 1 to 18. */
  public int number() {
    return number;
  }

  /** Returns whether evidence is trusted only if this was asked and has passed. */
  public boolean isMandatory() {
    return mandatory;
  }

  /** Returns what is checked, in a few words. */
  public String title() {
    return title;
  }
}
