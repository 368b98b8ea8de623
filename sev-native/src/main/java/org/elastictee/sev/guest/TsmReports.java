package org.elastictee.sev.guest;

import java.nio.file.Path;
import org.elastictee.sev.attest.AttestationReport;
import org.elastictee.sev.guest.SevGuestException.Reason;

/**
 * Attestation reports of SEV-SNP by configfs-tsm, Linux 6.7 and later: {@code
 * Documentation/ABI/testing/configfs-tsm-report}. It derives no keys; only the guest device does.
 *
 * <p>Safe for use by several threads. Each request has an entry of its own, which is removed
 * afterwards. Nothing stays open, and there is nothing to close.
 *
 * <p>The kernel stores what is written without saying whether that failed, and anybody who is root
 * can write to the same entry. So the kernel counts the stores, and an answer holds only if there
 * were exactly ours between the question and the answer; otherwise the request is made again, in a
 * fresh entry, up to {@value #MAX_ATTEMPTS} times. The report is checked to be for what was asked
 * as well.
 *
 * <p>The Java file API hides the numbers of errors. Absence, a lack of permission and an
 * interruption can always be told; a refusal by the firmware, a time-out and a disabled device only
 * as long as the C library speaks English, and are {@link Reason#IO} otherwise.
 *
 * <p>A thread that is interrupted gets {@link Reason#INTERRUPTED} and keeps its interrupt status.
 * The kernel is not interrupted by that: who interrupts may have to wait until it has answered,
 * which can take a minute where the host throttles.
 *
 * <p>{@code service_provider} is never set: the reports are the firmware's, never those of an SVSM.
 */
public final class TsmReports {
  /** How often a request that others disturb is made. */
  static final int MAX_ATTEMPTS = 8;

  private static final int STORES = 2;

  private final TsmFolder folder;
  private final TsmProvider provider;

  private TsmReports(TsmFolder folder, TsmProvider provider) {
    this.folder = folder;
    this.provider = provider;
  }

  /**
   * Finds configfs-tsm and its provider, by making an entry, which is root's privilege, and
   * removing it.
   *
   * @throws SevGuestException with {@link Reason#NO_DEVICE} if there is none, {@link
   *     Reason#NO_PERMISSION}, {@link Reason#INTERRUPTED} or {@link Reason#IO}
   */
  public static TsmReports open() throws SevGuestException {
    return over(ConfigFs.in(Path.of(ConfigFs.FOLDER)));
  }

  /**
   * Takes a configfs, a double for example.
   *
   * @throws SevGuestException as {@link #open}
   */
  public static TsmReports over(ConfigFs configFs) throws SevGuestException {
    TsmFolder folder = new TsmFolder(configFs);
    return new TsmReports(folder, folder.inEntry(TsmEntry::provider));
  }

  /** Returns whose reports these are, as it was found when opening. */
  public TsmProvider provider() {
    return provider;
  }

  /**
   * Returns how many entries could not be removed again yet. Each request tries to; when there are
   * {@value TsmFolder#MAX_LEFT_BEHIND}, requests are refused with {@link Reason#IO}.
   */
  public int entriesLeftBehind() {
    return folder.leftBehind();
  }

  /**
   * Asks for an attestation report.
   *
   * @param reportData what is to be signed, exactly 64 bytes
   * @param vmpl the privilege level that the report is to name, 0 to 3
   * @throws SevGuestException if there is no report: with {@link Reason#OTHER_PROVIDER} or {@link
   *     Reason#VMPL_BELOW_FLOOR} nothing was asked; with {@link Reason#CONTENDED} another attempt
   *     may succeed
   * @throws IllegalArgumentException if an argument is out of range; nothing was asked
   */
  public AttestationResponse report(byte[] reportData, int vmpl) throws SevGuestException {
    return request(reportData, vmpl, false).response();
  }

  /**
   * Asks for an attestation report and the host's certificate table.
   *
   * @param reportData what is to be signed, exactly 64 bytes
   * @param vmpl as for {@link #report}
   * @throws SevGuestException as {@link #report}, and with {@link Reason#CERTIFICATES_TOO_LARGE} if
   *     the table has more than 16384 bytes
   * @throws IllegalArgumentException if an argument is out of range; nothing was asked
   */
  public ExtendedReport extendedReport(byte[] reportData, int vmpl) throws SevGuestException {
    return request(reportData, vmpl, true);
  }

  private ExtendedReport request(byte[] reportData, int vmpl, boolean withCertificates)
      throws SevGuestException {
    byte[] asked = GuestRequestAbi.requireReportData(reportData).clone();
    GuestRequestAbi.requireVmpl(vmpl);
    int attempts = 0;
    while (true) {
      try {
        return folder.inEntry(entry -> exchange(entry, asked, vmpl, withCertificates));
      } catch (SevGuestException e) {
        attempts++;
        if (e.reason() != Reason.CONTENDED || attempts == MAX_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private static ExtendedReport exchange(
      TsmEntry entry, byte[] reportData, int vmpl, boolean withCertificates)
      throws SevGuestException {
    requireSevGuest(entry.provider());
    requireLevel(vmpl, entry.privlevelFloor());
    long answered = entry.generation() + STORES;
    entry.storePrivlevel(vmpl);
    entry.storeInblob(reportData);
    byte[] report;
    byte[] certificates = new byte[0];
    try {
      report = entry.outblob(AttestationReport.REPORT_BYTES + 1);
      if (withCertificates) {
        certificates = entry.auxblob(GuestRequestAbi.MAX_CERTIFICATE_BYTES + 1);
      }
    } catch (SevGuestException e) {
      if (e.reason() == Reason.FIRMWARE) {
        // What was refused may not be what was asked.
        requireGeneration(answered, entry);
      }
      throw e;
    }
    requireGeneration(answered, entry);
    if (report.length != AttestationReport.REPORT_BYTES) {
      throw new SevGuestException(
          Reason.BAD_RESPONSE,
          "the report does not have " + AttestationReport.REPORT_BYTES + " bytes");
    }
    if (certificates.length > GuestRequestAbi.MAX_CERTIFICATE_BYTES) {
      throw new SevGuestException(
          Reason.CERTIFICATES_TOO_LARGE, "the host's certificates have more than 16384 bytes");
    }
    return new ExtendedReport(
        GuestRequestAbi.checkedReport(report, reportData, vmpl), certificates);
  }

  private static void requireSevGuest(TsmProvider provider) throws SevGuestException {
    if (provider != TsmProvider.SEV_GUEST) {
      throw new SevGuestException(
          Reason.OTHER_PROVIDER,
          "the provider of configfs-tsm is " + provider.word() + ", not sev_guest");
    }
  }

  private static void requireLevel(int vmpl, long floor) throws SevGuestException {
    if (Long.compareUnsigned(vmpl, floor) < 0) {
      throw new SevGuestException(
          Reason.VMPL_BELOW_FLOOR,
          "VMPL " + vmpl + " is below this guest's floor of " + Long.toUnsignedString(floor));
    }
  }

  private static void requireGeneration(long expected, TsmEntry entry) throws SevGuestException {
    if (entry.generation() != expected) {
      throw new SevGuestException(
          Reason.CONTENDED, "the request was changed by others before its answer was read");
    }
  }
}
