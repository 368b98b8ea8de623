package org.elastictee.sev.guest;

import java.util.Optional;

/**
 * The status codes of the SEV firmware, by AMD's names and numbers: AMD SEV-SNP Firmware ABI
 * (document 56860), table of status codes. They come as the lower half of {@code exitinfo2}, and as
 * {@code STATUS} inside of a response.
 */
public enum FirmwareStatus {
  /** Done. */
  SUCCESS(0x00),
  /** The platform's state does not allow the command. */
  INVALID_PLATFORM_STATE(0x01),
  /** The guest's state does not allow the command. */
  INVALID_GUEST_STATE(0x02),
  /** The platform's configuration is invalid. */
  INVALID_CONFIG(0x03),
  /** A buffer is too small. */
  INVALID_LEN(0x04),
  /** The platform is owned already. */
  ALREADY_OWNED(0x05),
  /** A certificate is invalid. */
  INVALID_CERTIFICATE(0x06),
  /** The guest policy forbids it. */
  POLICY_FAILURE(0x07),
  /** The guest is not active. */
  INACTIVE(0x08),
  /** An address is invalid. */
  INVALID_ADDRESS(0x09),
  /** A signature is wrong. */
  BAD_SIGNATURE(0x0A),
  /** A measurement is wrong. */
  BAD_MEASUREMENT(0x0B),
  /** The address-space identifier is owned already. */
  ASID_OWNED(0x0C),
  /** The address-space identifier is invalid. */
  INVALID_ASID(0x0D),
  /** {@code WBINVD} must be executed first. */
  WBINVD_REQUIRED(0x0E),
  /** {@code DF_FLUSH} must be executed first. */
  DFFLUSH_REQUIRED(0x0F),
  /** The guest handle is invalid. */
  INVALID_GUEST(0x10),
  /** There is no such command. */
  INVALID_COMMAND(0x11),
  /** The guest is active. */
  ACTIVE(0x12),
  /** A hardware error; the platform's state is safe. */
  HWERROR_PLATFORM(0x13),
  /** A hardware error; the platform's state is not safe. */
  HWERROR_UNSAFE(0x14),
  /** The feature is not supported. */
  UNSUPPORTED(0x15),
  /** A parameter is invalid. */
  INVALID_PARAM(0x16),
  /** The firmware has run out of a resource. */
  RESOURCE_LIMIT(0x17),
  /** The firmware's stored data failed its integrity check. */
  SECURE_DATA_INVALID(0x18),
  /** A page has the wrong size. */
  INVALID_PAGE_SIZE(0x19),
  /** A page has the wrong state. */
  INVALID_PAGE_STATE(0x1A),
  /** A metadata entry is invalid. */
  INVALID_MDATA_ENTRY(0x1B),
  /** A page has the wrong owner. */
  INVALID_PAGE_OWNER(0x1C),
  /** The sequence number of the message channel would overflow. */
  AEAD_OFLOW(0x1D),
  /** The firmware has left ring-buffer mode. */
  RBMODE_EXITED(0x1F),
  /** The reverse map table must be initialized first. */
  RMP_INIT_REQUIRED(0x20),
  /** A security version number is too low. */
  BAD_SVN(0x21),
  /** A version is too low. */
  BAD_VERSION(0x22),
  /** The platform must be shut down first. */
  SHUTDOWN_REQUIRED(0x23),
  /** A firmware update failed. */
  UPDATE_FAILED(0x24),
  /** The firmware must be restored first. */
  RESTORE_REQUIRED(0x25),
  /** The reverse map table could not be initialized. */
  RMP_INIT_FAILED(0x26),
  /** The key that was asked for is not available. */
  INVALID_KEY(0x27);

  private final int code;

  FirmwareStatus(int code) {
    this.code = code;
  }

  /** Returns AMD's number. */
  public int code() {
    return code;
  }

  /** Returns the status of this number, or empty if AMD has not named it. */
  public static Optional<FirmwareStatus> ofCode(int code) {
    for (FirmwareStatus status : values()) {
      if (status.code == code) {
        return Optional.of(status);
      }
    }
    return Optional.empty();
  }
}
