package org.elastictee.sev.seal;

import java.util.Optional;

/** Kinds of root of trust. The codes stand in sealed data and never change. */
public enum RootKind {
  /** A file: see {@link SoftwareRoot}. */
  SOFTWARE(1, "software"),
  /** The SEV-SNP firmware's derived keys: see {@link SevSnpRoot}. */
  SEV_SNP(2, "AMD SEV-SNP");

  private final int code;
  private final String displayName;

  RootKind(int code, String displayName) {
    this.code = code;
    this.displayName = displayName;
  }

  /** Returns the byte that stands for this kind in sealed data. */
  public int code() {
    return code;
  }

  /** Returns the name to show to people. */
  public String displayName() {
    return displayName;
  }

  static Optional<RootKind> ofCode(int code) {
    for (RootKind kind : values()) {
      if (kind.code == code) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }
}
