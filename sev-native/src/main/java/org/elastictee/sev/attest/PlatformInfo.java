package org.elastictee.sev.attest;

import java.util.Locale;

/**
 * What the platform has switched on: field {@code PLATFORM_INFO} of the report, by AMD's names (AMD
 * SEV-SNP Firmware ABI, document 56860, structure {@code ATTESTATION_REPORT}).
 *
 * @param raw the eight bytes, an unsigned number
 */
public record PlatformInfo(long raw) {
  /** The bits, by AMD's names; the others are reserved. */
  public enum Bit {
    /** Simultaneous multithreading is on. */
    SMT_EN(0),
    /** Transparent memory encryption is on. */
    TSME_EN(1),
    /** The memory has error correction. */
    ECC_EN(2),
    /** The power meter RAPL is off. */
    RAPL_DIS(3),
    /** The host does not see ciphertext in memory. */
    CIPHERTEXT_HIDING_DRAM_EN(4),
    /** The memory was checked for aliases, against BadRAM (AMD-SB-3015); not before version 3. */
    ALIAS_CHECK_COMPLETE(5),
    /** Trusted devices are on. */
    SEV_TIO_EN(7);

    private final int position;

    Bit(int position) {
      this.position = position;
    }

    /** Returns the position in {@code PLATFORM_INFO}, 0 to 63. */
    public int position() {
      return position;
    }
  }

  /** Returns whether a bit is set. */
  public boolean has(Bit bit) {
    return (raw >>> bit.position & 1) != 0;
  }

  /** Returns the raw number in hexadecimal. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "PlatformInfo[0x%x]", raw);
  }
}
