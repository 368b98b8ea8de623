package org.elastictee.sev.platform;

import java.nio.ByteBuffer;

/**
 * The command {@code TPM2_NV_ReadPublic}, which asks whether an NV index exists and needs no
 * authorization: TCG Trusted Platform Module Library, Part 3, "TPM2_NV_ReadPublic". All integers
 * are big-endian.
 *
 * <pre>
 * command, 14 bytes             response
 *    0  2  TPM_ST_NO_SESSIONS      0  2  TPM_ST_NO_SESSIONS
 *    2  4  commandSize             2  4  responseSize
 *    6  4  TPM_CC_NV_ReadPublic    6  4  responseCode
 *   10  4  nvIndex                10  2  size of TPMS_NV_PUBLIC
 *                                 12  4  nvIndex, then the rest of it
 * </pre>
 */
final class NvReadPublic {
  private static final short TPM_ST_NO_SESSIONS = (short) 0x8001;
  private static final int TPM_CC_NV_READ_PUBLIC = 0x169;
  private static final int TPM_RC_SUCCESS = 0;

  /** {@code TPM_RC_HANDLE} of the first handle: there is no such index. */
  private static final int TPM_RC_HANDLE_1 = 0x18B;

  private static final int COMMAND_BYTES = 14;
  private static final int HEADER_BYTES = 10;
  private static final int RESPONSE_SIZE = 2;
  private static final int RESPONSE_CODE = 6;
  private static final int NV_INDEX = 12;

  private NvReadPublic() {}

  /** Encodes the command. */
  static byte[] command(int nvIndex) {
    return ByteBuffer.allocate(COMMAND_BYTES)
        .putShort(TPM_ST_NO_SESSIONS)
        .putInt(COMMAND_BYTES)
        .putInt(TPM_CC_NV_READ_PUBLIC)
        .putInt(nvIndex)
        .array();
  }

  /** Decodes what a response says of the index. */
  static Sign sign(byte[] response, int nvIndex) {
    ByteBuffer in = ByteBuffer.wrap(response);
    if (response.length < HEADER_BYTES
        || in.getShort(0) != TPM_ST_NO_SESSIONS
        || in.getInt(RESPONSE_SIZE) != response.length) {
      return Sign.UNCLEAR;
    }
    return switch (in.getInt(RESPONSE_CODE)) {
      case TPM_RC_HANDLE_1 -> Sign.ABSENT;
      case TPM_RC_SUCCESS ->
          response.length >= NV_INDEX + Integer.BYTES && in.getInt(NV_INDEX) == nvIndex
              ? Sign.SEEN
              : Sign.UNCLEAR;
      default -> Sign.UNCLEAR;
    };
  }
}
