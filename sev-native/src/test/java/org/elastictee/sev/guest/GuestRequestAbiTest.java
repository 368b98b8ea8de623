package org.elastictee.sev.guest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.Optional;
import org.elastictee.sev.guest.SevGuestException.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GuestRequestAbiTest {
  private static final byte[] DATA = ScriptedGuestDevice.counting(64);

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static ByteBuffer reportResponse(int version) {
    ByteBuffer response = ByteBuffer.allocate(4000).order(ByteOrder.LITTLE_ENDIAN);
    response.putInt(4, 1184).putInt(32, version).putInt(32 + 0x30, 1);
    return response.put(32 + 0x50, DATA);
  }

  private static void assertRefused(Reason reason, ByteBuffer response) {
    SevGuestException e =
        assertThrows(
            SevGuestException.class, () -> GuestRequestAbi.reportResponse(response, DATA, 1));
    assertEquals(reason, e.reason());
  }

  @Test
  void numbersTheRequestsAsTheKernelDoes() {
    // _IOWR('S', nr, 32): direction 3, size 32, type 'S', number.
    long base = 3L << 30 | 32L << 16 | (long) 'S' << 8;
    assertEquals(base, GuestRequestAbi.SNP_GET_REPORT);
    assertEquals(base | 1, GuestRequestAbi.SNP_GET_DERIVED_KEY);
    assertEquals(base | 2, GuestRequestAbi.SNP_GET_EXT_REPORT);
  }

  @Test
  void encodesTheArgument() {
    assertEquals(
        "0100000000000000" + "0807060504030201" + "1817161514131211" + "0000000000000000",
        hex(GuestRequestAbi.guestRequest(0x0102030405060708L, 0x1112131415161718L)));
  }

  @Test
  void encodesAReportRequest() {
    assertEquals(
        hex(DATA) + "03000000" + "00".repeat(28), hex(GuestRequestAbi.reportRequest(DATA, 3)));
  }

  @Test
  void encodesAnExtendedReportRequest() {
    assertEquals(
        hex(DATA) + "02000000" + "00".repeat(28) + "0807060504030201" + "00400000" + "00000000",
        hex(GuestRequestAbi.extReportRequest(DATA, 2, 0x0102030405060708L, 0x4000)));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 63, 65, 128})
  void refusesReportDataOfAnotherLength(int length) {
    byte[] data = new byte[length];
    assertThrows(IllegalArgumentException.class, () -> GuestRequestAbi.reportRequest(data, 0));
    assertThrows(
        IllegalArgumentException.class, () -> GuestRequestAbi.extReportRequest(data, 0, 1, 0x4000));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 4, Integer.MIN_VALUE})
  void refusesAVmplOutOfRange(int vmpl) {
    assertThrows(IllegalArgumentException.class, () -> GuestRequestAbi.reportRequest(DATA, vmpl));
    assertThrows(
        IllegalArgumentException.class,
        () -> GuestRequestAbi.extReportRequest(DATA, vmpl, 1, 0x4000));
  }

  @Test
  void decodesExitinfo2AndTheRoomWanted() {
    ByteBuffer argument = ByteBuffer.allocate(32);
    argument.put(24, HexFormat.of().parseHex("1600000002000080"));
    assertEquals(0x8000_0002_0000_0016L, GuestRequestAbi.exitinfo2(argument));
    ByteBuffer request = ByteBuffer.allocate(112);
    request.put(104, HexFormat.of().parseHex("001000f0"));
    assertEquals(0xF000_1000L, GuestRequestAbi.certsLength(request));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5})
  void decodesAReport(int version) throws Exception {
    ByteBuffer response = reportResponse(version);
    AttestationResponse report = GuestRequestAbi.reportResponse(response, DATA, 1);
    assertEquals(version, report.fields().version());
    byte[] raw = new byte[1184];
    response.get(32, raw);
    assertArrayEquals(raw, report.report());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 6, -1})
  void refusesAReportOfAnotherVersion(int version) {
    assertRefused(Reason.BAD_RESPONSE, reportResponse(version));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1183, 1185, -1})
  void refusesAReportOfAnotherSize(int size) {
    assertRefused(Reason.BAD_RESPONSE, reportResponse(2).putInt(4, size));
  }

  @ParameterizedTest
  @CsvSource({"0x50, 0", "0x8F, 0", "0x30, 0", "0x33, 1"})
  void refusesAReportForSomethingElse(String offset, int value) {
    ByteBuffer response = reportResponse(2).put(32 + Integer.decode(offset), (byte) value);
    assertRefused(Reason.BAD_RESPONSE, response);
  }

  @ParameterizedTest
  @CsvSource({"0x16, INVALID_PARAM", "0x27, INVALID_KEY", "0x99, ", "-1, "})
  void refusesAResponseWhoseStatusSaysNo(String code, FirmwareStatus status) {
    int number = Integer.decode(code);
    ByteBuffer report = reportResponse(2).putInt(0, number);
    ByteBuffer key = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN).putInt(0, number);
    assertRefused(Reason.FIRMWARE, report);
    SevGuestException e =
        assertThrows(SevGuestException.class, () -> GuestRequestAbi.derivedKeyResponse(key));
    assertEquals(Reason.FIRMWARE, e.reason());
    assertEquals(Optional.ofNullable(status), e.firmwareStatus());
    assertEquals(number, e.firmwareError());
    assertEquals(0, e.vmmError());
  }

  @Test
  void decodesAKey() throws Exception {
    ByteBuffer response = ByteBuffer.allocate(64).put(32, ScriptedGuestDevice.KEY);
    assertArrayEquals(ScriptedGuestDevice.KEY, GuestRequestAbi.derivedKeyResponse(response));
  }
}
