package org.elastictee.sev.guest;

import java.util.Locale;
import org.elastictee.sev.guest.SevGuestException.Reason;

/**
 * What an error of the guest device means, and what is left of the device after it: Linux {@code
 * drivers/virt/coco/sev-guest/sev-guest.c} and, from 6.15, {@code arch/x86/coco/sev/core.c}.
 *
 * <p>Those wipe the kernel's key to the firmware after every error that may have come after a
 * message was sent, but for {@code EIO} with the hypervisor's {@code INVALID_LEN}.
 *
 * @param exception to be thrown
 * @param aftermath what is left of the device
 */
record GuestFailure(SevGuestException exception, Aftermath aftermath) {
  /** What is left of the device. */
  enum Aftermath {
    /** It can be used as before. */
    USABLE,
    /** The kernel answers nothing more until the guest is rebooted, or must be taken not to. */
    DISABLED,
    /** The descriptor leads to no device, and may lead to something else one day. */
    GONE
  }

  /** The hypervisor's error for too little room for certificates. */
  static final int VMM_INVALID_LEN = 1;

  private static final int VMM_BUSY = 2;

  /** The driver's word for a firmware that was never called, in the lower or in both halves. */
  private static final int NO_FIRMWARE_CALL = 0xFF;

  private static final long SEV_RET_NO_FW_CALL = -1;

  /**
   * Returns the failure of one call, or null if the call did what it should.
   *
   * @param result of the call: 0, or a negative {@code errno}
   * @param exitinfo2 after the call, having been zero before
   */
  static GuestFailure of(int result, long exitinfo2) {
    int errno = -result;
    return switch (errno) {
      case 0 -> exitinfo2 == 0 ? null : ofExitinfo2(exitinfo2);
      case Errno.EIO -> ofExitinfo2(exitinfo2);
      case Errno.ENOTTY ->
          failure(
              Aftermath.DISABLED,
              Reason.DEVICE_DISABLED,
              "the kernel has no key to the firmware any more (ENOTTY): only a reboot of the guest"
                  + " helps");
      case Errno.EBADMSG ->
          failure(
              Aftermath.DISABLED,
              Reason.BAD_RESPONSE,
              "the kernel could not authenticate the firmware's response (EBADMSG)");
      case Errno.ETIMEDOUT ->
          failure(
              Aftermath.DISABLED,
              Reason.TIMED_OUT,
              "the hypervisor held the request back for too long (ETIMEDOUT)");
      case Errno.ENODEV, Errno.ENXIO, Errno.EBADF ->
          failure(
              Aftermath.GONE, Reason.NO_DEVICE, "the guest device has vanished, errno " + errno);
      case Errno.EACCES, Errno.EPERM ->
          failure(
              Aftermath.USABLE,
              Reason.NO_PERMISSION,
              "this process may not use the guest device, errno " + errno);
      // These come before anything is sent, or after all is done.
      case Errno.EINVAL, Errno.EFAULT, Errno.ENOMEM, Errno.EINTR ->
          failure(Aftermath.USABLE, Reason.IO, "the kernel refused the request, errno " + errno);
      default -> failure(Aftermath.DISABLED, Reason.IO, "the guest device failed, errno " + errno);
    };
  }

  /**
   * Returns whether the hypervisor asks for more room for certificates: asked of what a call
   * returns as success too, as kernels between 5.19 and the fix of 47894e0fa6a5 report it. After a
   * time-out, a bad message or a wiped key, more room would not help.
   */
  static boolean wantsMoreRoom(int result, long exitinfo2) {
    return vmmError(exitinfo2) == VMM_INVALID_LEN
        && result != -Errno.ETIMEDOUT
        && result != -Errno.EBADMSG
        && result != -Errno.ENOTTY;
  }

  private static GuestFailure ofExitinfo2(long exitinfo2) {
    int firmwareError = (int) exitinfo2;
    int vmmError = vmmError(exitinfo2);
    if (exitinfo2 == 0 || exitinfo2 == NO_FIRMWARE_CALL || exitinfo2 == SEV_RET_NO_FW_CALL) {
      return failure(
          Aftermath.DISABLED, Reason.IO, "the kernel could not reach the firmware (EIO)");
    }
    if (vmmError != 0) {
      return new GuestFailure(
          SevGuestException.ofExitinfo2(
              vmmError == VMM_BUSY ? Reason.THROTTLED : Reason.VMM,
              "the hypervisor refused the request: " + describeVmm(vmmError),
              exitinfo2),
          vmmError == VMM_INVALID_LEN ? Aftermath.USABLE : Aftermath.DISABLED);
    }
    return new GuestFailure(
        SevGuestException.ofExitinfo2(
            Reason.FIRMWARE,
            "the firmware refused the message: " + describeFirmware(firmwareError),
            exitinfo2),
        Aftermath.DISABLED);
  }

  /** Names a firmware error for people. */
  static String describeFirmware(int code) {
    String name = FirmwareStatus.ofCode(code).map(FirmwareStatus::name).orElse("unnamed status");
    return String.format(Locale.ROOT, "%s (0x%02x)", name, code);
  }

  private static String describeVmm(int code) {
    return switch (code) {
      case VMM_INVALID_LEN -> "INVALID_LEN (1)";
      case VMM_BUSY -> "BUSY (2)";
      default -> String.format(Locale.ROOT, "unnamed error (0x%x)", code);
    };
  }

  private static int vmmError(long exitinfo2) {
    return (int) (exitinfo2 >>> 32);
  }

  private static GuestFailure failure(Aftermath aftermath, Reason reason, String message) {
    return new GuestFailure(new SevGuestException(reason, message), aftermath);
  }
}
