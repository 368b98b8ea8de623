package org.elastictee.sev.guest;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.elastictee.sev.attest.AttestationReport;
import org.elastictee.sev.guest.SevGuestException.Reason;

/**
 * The layouts of the guest device: Linux {@code include/uapi/linux/sev-guest.h}, and inside of the
 * responses AMD SEV-SNP Firmware ABI (document 56860), {@code MSG_REPORT_RSP} and {@code
 * MSG_KEY_RSP}. All integers are little-endian. Nothing here calls anything.
 *
 * <pre>
 * struct snp_guest_request_ioctl, 32 bytes
 *    0  1  msg_version, then 7 bytes of padding
 *    8  8  req_data, an address
 *   16  8  resp_data, an address
 *   24  4  fw_error    \ together
 *   28  4  vmm_error   / exitinfo2
 * struct snp_report_req, 96 bytes
 *    0 64  user_data
 *   64  4  vmpl
 *   68 28  zero
 * struct snp_ext_report_req, 112 bytes
 *    0 96  struct snp_report_req
 *   96  8  certs_address
 *  104  4  certs_len, then 4 bytes of padding
 * struct snp_report_resp, 4000 bytes
 *    0  4  status
 *    4  4  report_size
 *    8 24  reserved
 *   32     report
 * struct snp_derived_key_resp, 64 bytes
 *    0  4  status
 *    4 28  reserved
 *   32 32  derived key
 * </pre>
 */
final class GuestRequestAbi {
  static final long SNP_GET_REPORT = 0xC020_5300L;
  static final long SNP_GET_DERIVED_KEY = 0xC020_5301L;
  static final long SNP_GET_EXT_REPORT = 0xC020_5302L;

  static final int MESSAGE_VERSION = 1;

  static final int GUEST_REQUEST_BYTES = 32;
  static final int REPORT_REQUEST_BYTES = 96;
  static final int EXT_REPORT_REQUEST_BYTES = 112;
  static final int REPORT_RESPONSE_BYTES = 4000;
  static final int DERIVED_KEY_RESPONSE_BYTES = 64;

  /** {@code SEV_FW_BLOB_MAX_SIZE} of the driver: more certificates it does not hand on. */
  static final int MAX_CERTIFICATE_BYTES = 0x4000;

  /** The unit in which the driver takes and asks for room for certificates. */
  static final int PAGE_BYTES = 4096;

  private static final int REQ_DATA = 8;
  private static final int RESP_DATA = 16;
  private static final int EXITINFO2 = 24;
  private static final int VMPL = 64;
  private static final int CERTS_ADDRESS = 96;
  private static final int CERTS_LEN = 104;
  private static final int REPORT_SIZE = 4;
  private static final int PAYLOAD = 32;
  private static final int MIN_REPORT_VERSION = 2;
  private static final int MAX_REPORT_VERSION = 5;

  private GuestRequestAbi() {}

  static byte[] requireReportData(byte[] reportData) {
    if (reportData.length != SevGuest.REPORT_DATA_BYTES) {
      throw new IllegalArgumentException(
          "REPORT_DATA has exactly " + SevGuest.REPORT_DATA_BYTES + " bytes");
    }
    return reportData;
  }

  static int requireVmpl(int vmpl) {
    if (vmpl < 0 || vmpl > SevGuest.MAX_VMPL) {
      throw new IllegalArgumentException("VMPL is 0 to " + SevGuest.MAX_VMPL);
    }
    return vmpl;
  }

  /** Encodes {@code struct snp_guest_request_ioctl}, with {@code exitinfo2} zero. */
  static byte[] guestRequest(long requestAddress, long responseAddress) {
    return zeros(GUEST_REQUEST_BYTES)
        .put(0, (byte) MESSAGE_VERSION)
        .putLong(REQ_DATA, requestAddress)
        .putLong(RESP_DATA, responseAddress)
        .array();
  }

  /** Encodes {@code struct snp_report_req}. */
  static byte[] reportRequest(byte[] reportData, int vmpl) {
    return putReportRequest(zeros(REPORT_REQUEST_BYTES), reportData, vmpl).array();
  }

