package org.elastictee.sim.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.elastictee.sev.guest.FirmwareStatus;
import org.elastictee.sim.RawDevice;
import org.elastictee.sim.SimulatedMachine;
import org.elastictee.sim.host.Fault;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a message that was sent, and of the key that it was sent with. */
class MessageChannelTest {
  private static final int EIO = -5;
  private static final int EINVAL = -22;
  private static final int ENOTTY = -25;
  private static final int EBADMSG = -74;

  private SimulatedMachine machine;
  private RawDevice device;

  @BeforeEach
  void start() throws Exception {
    start(KernelVariant.LINUX_6_15);
  }

  private void start(KernelVariant variant) throws Exception {
    machine = SimulatedMachine.builder().kernel(variant).clock(new FakeClock()).start();
    device = new RawDevice(machine.kernel());
  }

  private void assertDead() {
    assertFalse(machine.kernel().isVmpckAlive());
    assertEquals(ENOTTY, device.report());
    assertEquals(ENOTTY, device.key());
    assertEquals(ENOTTY, device.extReport(0x1000));
  }

  private void assertAlive() {
    assertTrue(machine.kernel().isVmpckAlive());
    assertEquals(0, device.report());
  }

  @ParameterizedTest
  @EnumSource(FirmwareStatus.class)
  void everyFirmwareErrorOfTheCallCostsTheDevice(FirmwareStatus status) {
    if (status == FirmwareStatus.SUCCESS) {
      assertThrows(IllegalArgumentException.class, () -> Fault.exitinfo2(status.code()));
      return;
    }
    machine.inject(Fault.exitinfo2(status.code()), 1);
    assertEquals(EIO, device.report());
    assertEquals(status.code(), device.exitinfo2());
    assertArrayEquals(RawDevice.filled(4000), device.response());
    assertDead();
  }

  @ParameterizedTest
  @EnumSource(FirmwareStatus.class)
  void everyStatusInsideOfAMessageIsSuccessOfTheCall(FirmwareStatus status) {
    if (status == FirmwareStatus.SUCCESS) {
      assertThrows(IllegalArgumentException.class, () -> Fault.status(status.code()));
      return;
    }
    machine.inject(Fault.status(status.code()), 2);
    assertEquals(0, device.report());
    assertEquals(status.code(), device.status());
    assertTrue(device.isArgumentUntouched());
    assertEquals(0, device.key());
    assertEquals(status.code(), device.status());
    assertArrayEquals(new byte[32], device.derivedKey());
    assertAlive();
  }

  @ParameterizedTest
  @ValueSource(longs = {0x3_0000_0000L, 0xFF_0000_0016L, -1, 0x2_0000_0001L, 0x1_0000_0001L})
  void anyOtherErrorOfTheHypervisorCostsTheDevice(long exitinfo2) {
    machine.inject(Fault.exitinfo2(exitinfo2), 1);
    assertEquals(EIO, device.key());
    assertEquals(exitinfo2, device.exitinfo2());
    assertDead();
  }

  @Test
  void anExitThatFailsIsNoFirmwareCall() {
    machine.inject(Fault.ghcbFailure(), 1);
    assertEquals(EIO, device.report());
    assertEquals(0xFFFF_FFFF_FFFF_FFFFL, device.exitinfo2());
    assertDead();
  }

  @Test
  void tooLittleRoomForARequestWithoutAnyIsTheOneErrorThatCostsNothing() {
    machine.inject(Fault.exitinfo2(1L << 32), 1);
    assertEquals(EIO, device.report());
    assertEquals(1L << 32, device.exitinfo2());
    assertAlive();
  }

