package org.elastictee.sev.guest;

/** Whose attestation reports configfs-tsm hands out: its attribute {@code provider}. */
public enum TsmProvider {
  /** AMD SEV-SNP, {@code sev_guest}. */
  SEV_GUEST("sev_guest"),
  /** Intel TDX, {@code tdx_guest}. */
  TDX_GUEST("tdx_guest"),
  /** Any other. */
  OTHER("other");

  private final String word;

  TsmProvider(String word) {
    this.word = word;
  }

  /** Returns Linux's name, or {@code other}. */
  public String word() {
    return word;
  }

  static TsmProvider ofName(String name) {
    for (TsmProvider provider : values()) {
      if (provider.word.equals(name)) {
        return provider;
      }
    }
    return OTHER;
  }
}
