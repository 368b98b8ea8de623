package org.elastictee.sim.firmware;

import java.util.Arrays;
import org.elastictee.sev.attest.AttestationReport;

/**
 * Signs reports: ECDSA on P-384 with SHA-384 over bytes 000h to 29Fh; {@code R} at 2A0h and {@code
 * S} at 2E8h, little-endian in 72 bytes each, and zeros behind them. AMD SEV-SNP Firmware ABI
 * (document 56860), structure {@code ATTESTATION_REPORT}.
 */
public final class ReportSignature {
  private static final int SIGNED_BYTES = 0x2A0;
  private static final int COMPONENT_BYTES = 72;

  private ReportSignature() {}

  /**
   * Signs a report in place, whatever it says: also one that no firmware would make.
   *
   * @param report {@value AttestationReport#REPORT_BYTES} bytes
   * @throws IllegalArgumentException if it has another length
   */
  public static void sign(byte[] report, EndorsementKey key) {
    if (report.length != AttestationReport.REPORT_BYTES) {
      throw new IllegalArgumentException(
          "a report has " + AttestationReport.REPORT_BYTES + " bytes");
    }
    byte[] signature = key.sign(Arrays.copyOf(report, SIGNED_BYTES));
    int half = signature.length / 2;
    Arrays.fill(report, SIGNED_BYTES, report.length, (byte) 0);
    putLittleEndian(report, SIGNED_BYTES, signature, 0, half);
    putLittleEndian(report, SIGNED_BYTES + COMPONENT_BYTES, signature, half, half);
  }

  private static void putLittleEndian(
      byte[] report, int offset, byte[] bigEndian, int from, int length) {
    for (int i = 0; i < length; i++) {
      report[offset + i] = bigEndian[from + length - 1 - i];
    }
  }
}