  @ParameterizedTest
  @EnumSource(names = {"BAD_TAG", "BAD_SEQUENCE_NUMBER", "BAD_TYPE", "BAD_VERSION"})
  void aResponseThatDoesNotBelongToTheRequestCostsTheDevice(Fault.Kind kind) {
    machine.inject(Fault.badMessage(kind), 1);
    assertEquals(EBADMSG, device.report());
    assertTrue(device.isArgumentUntouched());
    assertArrayEquals(RawDevice.filled(4000), device.response());
    assertDead();
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 255})
  void aMessageVersionThatTheFirmwareDoesNotKnowCostsTheDevice(int version) {
    for (long number : new long[] {RawDevice.GET_DERIVED_KEY, RawDevice.GET_REPORT}) {
      device.map(new byte[112]);
      device
          .memory()
          .map(
              RawDevice.ARGUMENT,
              RawDevice.argument(version, RawDevice.REQUEST, RawDevice.RESPONSE));
      assertEquals(EIO, device.ioctl(number));
      assertEquals(FirmwareStatus.INVALID_PARAM.code(), device.exitinfo2());
      assertDead();
      machine.reboot();
    }
  }

  @ParameterizedTest
  @CsvSource({"LINUX_6_12, 0xFF", "LINUX_6_15, untouched"})
  void theVariantsDifferInWhatADeadDeviceWritesBack(KernelVariant variant, String exitinfo2)
      throws Exception {
    start(variant);
    machine.inject(Fault.badMessage(Fault.Kind.BAD_TAG), 1);
    assertEquals(EBADMSG, device.report());
    assertEquals(ENOTTY, device.report());
    assertWrittenBack(exitinfo2);
    assertEquals(ENOTTY, device.call(0xBAD, RawDevice.reportRequest(0)));
    assertEquals(0xFF, device.exitinfo2());
  }

  @ParameterizedTest
  @CsvSource({"LINUX_6_12, 0xFF", "LINUX_6_15, untouched"})
  void sequenceNumbersEndAt32BitsAndTheKeyLivesOn(KernelVariant variant, String exitinfo2)
      throws Exception {
    start(variant);
    machine.kernel().rebootAtMessage(0xFFFF_FFFCL);
    assertEquals(0, device.report());
    assertEquals(EIO, device.report());
    assertWrittenBack(exitinfo2);
    assertEquals(EIO, device.key());
    assertTrue(machine.kernel().isVmpckAlive());
    machine.reboot();
    assertAlive();
  }

  private void assertWrittenBack(String exitinfo2) {
    if (exitinfo2.equals("untouched")) {
      assertTrue(device.isArgumentUntouched());
    } else {
      assertEquals(Long.decode(exitinfo2), device.exitinfo2());
    }
  }

  @Test
  void whatIsWrongBeforeSendingIsToldOfADeadDeviceToo() {
    machine.inject(Fault.badMessage(Fault.Kind.BAD_TAG), 1);
    assertEquals(EBADMSG, device.report());
    assertEquals(EINVAL, device.extReport(1));
    assertEquals(0xFF, device.exitinfo2());
  }

  @Test
  void aDeadDeviceSendsNothing() {
    machine.inject(Fault.badMessage(Fault.Kind.BAD_TAG), 1);
    assertEquals(EBADMSG, device.report());
    machine.inject(Fault.status(0x16), 1);
    assertEquals(ENOTTY, device.report());
    assertEquals(1, machine.hypervisor().pendingFaults());
  }

  @Test
  void onlyANewBootRevivesADeadDevice() throws Exception {
    machine.inject(Fault.badMessage(Fault.Kind.BAD_TAG), 1);
    assertEquals(EBADMSG, device.report());
    machine.updateFirmware(machine.firmware().platform().current());
    machine.commit();
    machine.setVmpl(0);
    machine.throttle(0);
    assertDead();
    machine.reboot();
    assertAlive();
  }

  @Test
  void aNewLaunchIsANewBoot() throws Exception {
    machine.inject(Fault.badMessage(Fault.Kind.BAD_TAG), 1);
    assertEquals(EBADMSG, device.report());
    machine.relaunch();
    assertAlive();
  }
}
