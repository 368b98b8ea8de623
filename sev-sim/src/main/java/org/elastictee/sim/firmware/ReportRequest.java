package org.elastictee.sim.firmware;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import org.elastictee.sev.attest.AttestationReport;
import org.elastictee.sev.guest.FirmwareStatus;
import org.elastictee.sim.firmware.EndorsementKey.Kind;

/**
 * Answers {@code MSG_REPORT_REQ} of message version 1 with {@code MSG_REPORT_RSP}: AMD SEV-SNP
 * Firmware ABI (document 56860).
 *
 * <pre>
 * request, 96 bytes                     response, 4000 bytes as the kernel has room for
 *    0 64  REPORT_DATA                     0  4  STATUS
 *   64  4  VMPL                            4  4  REPORT_SIZE
 *   68  4  bits 1 to 0 KEY_SEL             8 24  reserved
 *   72 24  reserved                       32     REPORT
 * </pre>
 *
 * <p>Assumptions: the place of {@code KEY_SEL}; that reserved bits are refused; that a forced key
 * that is not installed is {@code INVALID_KEY}, and a masked VCEK leaves the report without a
 * signature.
 */
final class ReportRequest {
  static final int REQUEST_BYTES = 96;
  static final int RESPONSE_BYTES = 4000;

  private static final int REPORT_DATA_BYTES = 64;
  private static final int REPORT_SIZE = 4;
  private static final int REPORT = 32;
  private static final int KEY_SEL_MASK = 3;
  private static final int KEY_SEL_RESERVED = 3;
  private static final int MAX_VMPL = 3;

  private ReportRequest() {}

  /** Returns the response's payload. */
  static byte[] answer(PlatformState platform, GuestContext guest, GuestMessage message) {
    ByteBuffer in = ByteBuffer.wrap(message.payload()).order(ByteOrder.LITTLE_ENDIAN);
    byte[] reportData = new byte[REPORT_DATA_BYTES];
    in.get(reportData);
    int vmpl = in.getInt();
    int keySel = in.getInt();
    byte[] reserved = new byte[in.remaining()];
    in.get(reserved);
    ByteBuffer response = ByteBuffer.allocate(RESPONSE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    if (vmpl < message.vmpl()
        || vmpl > MAX_VMPL
        || (keySel & ~KEY_SEL_MASK) != 0
        || keySel == KEY_SEL_RESERVED
        || !Bytes.isZero(reserved)) {
      return response.putInt(FirmwareStatus.INVALID_PARAM.code()).array();
    }
    Optional<Kind> signer = KeySelection.of(keySel, platform);
    if (keySel == KeySelection.VLEK && signer.isEmpty()) {
      return response.putInt(FirmwareStatus.INVALID_KEY.code()).array();
    }
    byte[] report = new ReportEncoder(platform, guest).encode(reportData, vmpl, signer);
    return response.putInt(REPORT_SIZE, AttestationReport.REPORT_BYTES).put(REPORT, report).array();
  }
}
