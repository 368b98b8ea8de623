package org.elastictee.sim.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.OptionalInt;
import org.elastictee.sim.UserMemory;
import org.elastictee.sim.UserMemory.BadAddressException;
import org.elastictee.sim.firmware.GuestMessage;
import org.elastictee.sim.host.GuestRequestExit;
import org.elastictee.sim.kernel.MessageChannel.Outcome;

/**
 * One {@code ioctl} on the guest device, in the order of the driver: Linux {@code snp_guest_ioctl}.
 * The layouts are those of {@code include/uapi/linux/sev-guest.h}.
 */
final class GuestRequestIoctl {
  static final long SNP_GET_REPORT = 0xC020_5300L;
  static final long SNP_GET_DERIVED_KEY = 0xC020_5301L;
  static final long SNP_GET_EXT_REPORT = 0xC020_5302L;

  /** {@code struct snp_guest_request_ioctl}. */
  static final int ARGUMENT_BYTES = 32;

  /** {@code SEV_FW_BLOB_MAX_SIZE}. */
  static final int MAX_CERTIFICATE_BYTES = 0x4000;

  static final int PAGE_BYTES = 4096;

  /** The first address that is not the process's, as {@code access_ok} has it. */
  static final long TASK_SIZE = 0x7FFF_FFFF_F000L;

  private static final long NO_FIRMWARE_CALL = 0xFF;
  private static final int REQ_DATA = 8;
  private static final int RESP_DATA = 16;
  private static final int EXITINFO2 = 24;
  private static final int REPORT_REQUEST_BYTES = 96;
  private static final int REPORT_RESPONSE_BYTES = 4000;
  private static final int KEY_REQUEST_BYTES = 32;
  private static final int KEY_RESPONSE_BYTES = 64;
  private static final int EXT_REPORT_REQUEST_BYTES = 112;
  private static final int CERTS_ADDRESS = 96;
  private static final int CERTS_LEN = 104;

  private final MessageChannel channel;
  private final int vmpl;
  private final UserMemory memory;
  private final ByteBuffer argument;
  private long exitinfo2 = NO_FIRMWARE_CALL;

  /**
   * Creates a call.
   *
   * @param argument {@value #ARGUMENT_BYTES} bytes, read from the process; taken over
   */
  GuestRequestIoctl(MessageChannel channel, int vmpl, UserMemory memory, byte[] argument) {
    this.channel = channel;
    this.vmpl = vmpl;
    this.memory = memory;
    this.argument = ByteBuffer.wrap(argument).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Makes the call, and writes the argument back where there is an error to be told. */
  int run(long request, long address) {
    if (msgVersion() == 0) {
      return -Errno.EINVAL;
    }
    try {
      int errno = command(request);
      if (exitinfo2 != 0) {
        memory.write(address, argument.putLong(EXITINFO2, exitinfo2).array());
      }
      return -errno;
    } catch (BadAddressException e) {
      return -Errno.EFAULT;
    }
  }

  private int command(long request) {
    if (request != SNP_GET_REPORT
        && request != SNP_GET_DERIVED_KEY
        && request != SNP_GET_EXT_REPORT) {
      return Errno.ENOTTY;
    }
    if (reqData() == 0 || respData() == 0) {
      return Errno.EINVAL;
    }
    try {
      if (request == SNP_GET_REPORT) {
        return plain(GuestMessage.MSG_REPORT_REQ, REPORT_REQUEST_BYTES, REPORT_RESPONSE_BYTES);
      }
      if (request == SNP_GET_DERIVED_KEY) {
        return plain(GuestMessage.MSG_KEY_REQ, KEY_REQUEST_BYTES, KEY_RESPONSE_BYTES);
      }
      return extended();
    } catch (BadAddressException e) {
      return Errno.EFAULT;
    }
  }

  private int plain(int type, int requestBytes, int responseBytes) throws BadAddressException {
    byte[] payload = memory.read(reqData(), requestBytes);
    Outcome outcome = send(type, payload, OptionalInt.empty(), responseBytes);
    if (outcome.errno() == 0) {
      memory.write(respData(), Arrays.copyOf(outcome.response(), responseBytes));
    }
    return outcome.errno();
  }

  private int extended() throws BadAddressException {
    ByteBuffer request =
        ByteBuffer.wrap(memory.read(reqData(), EXT_REPORT_REQUEST_BYTES))
            .order(ByteOrder.LITTLE_ENDIAN);
    long certsAddress = request.getLong(CERTS_ADDRESS);
    long certsLength = Integer.toUnsignedLong(request.getInt(CERTS_LEN));
    boolean wanted = certsAddress != 0 && certsLength != 0;
    if (wanted) {
      if (certsLength > MAX_CERTIFICATE_BYTES || certsLength % PAGE_BYTES != 0) {
        return Errno.EINVAL;
      }
      if (certsAddress < 0 || certsAddress > TASK_SIZE - certsLength) {
        return Errno.EFAULT;
      }
    }
    int pages = wanted ? (int) certsLength / PAGE_BYTES : 0;
    byte[] payload = Arrays.copyOf(request.array(), REPORT_REQUEST_BYTES);
    Outcome outcome =
        send(GuestMessage.MSG_REPORT_REQ, payload, OptionalInt.of(pages), REPORT_RESPONSE_BYTES);
    if (outcome.exitinfo2() == GuestRequestExit.INVALID_LEN) {
      memory.write(reqData(), request.putInt(CERTS_LEN, outcome.pages() * PAGE_BYTES).array());
    }
    if (outcome.errno() != 0) {
      return outcome.errno();
    }
    if (wanted) {
      memory.write(certsAddress, Arrays.copyOf(outcome.certificates(), (int) certsLength));
    }
    memory.write(respData(), Arrays.copyOf(outcome.response(), REPORT_RESPONSE_BYTES));
    return 0;
  }

  private Outcome send(int type, byte[] payload, OptionalInt certificatePages, int responseBytes) {
    Outcome outcome =
        channel.send(
            new GuestMessage(type, msgVersion(), 0, vmpl, payload),
            certificatePages,
            responseBytes);
    exitinfo2 = outcome.exitinfo2();
    return outcome;
  }

  private int msgVersion() {
    return argument.get(0) & 0xFF;
  }

  private long reqData() {
    return argument.getLong(REQ_DATA);
  }

  private long respData() {
    return argument.getLong(RESP_DATA);
  }
}
