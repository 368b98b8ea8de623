package org.elastictee.cli.attest;

import java.util.OptionalInt;
import org.elastictee.cli.Failure;
import org.elastictee.sev.guest.DeviceSevGuest;
import org.elastictee.sev.guest.ExtendedReport;
import org.elastictee.sev.guest.SevGuestException;
import org.elastictee.sev.guest.SevGuestException.Reason;
import org.elastictee.sev.guest.TsmReports;
import org.elastictee.sev.platform.SevSysfs;

/** Where this guest's reports come from: the guest device or, where there is none, configfs-tsm. */
public final class ReportSource {
  private ReportSource() {}

  /**
   * Asks for a report and the host's certificates.
   *
   * @param reportData 64 bytes
   * @param vmpl the level to name, or empty for the kernel's own, or 0 where it does not say
   * @throws Failure if this machine has no reports
   * @throws SevGuestException if there is no report
   */
  public static ExtendedReport ask(byte[] reportData, OptionalInt vmpl)
      throws Failure, SevGuestException {
    int level = vmpl.orElse(SevSysfs.currentVmpl().orElse(0));
    try (DeviceSevGuest guest = DeviceSevGuest.open()) {
      return guest.extendedReport(reportData, level);
    } catch (SevGuestException e) {
      if (e.reason() != Reason.NO_DEVICE) {
        throw e;
      }
    }
    try {
      return TsmReports.open().extendedReport(reportData, level);
    } catch (SevGuestException e) {
      if (e.reason() == Reason.NO_DEVICE) {
        throw new Failure(
            "this machine has no attestation reports: neither the SEV-SNP guest device nor"
                + " configfs-tsm");
      }
      throw e;
    }
  }
}
