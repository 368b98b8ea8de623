package org.elastictee.sev.guest;

/** The platforms that this version tells apart. */
public enum Platform {
  /** A guest of AMD SEV-SNP that shows its guest device. */
  SEV_SNP("AMD SEV-SNP"),
  /** Linux without a confidential-computing device. */
  LINUX("plain Linux"),
  /** Something bears the device's name and cannot be told to be the device, or not to be it. */
  UNDETERMINED("undetermined");

  private final String displayName;

  Platform(String displayName) {
    this.displayName = displayName;
  }

  /** Returns the name to show to people. */
  public String displayName() {
    return displayName;
  }
}
