package org.elastictee.sev.platform;

/** The platforms that are told apart. */
public enum Platform {
  /** A guest of AMD SEV-SNP that shows its guest device. */
  SEV_SNP("AMD SEV-SNP", ""),
  /** A guest of AMD SEV-SNP whose guest device is not visible here, in a container for example. */
  SEV_SNP_NO_DEVICE(
      "AMD SEV-SNP without a visible guest device: no derived keys",
      "Keys cannot be derived, as that needs /dev/sev-guest; attestation reports may be had by"
          + " configfs-tsm."),
  /** A guest of AMD SEV-SNP on Azure, where a paravisor stands between it and the hardware. */
  SEV_SNP_PARAVISOR(
      "AMD SEV-SNP under Azure's paravisor: no derived keys",
      "Keys cannot be derived, and the attestation report is the paravisor's, by the virtual TPM:"
          + " the guest device is not handed on."),
  /** A guest of Intel TDX. */
  TDX(
      "Intel TDX: no derived keys in Linux's interface",
      "Keys cannot be derived, as Linux has no interface for that, and the attestation evidence is"
          + " a TDX quote."),
  /** Linux without a sign of confidential computing that this process can see. */
  LINUX(
      "plain Linux",
      "There are neither derived keys nor attestation reports: no hardware vouches for this"
          + " machine."),
  /** There are signs that cannot be examined, or that contradict each other. */
  UNDETERMINED("undetermined", "Nothing is relied on, as it cannot be told what this machine is.");

  private final String displayName;
  private final String lacks;

  Platform(String displayName, String lacks) {
    this.displayName = displayName;
    this.lacks = lacks;
  }

  /** Returns the name to show to people. */
  public String displayName() {
    return displayName;
  }

  /**
   * Returns one sentence: what is missing in comparison with {@link #SEV_SNP}, where it is empty.
   */
  public String lacks() {
    return lacks;
  }
}
