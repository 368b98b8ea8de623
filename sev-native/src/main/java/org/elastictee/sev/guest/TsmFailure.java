package org.elastictee.sev.guest;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import org.elastictee.sev.guest.SevGuestException.Reason;

/**
 * What an error of configfs-tsm means: Linux {@code drivers/virt/coco/tsm.c} (from 6.17 {@code
 * drivers/virt/coco/guest/report.c}), {@code fs/configfs} and {@code sev_report_new} of {@code
 * sev-guest.c}. The exceptions have no cause, as a cause would hold the path.
 */
final class TsmFailure {
  private TsmFailure() {}

  /** Returns what it means that an entry cannot be made. */
  static SevGuestException ofMaking(IOException e) {
    int errno = HiddenErrno.of(e);
    return switch (errno) {
      case Errno.ENOENT, Errno.ENOTDIR -> of(Reason.NO_DEVICE, "there is no configfs-tsm");
      case Errno.ENXIO, Errno.ENODEV ->
          of(Reason.NO_DEVICE, "configfs-tsm has no provider of reports (ENXIO)");
      case Errno.EACCES, Errno.EPERM, Errno.EROFS ->
          of(Reason.NO_PERMISSION, "this process may not make an entry in configfs-tsm");
      case Errno.EEXIST -> of(Reason.CONTENDED, "the name of an entry in configfs-tsm is taken");
      default -> of(Reason.IO, "no entry can be made in configfs-tsm" + suffix(errno));
    };
  }

  /** Returns what it means that an attribute of text cannot be read or stored. */
  static SevGuestException ofAttribute(String attribute, IOException e) {
    int errno = HiddenErrno.of(e);
    return switch (errno) {
      case Errno.EINVAL ->
          attribute.equals(TsmEntry.PRIVLEVEL)
              ? of(Reason.VMPL_BELOW_FLOOR, "configfs-tsm refuses the VMPL (EINVAL)")
              : general(attribute, errno, e);
      case Errno.ENXIO -> of(Reason.NO_DEVICE, "the provider of configfs-tsm has vanished (ENXIO)");
      default -> general(attribute, errno, e);
    };
  }

  /** Returns what it means that a blob, which the firmware makes, cannot be read. */
  static SevGuestException ofBlob(String attribute, IOException e) {
    int errno = HiddenErrno.of(e);
    return switch (errno) {
      case Errno.EINVAL ->
          of(
              Reason.FIRMWARE,
              "the firmware refused the request: INVALID_PARAM or INVALID_KEY (EINVAL)");
      case Errno.ENXIO ->
          of(
              Reason.FIRMWARE,
              "the firmware refused the request with a status that configfs-tsm does not tell"
                  + " (ENXIO)");
      case Errno.EFBIG ->
          attribute.equals(TsmEntry.AUXBLOB)
              ? of(Reason.CERTIFICATES_TOO_LARGE, "the host's certificates are too large (EFBIG)")
              : of(Reason.BAD_RESPONSE, "the report is too large (EFBIG)");
      default -> general(attribute, errno, e);
    };
  }

  private static SevGuestException general(String attribute, int errno, IOException e) {
    if (e instanceof ClosedByInterruptException) {
      return interrupted();
    }
    return switch (errno) {
      case Errno.ENOENT, Errno.ENODEV ->
          of(Reason.NO_DEVICE, "configfs-tsm has no " + attribute + " here, or has lost the entry");
      case Errno.EACCES, Errno.EPERM, Errno.EROFS ->
          of(Reason.NO_PERMISSION, "this process may not use " + attribute + " of configfs-tsm");
      case Errno.EBUSY -> of(Reason.CONTENDED, "configfs-tsm is busy (EBUSY)");
      case Errno.ENOTTY ->
          of(
              Reason.DEVICE_DISABLED,
              "the kernel has no key to the firmware any more (ENOTTY): only a reboot of the guest"
                  + " helps");
      case Errno.ETIMEDOUT ->
          of(Reason.TIMED_OUT, "the hypervisor held the request back for too long (ETIMEDOUT)");
      case Errno.EBADMSG ->
          of(
              Reason.BAD_RESPONSE,
              "the kernel could not authenticate the firmware's response (EBADMSG)");
      default -> of(Reason.IO, attribute + " of configfs-tsm failed" + suffix(errno));
    };
  }

  static SevGuestException interrupted() {
    return of(Reason.INTERRUPTED, "the thread was interrupted");
  }

  private static String suffix(int errno) {
    return errno == HiddenErrno.UNKNOWN ? "" : ", errno " + errno;
  }

  private static SevGuestException of(Reason reason, String message) {
    return new SevGuestException(reason, message);
  }
}
