package org.elastictee.sim.kernel;

import static org.elastictee.sim.RawDevice.ARGUMENT;
import static org.elastictee.sim.RawDevice.CERTIFICATES;
import static org.elastictee.sim.RawDevice.GET_DERIVED_KEY;
import static org.elastictee.sim.RawDevice.GET_EXT_REPORT;
import static org.elastictee.sim.RawDevice.GET_REPORT;
import static org.elastictee.sim.RawDevice.REQUEST;
import static org.elastictee.sim.RawDevice.RESPONSE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.elastictee.sim.RawDevice;
import org.elastictee.sim.SimulatedMachine;
import org.elastictee.sim.host.CallKind;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the driver refuses before anything is sent, in its order, and what it writes back. */
class IoctlOrderTest {
  private static final int EFAULT = -14;
  private static final int EINVAL = -22;
  private static final int ENOTTY = -25;

  private SimulatedMachine machine;
  private RawDevice device;

  @BeforeEach
  void start() {
    machine = SimulatedMachine.start();
    device = new RawDevice(machine.kernel());
  }

  private void assertNothingWasSent() {
    machine.hypervisor().calls().values().forEach(count -> assertEquals(0L, count));
    assertTrue(machine.kernel().isVmpckAlive());
  }

  private void assertFillerWasWrittenBack() {
    assertEquals(0xFF, device.exitinfo2());
  }

  @Test
  void anArgumentThatCannotBeReadIsAFault() {
    device.map(RawDevice.reportRequest(0));
    device.memory().unmap(ARGUMENT);
    assertEquals(EFAULT, device.ioctl(GET_REPORT));
    assertNothingWasSent();
  }

  @Test
  void anArgumentIsReadAsAWhole() {
    device.map(RawDevice.reportRequest(0));
    device.memory().map(ARGUMENT, new byte[31]);
    assertEquals(EFAULT, device.ioctl(GET_REPORT));
  }

  @Test
  void messageVersion0ComesBeforeAllElseAndWritesNothingBack() {
    device.map(new byte[0]);
    device.memory().map(ARGUMENT, RawDevice.argument(0, 0, 0));
    assertEquals(EINVAL, device.ioctl(0xBAD));
    assertTrue(device.isArgumentUntouched());
    assertNothingWasSent();
  }

  @ParameterizedTest
  @ValueSource(longs = {0xC020_5303L, 0xC020_52FFL, 0, 0x4020_5300L})
  void anUnknownNumberIsNoTerminal(long number) {
    device.map(RawDevice.reportRequest(0));
    assertEquals(ENOTTY, device.ioctl(number));
    assertFillerWasWrittenBack();
    assertNothingWasSent();
  }

  @Test
  void theNumberHas32Bits() {
    device.map(RawDevice.reportRequest(0));
    assertEquals(0, device.ioctl(0xFFFF_FFFF_C020_5300L));
  }

  @ParameterizedTest
  @CsvSource({"0, 0x300000", "0x200000, 0", "0, 0"})
  void nullAddressesAreInvalid(String request, String response) {
    for (long number : new long[] {GET_REPORT, GET_DERIVED_KEY, GET_EXT_REPORT}) {
      device.map(new byte[112]);
      device
          .memory()
          .map(ARGUMENT, RawDevice.argument(1, Long.decode(request), Long.decode(response)));
      assertEquals(EINVAL, device.ioctl(number));
      assertFillerWasWrittenBack();
    }
    assertNothingWasSent();
  }

  @ParameterizedTest
  @CsvSource({"0xC0205300, 96", "0xC0205301, 32", "0xC0205302, 112"})
  void aRequestIsReadAsAWhole(String number, int bytes) {
    device.map(new byte[bytes - 1]);
    assertEquals(EFAULT, device.ioctl(Long.decode(number)));
    assertFillerWasWrittenBack();
    assertNothingWasSent();
    assertEquals(0, device.call(Long.decode(number), new byte[bytes]));
  }

  @Test
  void anArgumentThatCannotBeWrittenBackIsAFault() {
    device.map(RawDevice.reportRequest(0));
    device.memory().protect(ARGUMENT);
    assertEquals(EFAULT, device.ioctl(0xBAD));
  }

  @ParameterizedTest
  @CsvSource({"0xC0205300, 4000", "0xC0205301, 64", "0xC0205302, 4000"})
  void aResponseThatCannotBeWrittenIsAFaultAfterwards(String number, int bytes) {
    device.map(new byte[112]);
    device.memory().map(RESPONSE, new byte[bytes - 1]);
    assertEquals(EFAULT, device.ioctl(Long.decode(number)));
    assertTrue(device.isArgumentUntouched());
    assertTrue(machine.kernel().isVmpckAlive());
    assertEquals(1, machine.hypervisor().calls().values().stream().mapToLong(c -> c).sum());
  }

  @ParameterizedTest
  @CsvSource({"0xC0205300, 4000", "0xC0205301, 64", "0xC0205302, 4000"})
  void successWritesTheResponseAndNothingElse(String number, int bytes) {
    device.map(new byte[112]);
    device.memory().map(RESPONSE, RawDevice.filled(bytes + 8));
    assertEquals(0, device.ioctl(Long.decode(number)));
    assertTrue(device.isArgumentUntouched());
    assertArrayEquals(new byte[112], device.memory().region(REQUEST));
    assertArrayEquals(RawDevice.filled(0x8000), device.certificates());
    byte[] response = device.response();
    assertEquals(0, device.status());
    for (int i = bytes; i < bytes + 8; i++) {
      assertEquals(RawDevice.UNTOUCHED, response[i]);
    }
    assertTrue(response[bytes - 1] != RawDevice.UNTOUCHED);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4095, 4097, 0x4001, 0x5000, 0x8000, -4096})
  void certificateRoomIsWholePagesUpTo16KiB(int bytes) {
    assertEquals(EINVAL, device.extReport(bytes));
    assertFillerWasWrittenBack();
    assertNothingWasSent();
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, Long.MIN_VALUE, 0x7FFF_FFFF_F000L, 0x7FFF_FFFF_E001L})
  void certificateRoomThatIsTheKernelsIsAFaultBeforehand(long address) {
    byte[] request = RawDevice.extReportRequest(address, 0x1000);
    assertEquals(EFAULT, device.call(GET_EXT_REPORT, request));
    assertFillerWasWrittenBack();
    assertNothingWasSent();
  }

  @Test
  void certificateRoomThatIsNotMappedIsAFaultAfterwards() {
    device.map(RawDevice.extReportRequest(CERTIFICATES, 0x1000));
    device.memory().unmap(CERTIFICATES);
    assertEquals(EFAULT, device.ioctl(GET_EXT_REPORT));
    assertTrue(device.isArgumentUntouched());
    assertArrayEquals(RawDevice.filled(4000), device.response());
    assertEquals(1, machine.hypervisor().calls().get(CallKind.EXTENDED_REPORT));
  }

  @ParameterizedTest
  @EnumSource(KernelVariant.class)
  void theDeviceIsNoDeviceAnyMoreOnceItVanished(KernelVariant variant) throws Exception {
    machine = SimulatedMachine.builder().kernel(variant).start();
    device = new RawDevice(machine.kernel());
    machine.vanish();
    assertEquals(-19, device.report());
    assertTrue(device.isArgumentUntouched());
    machine.reboot();
    assertEquals(0, device.report());
  }
}
