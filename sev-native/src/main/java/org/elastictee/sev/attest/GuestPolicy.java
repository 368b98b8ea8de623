package org.elastictee.sev.attest;

import java.util.Locale;

/**
 * The guest policy that the host set at launch and the firmware enforces: field {@code POLICY} of
 * the report, by AMD's names (AMD SEV-SNP Firmware ABI, document 56860, structure {@code
 * GUEST_POLICY}).
 *
 * @param raw the eight bytes, an unsigned number
 */
public record GuestPolicy(long raw) {
  private static final int RESERVED_ONE_BIT = 17;
  private static final int FIRST_RESERVED_ZERO_BIT = 26;

  /** The bits that allow or demand something, by AMD's names. */
  public enum Bit {
    /** Simultaneous multithreading is allowed. */
    SMT(16),
    /** Association with a migration agent is allowed. */
    MIGRATE_MA(18),
    /** The host may read and write the guest's memory. */
    DEBUG(19),
    /** The guest runs on one socket only. */
    SINGLE_SOCKET(20),
    /** Memory and devices on CXL are allowed. */
    CXL_ALLOW(21),
    /** Memory must be encrypted with AES-256-XTS. */
    MEM_AES_256_XTS(22),
    /** The power meter RAPL must be off. */
    RAPL_DIS(23),
    /** The host must not see ciphertext in memory. */
    CIPHERTEXT_HIDING_DRAM(24),
    /** The host may not move or swap pages. */
    PAGE_SWAP_DISABLE(25);

    private final int position;

    Bit(int position) {
      this.position = position;
    }

    /** Returns the position in {@code POLICY}, 0 to 63. */
    public int position() {
      return position;
    }
  }

  /** Returns whether a bit is set. */
  public boolean has(Bit bit) {
    return bit(bit.position);
  }

  /** Returns {@code ABI_MAJOR} and {@code ABI_MINOR}: the lowest firmware ABI allowed. */
  public AbiVersion abi() {
    return new AbiVersion(abiMajor(), abiMinor());
  }

  /** Returns {@code ABI_MINOR}, bits 7 to 0: with the major, the lowest firmware ABI allowed. */
  public int abiMinor() {
    return (int) raw & 0xFF;
  }

  /** Returns {@code ABI_MAJOR}, bits 15 to 8. */
  public int abiMajor() {
    return (int) (raw >>> 8) & 0xFF;
  }

  /** Returns {@code SMT}, bit 16: simultaneous multithreading is allowed. */
  public boolean smt() {
    return has(Bit.SMT);
  }

  /** Returns {@code MIGRATE_MA}, bit 18: association with a migration agent is allowed. */
  public boolean migrateMa() {
    return has(Bit.MIGRATE_MA);
  }

  /** Returns {@code DEBUG}, bit 19: the host may read and write the guest's memory. */
  public boolean debug() {
    return has(Bit.DEBUG);
  }

  /** Returns {@code SINGLE_SOCKET}, bit 20: the guest runs on one socket only. */
  public boolean singleSocket() {
    return has(Bit.SINGLE_SOCKET);
  }

  /** Returns {@code CXL_ALLOW}, bit 21: memory and devices on CXL are allowed. */
  public boolean cxlAllow() {
    return has(Bit.CXL_ALLOW);
  }

  /** Returns {@code MEM_AES_256_XTS}, bit 22: memory must be encrypted with AES-256-XTS. */
  public boolean memAes256Xts() {
    return has(Bit.MEM_AES_256_XTS);
  }

  /** Returns {@code RAPL_DIS}, bit 23: the power meter RAPL must be off. */
  public boolean raplDis() {
    return has(Bit.RAPL_DIS);
  }

  /** Returns {@code CIPHERTEXT_HIDING_DRAM}, bit 24: the host must not see ciphertext in memory. */
  public boolean ciphertextHidingDram() {
    return has(Bit.CIPHERTEXT_HIDING_DRAM);
  }

  /** Returns {@code PAGE_SWAP_DISABLE}, bit 25: the host may not move or swap pages. */
  public boolean pageSwapDisable() {
    return has(Bit.PAGE_SWAP_DISABLE);
  }

  /** Returns whether bit 17 is one and bits 63 to 26 are zero, as the ABI wants it. */
  public boolean isWellFormed() {
    return bit(RESERVED_ONE_BIT) && raw >>> FIRST_RESERVED_ZERO_BIT == 0;
  }

  /** Returns the raw number in hexadecimal. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "GuestPolicy[0x%x]", raw);
  }

  private boolean bit(int position) {
    return (raw >>> position & 1) != 0;
  }
}
