package org.elastictee.sim;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The guest device as bytes, by offsets of its own: nothing of the production code, and nothing of
 * the simulator but the kernel.
 */
public final class RawDevice {
  public static final long GET_REPORT = 0xC020_5300L;
  public static final long GET_DERIVED_KEY = 0xC020_5301L;
  public static final long GET_EXT_REPORT = 0xC020_5302L;

  public static final long ARGUMENT = 0x10_0000;
  public static final long REQUEST = 0x20_0000;
  public static final long RESPONSE = 0x30_0000;
  public static final long CERTIFICATES = 0x40_0000;

  /** What the caller leaves in exitinfo2, and in everything that the kernel is to fill. */
  public static final byte UNTOUCHED = 0x5A;

  private final GuestKernel kernel;
  private final FakeUserMemory memory = new FakeUserMemory();

  public RawDevice(GuestKernel kernel) {
    this.kernel = kernel;
  }

  public FakeUserMemory memory() {
    return memory;
  }

  public static byte[] filled(int length) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, UNTOUCHED);
    return bytes;
  }

  private static ByteBuffer little(int length) {
    return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
  }

  public static byte[] argument(int version, long request, long response) {
    return little(32)
        .put(0, (byte) version)
        .putLong(8, request)
        .putLong(16, response)
        .put(24, filled(8))
        .array();
  }

  public static byte[] reportRequest(int vmpl) {
    byte[] request = new byte[96];
    for (int i = 0; i < 64; i++) {
      request[i] = (byte) i;
    }
    request[64] = (byte) vmpl;
    return request;
  }

  public static byte[] extReportRequest(long address, int length) {
    return little(112).put(0, reportRequest(0)).putLong(96, address).putInt(104, length).array();
  }

  public static byte[] keyRequest(int root, long fields, int vmpl, int svn, long tcb) {
    return little(32)
        .putInt(0, root)
        .putLong(8, fields)
        .putInt(16, vmpl)
        .putInt(20, svn)
        .putLong(24, tcb)
        .array();
  }

  /** Lays out a request with room for any answer, and makes the call. */
  public int call(long number, byte[] request) {
    map(request);
    return ioctl(number);
  }

  /** Lays out a request with room for any answer. */
  public void map(byte[] request) {
    memory
        .map(ARGUMENT, argument(1, REQUEST, RESPONSE))
        .map(REQUEST, request)
        .map(RESPONSE, filled(4000))
        .map(CERTIFICATES, filled(0x8000));
  }

  /** Makes a call with what is laid out. */
  public int ioctl(long number) {
    return kernel.ioctl(number, ARGUMENT, memory);
  }

  public int report() {
    return call(GET_REPORT, reportRequest(0));
  }

  public int key() {
    return call(GET_DERIVED_KEY, keyRequest(0, 8, 0, 0, 0));
  }

  public int extReport(int certificateBytes) {
    return call(GET_EXT_REPORT, extReportRequest(CERTIFICATES, certificateBytes));
  }

  public byte[] response() {
    return memory.region(RESPONSE);
  }

  public int status() {
    return ByteBuffer.wrap(response()).order(ByteOrder.LITTLE_ENDIAN).getInt(0);
  }

  public byte[] derivedKey() {
    return Arrays.copyOfRange(response(), 32, 64);
  }

  public byte[] rawReport() {
    return Arrays.copyOfRange(response(), 32, 32 + 1184);
  }

  public byte[] certificates() {
    return memory.region(CERTIFICATES);
  }

  public int certsLen() {
    return ByteBuffer.wrap(memory.region(REQUEST)).order(ByteOrder.LITTLE_ENDIAN).getInt(104);
  }

  public long exitinfo2() {
    return ByteBuffer.wrap(memory.region(ARGUMENT)).order(ByteOrder.LITTLE_ENDIAN).getLong(24);
  }

  /** Returns whether the kernel has left the argument as the caller wrote it. */
  public boolean isArgumentUntouched() {
    return exitinfo2() == 0x5A5A_5A5A_5A5A_5A5AL;
  }
}
