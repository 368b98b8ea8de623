package org.elastictee.sev.guest;

import java.security.GeneralSecurityException;
import java.util.Objects;
import java.util.Optional;

/**
 * The guest device, or configfs-tsm in its place, gave no answer that can be used: {@link
 * #reason()} says why.
 */
public final class SevGuestException extends GeneralSecurityException {
  private static final long serialVersionUID = 1L;

  /** Why there is no answer. */
  public enum Reason {
    /** There is no guest device, or it has vanished; closing and opening again may find it. */
    NO_DEVICE,
    /** configfs-tsm is there, and belongs to another technology than SEV-SNP. */
    OTHER_PROVIDER,
    /** This process may not open or use the guest device; it belongs to root. */
    NO_PERMISSION,
    /** The level that was asked for is more privileged than this guest's; nothing was asked. */
    VMPL_BELOW_FLOOR,
    /**
     * The firmware refused: {@link SevGuestException#firmwareStatus()}, which configfs-tsm does not
     * tell.
     */
    FIRMWARE,
    /** The hypervisor refused: {@link SevGuestException#vmmError()}. */
    VMM,
    /** The hypervisor is busy, on a kernel before 6.3, which does not wait for it. */
    THROTTLED,
    /** The hypervisor held the request back for longer than the kernel waits. */
    TIMED_OUT,
    /** The host's certificate table is larger than the kernel hands on, 16 KiB. */
    CERTIFICATES_TOO_LARGE,
    /** The kernel has wiped its key to the firmware: only a reboot of the guest helps. */
    DEVICE_DISABLED,
    /** Others changed the request each time before its answer was read. */
    CONTENDED,
    /** The thread was interrupted before the answer was read; its interrupt status is kept. */
    INTERRUPTED,
    /** The response is not what the request asks for. */
    BAD_RESPONSE,
    /** The derived key is all zeros: no key at all. */
    ZERO_KEY,
    /** The kernel refused for a reason of its own, or never reached the firmware. */
    IO
  }

  private final Reason reason;
  private final long exitinfo2;

  /** Creates an exception; the message must hold neither secrets nor paths of the host. */
  public SevGuestException(Reason reason, String message) {
    this(reason, message, 0, null);
  }

  /** Creates an exception with a cause. */
  public SevGuestException(Reason reason, String message, Throwable cause) {
    this(reason, message, 0, cause);
  }

  private SevGuestException(Reason reason, String message, long exitinfo2, Throwable cause) {
    super(message, cause);
    this.reason = Objects.requireNonNull(reason, "reason");
    this.exitinfo2 = exitinfo2;
  }

  /** Creates an exception with what the kernel reported of firmware and hypervisor. */
  static SevGuestException ofExitinfo2(Reason reason, String message, long exitinfo2) {
    return new SevGuestException(reason, message, exitinfo2, null);
  }

  /** Returns why. */
  public Reason reason() {
    return reason;
  }

  /**
   * Returns the firmware's status, or empty if the firmware reported no error or one without a name
   * ({@link #firmwareError()}).
   */
  public Optional<FirmwareStatus> firmwareStatus() {
    return firmwareError() == 0 ? Optional.empty() : FirmwareStatus.ofCode(firmwareError());
  }

  /** Returns the firmware's error as a number, unsigned 32 bits; 0 if there is none. */
  public int firmwareError() {
    return (int) exitinfo2;
  }

  /**
   * Returns the hypervisor's error as a number, unsigned 32 bits; 0 if there is none. The kernel
   * knows 1, {@code INVALID_LEN}, and 2, {@code BUSY} (GHCB specification, AMD document 56421).
   */
  public int vmmError() {
    return (int) (exitinfo2 >>> 32);
  }
}
