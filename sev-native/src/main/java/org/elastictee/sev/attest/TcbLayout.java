package org.elastictee.sev.attest;

/**
 * Where the components of {@code TCB_VERSION} lie, which depends on the processor: AMD SEV Secure
 * Nested Paging Firmware ABI (document 56860), structure {@code TCB_VERSION}.
 */
public enum TcbLayout {
  /** Milan, Genoa, Bergamo and Siena (CPU family 19h). */
  MILAN_GENOA(-1, 0, 1, 6, 7),
  /** Turin and Venice (CPU family 1Ah). */
  TURIN(0, 1, 2, 3, 7),
  /** A processor that is not told apart: only the value as a whole, and its order, are known. */
  UNKNOWN(-1, -1, -1, -1, -1);

  private final int fmc;
  private final int bootLoader;
  private final int tee;
  private final int snp;
  private final int microcode;

  TcbLayout(int fmc, int bootLoader, int tee, int snp, int microcode) {
    this.fmc = fmc;
    this.bootLoader = bootLoader;
    this.tee = tee;
    this.snp = snp;
    this.microcode = microcode;
  }

  /** Returns the byte of a component, 0 being the least significant, or -1 if it has none. */
  int position(TcbComponent component) {
    return switch (component) {
      case FMC -> fmc;
      case BOOT_LOADER -> bootLoader;
      case TEE -> tee;
      case SNP -> snp;
      case MICROCODE -> microcode;
    };
  }
}
