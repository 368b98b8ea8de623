package org.elastictee.sim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.jna.Pointer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import org.elastictee.sev.attest.AttestationReport;
import org.elastictee.sev.guest.DerivedKeyRequest;
import org.elastictee.sev.guest.DerivedKeyRequest.GuestField;
import org.elastictee.sev.guest.DeviceSevGuest;
import org.elastictee.sev.guest.SevGuestException;
import org.elastictee.sev.guest.SevGuestException.Reason;
import org.elastictee.sev.memory.SecretMemory;
import org.elastictee.sim.host.Fault;
import org.junit.jupiter.api.Test;

class SimulatedSevGuestTest {
  private static final DerivedKeyRequest REQUEST =
      DerivedKeyRequest.builder().guestFieldSelect(Set.of(GuestField.MEASUREMENT)).build();

  @Test
  void givesReportsAndKeysByTheProductionPath() throws Exception {
    byte[] data = new byte[64];
    data[5] = 5;
    try (SimulatedSevGuest guest = SimulatedSevGuest.start()) {
      AttestationReport report = guest.report(data, 1).fields();
      assertArrayEquals(data, report.reportData());
      assertEquals(1, report.vmpl());
      assertEquals(0, guest.extendedReport(data, 0).certificateTable().length);
      try (SecretMemory one = guest.derivedKey(REQUEST);
          SecretMemory two = guest.derivedKey(REQUEST)) {
        assertArrayEquals(one.copy(), two.copy());
      }
      assertFalse(guest.isDisabled());
    }
  }

  @Test
  void everyReportShowsThatItIsSimulated() throws Exception {
    try (SimulatedSevGuest guest = SimulatedSevGuest.start()) {
      byte[] chipId = guest.report(new byte[64], 0).fields().chipId();
      assertEquals("SIMULATED ", new String(Arrays.copyOf(chipId, 10), StandardCharsets.US_ASCII));
    }
    assertEquals("simulated machine: simulated chip Milan default", start().toString());
  }

  private static SimulatedMachine start() {
    return SimulatedMachine.start();
  }

  @Test
  void aDeviceThatVanishesIsGoneUntilTheNextBoot() throws Exception {
    SimulatedMachine machine = start();
    try (DeviceSevGuest guest = machine.sevGuest()) {
      machine.vanish();
      assertReason(Reason.NO_DEVICE, guest);
      assertEquals(
          Reason.NO_DEVICE, assertThrows(SevGuestException.class, machine::openDevice).reason());
    }
    machine.reboot();
    try (DeviceSevGuest guest = machine.sevGuest()) {
      guest.report(new byte[64], 0);
    }
  }

  @Test
  void aDisabledDeviceIsRevivedByARebootAndOpenedAgain() throws Exception {
    SimulatedMachine machine = start();
    machine.inject(Fault.badMessage(Fault.Kind.BAD_TAG), 1);
    try (DeviceSevGuest guest = machine.sevGuest()) {
      assertReason(Reason.BAD_RESPONSE, guest);
      assertTrue(guest.isDisabled());
    }
    try (DeviceSevGuest guest = machine.sevGuest()) {
      assertReason(Reason.DEVICE_DISABLED, guest);
    }
    machine.reboot();
    try (DeviceSevGuest guest = machine.sevGuest()) {
      guest.report(new byte[64], 0);
    }
  }

  @Test
  void aClosedDeviceAnswersWithABadDescriptor() throws Exception {
    SimulatedGuestDevice device = new SimulatedGuestDevice(start().kernel());
    device.close();
    device.close();
    assertEquals(-9, device.ioctl(0xC020_5300L, null));
  }

  @Test
  void addressesThatAreNobodysAreRefusedWithoutTouchingThem() {
    SimulatedGuestDevice device = new SimulatedGuestDevice(start().kernel());
    assertEquals(-14, device.ioctl(0xC020_5300L, null));
    assertEquals(-14, device.ioctl(0xC020_5300L, Pointer.createConstant(-4096L)));
    assertEquals(-14, device.ioctl(0xC020_5300L, Pointer.createConstant(0xFFFFL)));
  }

  private static void assertReason(Reason reason, DeviceSevGuest guest) {
    assertEquals(
        reason,
        assertThrows(SevGuestException.class, () -> guest.report(new byte[64], 0)).reason());
  }
}
