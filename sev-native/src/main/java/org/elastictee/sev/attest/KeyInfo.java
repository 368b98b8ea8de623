package org.elastictee.sev.attest;

import java.util.Locale;
import java.util.Optional;

/**
 * Field {@code KEY_INFO} of the report: which key signs it, and what of the keys is masked (AMD
 * SEV-SNP Firmware ABI, document 56860, structure {@code ATTESTATION_REPORT}).
 *
 * @param raw the four bytes, unsigned 32 bits
 */
public record KeyInfo(long raw) {
  private static final int SIGNING_KEY_SHIFT = 2;
  private static final int SIGNING_KEY_MASK = 7;
  private static final int FIRST_RESERVED_BIT = 5;

  /** {@code SIGNING_KEY}: what signs the report. */
  public enum SigningKey {
    /** The versioned chip endorsement key. */
    VCEK(0),
    /** The versioned loaded endorsement key, which the cloud installs on more than one chip. */
    VLEK(1),
    /** The report is not signed. */
    NONE(7);

    private final int code;

    SigningKey(int code) {
      this.code = code;
    }

    /** Returns AMD's number. */
    public int code() {
      return code;
    }

    /** Returns the word in the URLs of AMD's server, such as {@code vcek}. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Returns {@code AUTHOR_KEY_EN}, bit 0: {@code AUTHOR_KEY_DIGEST} has a value. */
  public boolean authorKeyEn() {
    return (raw & 1) != 0;
  }

  /** Returns {@code MASK_CHIP_KEY}, bit 1: the host withholds the VCEK. */
  public boolean maskChipKey() {
    return (raw & 2) != 0;
  }

  /** Returns {@code SIGNING_KEY}, bits 4 to 2, as a number of 0 to 7. */
  public int signingKeyCode() {
    return (int) (raw >>> SIGNING_KEY_SHIFT) & SIGNING_KEY_MASK;
  }

  /** Returns {@code SIGNING_KEY}, or empty for a number that AMD reserves. */
  public Optional<SigningKey> signingKey() {
    for (SigningKey key : SigningKey.values()) {
      if (key.code == signingKeyCode()) {
        return Optional.of(key);
      }
    }
    return Optional.empty();
  }

  /** Returns whether bits 31 to 5 are zero and {@code SIGNING_KEY} is not reserved. */
  public boolean isWellFormed() {
    return raw >>> FIRST_RESERVED_BIT == 0 && signingKey().isPresent();
  }

  /** Returns the raw number in hexadecimal. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "KeyInfo[0x%x]", raw);
  }
}
