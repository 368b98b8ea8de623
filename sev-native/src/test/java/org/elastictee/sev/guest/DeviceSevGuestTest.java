package org.elastictee.sev.guest;

import static org.elastictee.sev.guest.ScriptedGuestDevice.error;
import static org.elastictee.sev.guest.ScriptedGuestDevice.extendedReport;
import static org.elastictee.sev.guest.ScriptedGuestDevice.key;
import static org.elastictee.sev.guest.ScriptedGuestDevice.needsRoom;
import static org.elastictee.sev.guest.ScriptedGuestDevice.report;
import static org.elastictee.sev.guest.ScriptedGuestDevice.status;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Set;
import org.elastictee.sev.guest.DerivedKeyRequest.GuestField;
import org.elastictee.sev.guest.ScriptedGuestDevice.Call;
import org.elastictee.sev.guest.SevGuestException.Reason;
import org.elastictee.sev.memory.SecretMemory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceSevGuestTest {
  private static final byte[] DATA = ScriptedGuestDevice.counting(64);
  private static final int EIO = 5;
  private static final DerivedKeyRequest REQUEST =
      DerivedKeyRequest.builder()
          .guestFieldSelect(Set.of(GuestField.MEASUREMENT, GuestField.GUEST_POLICY))
          .vmpl(1)
          .build();

  private final ScriptedGuestDevice device = new ScriptedGuestDevice();
  private final DeviceSevGuest guest = DeviceSevGuest.over(device);

  private static SevGuestException assertRefused(Reason reason, Executable action) {
    SevGuestException e = assertThrows(SevGuestException.class, action);
    assertEquals(reason, e.reason());
    return e;
  }

  private void assertCalls(long... numbers) {
    assertArrayEquals(numbers, device.calls.stream().mapToLong(Call::number).toArray());
  }

  @Test
  void asksForAReportAsTheKernelLaysItOut() throws Exception {
    device.then(report(3));
    AttestationResponse response = guest.report(DATA, 2);
    assertEquals(2, response.fields().vmpl());
    assertArrayEquals(DATA, response.fields().reportData());
    assertEquals(0x77, response.report()[0x2A0]);
    assertCalls(ScriptedGuestDevice.GET_REPORT);
    Call call = device.calls.get(0);
    assertArrayEquals(GuestRequestAbi.reportRequest(DATA, 2), call.requestBytes());
  }

  @Test
  void makesEachCallWithVersion1AndExitinfo2Zero() throws Exception {
    device.then(report(3)).then(extendedReport(new byte[] {1})).then(key(ScriptedGuestDevice.KEY));
    guest.report(DATA, 0);
    guest.extendedReport(DATA, 0);
    guest.derivedKey(REQUEST).close();
    for (Call call : device.calls) {
      byte[] argument = call.argumentBytes();
      assertArrayEquals(new byte[] {1, 0, 0, 0, 0, 0, 0, 0}, Arrays.copyOf(argument, 8));
      assertArrayEquals(new byte[8], Arrays.copyOfRange(argument, 24, 32));
    }
  }

  @Test
  void asksForADerivedKeyAsTheKernelLaysItOut() throws Exception {
    device.then(key(ScriptedGuestDevice.KEY));
    try (SecretMemory key = guest.derivedKey(REQUEST)) {
      assertArrayEquals(ScriptedGuestDevice.KEY, key.copy());
    }
    assertCalls(ScriptedGuestDevice.GET_DERIVED_KEY);
    assertArrayEquals(REQUEST.encode(), device.calls.get(0).requestBytes());
  }

  @Test
  void refusesAKeyOfZerosAndKeepsTheDevice() throws Exception {
    device.then(key(new byte[32])).then(key(ScriptedGuestDevice.KEY));
    assertRefused(Reason.ZERO_KEY, () -> guest.derivedKey(REQUEST));
    guest.derivedKey(REQUEST).close();
  }

  @Test
  void refusesAKeyWhoseStatusSaysNo() {
    device.then(
        call -> {
          key(ScriptedGuestDevice.KEY).answer(call);
          return status(0x27).answer(call);
        });
    SevGuestException e = assertRefused(Reason.FIRMWARE, () -> guest.derivedKey(REQUEST));
    assertEquals(FirmwareStatus.INVALID_KEY, e.firmwareStatus().orElseThrow());
  }

  @Test
  void aStatusInTheResponseKeepsTheDevice() throws Exception {
    device.then(status(0x16)).then(status(0x16)).then(status(0x16)).then(report(2));
    assertRefused(Reason.FIRMWARE, () -> guest.report(DATA, 0));
    assertRefused(Reason.FIRMWARE, () -> guest.extendedReport(DATA, 0));
    assertRefused(Reason.FIRMWARE, () -> guest.derivedKey(REQUEST));
    assertFalse(guest.isDisabled());
    guest.report(DATA, 0);
  }

  @Test
  void refusesAReportThatWasNotWritten() {
    device.then(call -> 0);
    assertRefused(Reason.BAD_RESPONSE, () -> guest.report(DATA, 0));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 63, 65})
  void refusesReportDataOfAnotherLengthWithoutACall(int length) {
    byte[] data = new byte[length];
    assertThrows(IllegalArgumentException.class, () -> guest.report(data, 0));
    assertThrows(IllegalArgumentException.class, () -> guest.extendedReport(data, 0));
    assertCalls();
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 4})
  void refusesAVmplOutOfRangeWithoutACall(int vmpl) {
    assertThrows(IllegalArgumentException.class, () -> guest.report(DATA, vmpl));
    assertThrows(IllegalArgumentException.class, () -> guest.extendedReport(DATA, vmpl));
    assertCalls();
  }

  @Test
  void offersAllTheRoomThereIsForCertificates() throws Exception {
    byte[] table = ScriptedGuestDevice.counting(100);
    device.then(extendedReport(table));
    ExtendedReport report = guest.extendedReport(DATA, 1);
    assertEquals(0x4000, device.calls.get(0).requestBytes()[105] << 8);
    assertArrayEquals(Arrays.copyOf(table, 0x4000), report.certificateTable());
    assertEquals(1, report.fields().vmpl());
    assertCalls(ScriptedGuestDevice.GET_EXT_REPORT);
  }

  @Test
  void aHostWithoutCertificatesGivesAnEmptyTable() throws Exception {
    device.then(extendedReport(new byte[0]));
    assertEquals(0, guest.extendedReport(DATA, 0).certificateTable().length);
  }

  @ParameterizedTest
  @CsvSource({"5, 4096", "5, 16384", "0, 8192", "28, 4096"})
  void asksOnceMoreWithTheRoomThatIsAskedFor(int errno, int bytes) throws Exception {
    byte[] table = ScriptedGuestDevice.counting(50);
    device.then(needsRoom(errno, bytes)).then(extendedReport(table));
    ExtendedReport report = guest.extendedReport(DATA, 0);
    assertArrayEquals(Arrays.copyOf(table, bytes), report.certificateTable());
    byte[] second = device.calls.get(1).requestBytes();
    assertEquals(bytes, GuestRequestAbi.certsLength(ByteBuffer.wrap(second)));
    assertFalse(guest.isDisabled());
  }

  @ParameterizedTest
  @CsvSource({
    "0x5000,     CERTIFICATES_TOO_LARGE",
    "0x4001,     CERTIFICATES_TOO_LARGE",
    "0xFFFFF000, CERTIFICATES_TOO_LARGE",
    "0,          BAD_RESPONSE",
    "4095,       BAD_RESPONSE"
  })
  void doesNotAskForRoomThatTheKernelDoesNotHave(String bytes, Reason reason) throws Exception {
    device.then(needsRoom(EIO, Long.decode(bytes).intValue())).then(report(2));
    assertRefused(reason, () -> guest.extendedReport(DATA, 0));
    assertEquals(1, device.calls.size());
    guest.report(DATA, 0);
  }

  @Test
  void doesNotAskAThirdTime() {
    device.then(needsRoom(EIO, 0x4000)).then(needsRoom(EIO, 0x4000));
    assertRefused(Reason.CERTIFICATES_TOO_LARGE, () -> guest.extendedReport(DATA, 0));
    assertEquals(2, device.calls.size());
    assertFalse(guest.isDisabled());
  }

  @ParameterizedTest
  @CsvSource({"110, TIMED_OUT", "74, BAD_RESPONSE", "25, DEVICE_DISABLED"})
  void doesNotAskForMoreRoomOfALostDevice(int errno, Reason reason) {
    device.then(needsRoom(errno, 0x4000));
    assertRefused(reason, () -> guest.extendedReport(DATA, 0));
    assertTrue(guest.isDisabled());
    assertEquals(1, device.calls.size());
  }

  @ParameterizedTest
  @CsvSource({
    // errno, exitinfo2, reason, firmware error, hypervisor error, lost, later reason
    "25,  0,                  DEVICE_DISABLED, 0,    0, true,  DEVICE_DISABLED",
    "25,  0xFF,               DEVICE_DISABLED, 0,    0, true,  DEVICE_DISABLED",
    "74,  0,                  BAD_RESPONSE,    0,    0, true,  DEVICE_DISABLED",
    "110, 0,                  TIMED_OUT,       0,    0, true,  DEVICE_DISABLED",
    "110, 0x200000000,        TIMED_OUT,       0,    0, true,  DEVICE_DISABLED",
    "5,   0,                  IO,              0,    0, true,  DEVICE_DISABLED",
    "5,   0xFF,               IO,              0,    0, true,  DEVICE_DISABLED",
    "5,   0xFFFFFFFFFFFFFFFF, IO,              0,    0, true,  DEVICE_DISABLED",
    "5,   0x16,               FIRMWARE,        0x16, 0, true,  DEVICE_DISABLED",
    "5,   0x99,               FIRMWARE,        0x99, 0, true,  DEVICE_DISABLED",
    "5,   0x200000000,        THROTTLED,            0,    2, true,  DEVICE_DISABLED",
    "5,   0x700000016,        VMM,             0x16, 7, true,  DEVICE_DISABLED",
    "0,   0x16,               FIRMWARE,        0x16, 0, true,  DEVICE_DISABLED",
    "0,   0x200000000,        THROTTLED,            0,    2, true,  DEVICE_DISABLED",
    "5,   0x100000000,        VMM,             0,    1, false, ",
    "19,  0,                  NO_DEVICE,       0,    0, true,  NO_DEVICE",
    "6,   0,                  NO_DEVICE,       0,    0, true,  NO_DEVICE",
    "9,   0,                  NO_DEVICE,       0,    0, true,  NO_DEVICE",
    "13,  0,                  NO_PERMISSION,   0,    0, false, ",
    "1,   0,                  NO_PERMISSION,   0,    0, false, ",
    "22,  0xFF,               IO,              0,    0, false, ",
    "14,  0xFF,               IO,              0,    0, false, ",
    "12,  0,                  IO,              0,    0, false, ",
    "11,  0,                  IO,              0,    0, true,  DEVICE_DISABLED",
    "99,  0x12345678,         IO,              0,    0, true,  DEVICE_DISABLED"
  })
  void tellsWhatAnErrorMeansAndWhatIsLeft(
      int errno,
      String exitinfo2,
      Reason reason,
      String firmwareError,
      int vmmError,
      boolean lost,
      Reason later)
      throws Exception {
    long info = Long.parseUnsignedLong(exitinfo2.replace("0x", ""), 16);
    device.then(error(errno, info)).then(report(2));
    SevGuestException e = assertRefused(reason, () -> guest.report(DATA, 0));
    assertEquals(Integer.decode(firmwareError), e.firmwareError());
    assertEquals(
        FirmwareStatus.ofCode(e.firmwareError()).filter(s -> s != FirmwareStatus.SUCCESS),
        e.firmwareStatus());
    assertEquals(vmmError, e.vmmError());
    assertEquals(lost, guest.isDisabled());
    if (lost) {
      assertRefused(later, () -> guest.report(DATA, 0));
      assertRefused(later, () -> guest.extendedReport(DATA, 0));
      assertRefused(later, () -> guest.derivedKey(REQUEST));
      assertEquals(1, device.calls.size());
    } else {
      guest.report(DATA, 0);
      assertEquals(2, device.calls.size());
    }
  }

  @Test
  void repeatsACallThatASignalInterrupted() throws Exception {
    device.then(error(4, 0xFF)).then(error(4, 0xFF)).then(report(3));
    guest.report(DATA, 0);
    assertEquals(3, device.calls.size());
    for (Call call : device.calls) {
      assertArrayEquals(
          new byte[8], Arrays.copyOfRange(call.argumentBytes(), 24, 32), "exitinfo2 is zero again");
      assertArrayEquals(device.calls.get(0).requestBytes(), call.requestBytes());
    }
  }

  @Test
  void givesUpACallThatIsAlwaysInterrupted() throws Exception {
    for (int i = 0; i < 17; i++) {
      device.then(error(4, 0));
    }
    device.then(report(2));
    assertRefused(Reason.IO, () -> guest.report(DATA, 0));
    assertEquals(17, device.calls.size());
    guest.report(DATA, 0);
  }

  @Test
  void anInterruptedThreadGetsItsAnswerAndStaysInterrupted() throws Exception {
    device.then(report(2));
    Thread.currentThread().interrupt();
    try {
      guest.report(DATA, 0);
    } finally {
      assertTrue(Thread.interrupted());
    }
  }

  @Test
  void wipesTheMemoryThatHeldAKey() {
    byte[][] after = new byte[1][];
    device.then(key(ScriptedGuestDevice.KEY));
    try (RequestMemory memory = new RequestMemory(32, 64, 0)) {
      device.ioctl(ScriptedGuestDevice.GET_DERIVED_KEY, memory.argument(REQUEST.encode()));
      assertEquals(1, memory.response().get(32));
      memory.wipe();
      after[0] = new byte[64];
      memory.response().get(after[0]);
    }
    assertArrayEquals(new byte[64], after[0]);
  }

  @Test
  void messagesHoldNoKeyAndNoReportData() {
    device.then(
        call -> {
          key(ScriptedGuestDevice.KEY).answer(call);
          return status(0x16).answer(call);
        });
    SevGuestException refused = assertRefused(Reason.FIRMWARE, () -> guest.derivedKey(REQUEST));
    assertEquals("the firmware refused the request: INVALID_PARAM (0x16)", refused.getMessage());
    device.then(
        call -> {
          report(3).answer(call);
          call.response().setByte(32 + 0x50, (byte) 0x99);
          return 0;
        });
    SevGuestException bad = assertRefused(Reason.BAD_RESPONSE, () -> guest.report(DATA, 0));
    assertEquals(
        "the report is not for the REPORT_DATA and VMPL that were asked for", bad.getMessage());
  }

  @Test
  void closesTheDeviceOnce() {
    guest.close();
    guest.close();
    assertEquals(1, device.closings);
  }

  @Test
  void refusesToBeUsedAfterClose() {
    guest.close();
    assertThrows(IllegalStateException.class, () -> guest.report(DATA, 0));
    assertThrows(IllegalStateException.class, () -> guest.extendedReport(DATA, 0));
    assertThrows(IllegalStateException.class, () -> guest.derivedKey(REQUEST));
    assertCalls();
  }
}