  /** Encodes {@code struct snp_ext_report_req}. */
  static byte[] extReportRequest(byte[] reportData, int vmpl, long certsAddress, int certsLength) {
    return putReportRequest(zeros(EXT_REPORT_REQUEST_BYTES), reportData, vmpl)
        .putLong(CERTS_ADDRESS, certsAddress)
        .putInt(CERTS_LEN, certsLength)
        .array();
  }

  private static ByteBuffer putReportRequest(ByteBuffer out, byte[] reportData, int vmpl) {
    return out.put(0, requireReportData(reportData)).putInt(VMPL, requireVmpl(vmpl));
  }

  /** Decodes {@code exitinfo2} of {@code struct snp_guest_request_ioctl}. */
  static long exitinfo2(ByteBuffer guestRequest) {
    return little(guestRequest).getLong(EXITINFO2);
  }

  /** Decodes {@code certs_len} of {@code struct snp_ext_report_req}, unsigned 32 bits. */
  static long certsLength(ByteBuffer extReportRequest) {
    return Integer.toUnsignedLong(little(extReportRequest).getInt(CERTS_LEN));
  }

  /**
   * Decodes {@code struct snp_report_resp}.
   *
   * @param reportData what was asked to be signed
   * @param vmpl the level that was asked for
   * @throws SevGuestException with {@link Reason#FIRMWARE} or {@link Reason#BAD_RESPONSE}
   */
  static AttestationResponse reportResponse(ByteBuffer response, byte[] reportData, int vmpl)
      throws SevGuestException {
    ByteBuffer in = little(response);
    requireSuccess(in);
    if (in.getInt(REPORT_SIZE) != AttestationReport.REPORT_BYTES) {
      throw bad("the report does not have " + AttestationReport.REPORT_BYTES + " bytes");
    }
    byte[] report = new byte[AttestationReport.REPORT_BYTES];
    in.get(PAYLOAD, report);
    return checkedReport(report, reportData, vmpl);
  }

  /** Checks that a report of the right length is the answer to what was asked. */
  static AttestationResponse checkedReport(byte[] report, byte[] reportData, int vmpl)
      throws SevGuestException {
    AttestationReport fields = AttestationReport.of(report);
    if (fields.version() < MIN_REPORT_VERSION || fields.version() > MAX_REPORT_VERSION) {
      throw bad("a report of version " + fields.version() + ", which is not known");
    }
    if (!Arrays.equals(fields.reportData(), reportData) || fields.vmpl() != vmpl) {
      throw bad("the report is not for the REPORT_DATA and VMPL that were asked for");
    }
    return new AttestationResponse(fields);
  }

  /**
   * Decodes {@code struct snp_derived_key_resp}.
   *
   * @return the key, which the caller overwrites; it may be all zeros
   * @throws SevGuestException with {@link Reason#FIRMWARE}
   */
  static byte[] derivedKeyResponse(ByteBuffer response) throws SevGuestException {
    ByteBuffer in = little(response);
    requireSuccess(in);
    byte[] key = new byte[SevGuest.DERIVED_KEY_BYTES];
    in.get(PAYLOAD, key);
    return key;
  }

  private static void requireSuccess(ByteBuffer response) throws SevGuestException {
    int status = response.getInt(0);
    if (status != FirmwareStatus.SUCCESS.code()) {
      throw SevGuestException.ofExitinfo2(
          Reason.FIRMWARE,
          "the firmware refused the request: " + GuestFailure.describeFirmware(status),
          Integer.toUnsignedLong(status));
    }
  }

  private static SevGuestException bad(String message) {
    return new SevGuestException(Reason.BAD_RESPONSE, message);
  }

  private static ByteBuffer zeros(int length) {
    return little(ByteBuffer.allocate(length));
  }

  private static ByteBuffer little(ByteBuffer buffer) {
    return buffer.order(ByteOrder.LITTLE_ENDIAN);
  }
}
