package org.elastictee.sim.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.elastictee.sim.RawDevice;
import org.elastictee.sim.SimulatedMachine;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ThrottlingTest {
  private static final int ENOTTY = -25;
  private static final int ETIMEDOUT = -110;
  private static final long BUSY = 0x2_0000_0000L;

  private final FakeClock clock = new FakeClock();
  private SimulatedMachine machine;
  private RawDevice device;

  @BeforeEach
  void start() throws Exception {
    machine = SimulatedMachine.builder().clock(clock).start();
    device = new RawDevice(machine.kernel());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 5, 31})
  void aThrottledRequestIsOnlySlow(int exits) {
    machine.throttle(exits);
    assertEquals(0, device.report());
    assertTrue(device.isArgumentUntouched());
    assertEquals(Collections.nCopies(exits, Duration.ofSeconds(2)), clock.sleeps);
    assertEquals(0, device.key());
    assertEquals(2L * exits, clock.slept().toSeconds());
  }

  @Test
  void afterAMinuteTheKernelGivesUpAndTheDeviceIsLost() {
    machine.throttle(32);
    assertEquals(ETIMEDOUT, device.report());
    assertEquals(BUSY, device.exitinfo2());
    assertEquals(Duration.ofSeconds(62), clock.slept());
    assertFalse(machine.kernel().isVmpckAlive());
    assertEquals(ENOTTY, device.report());
    machine.reboot();
    assertEquals(0, device.report());
  }

  @Test
  void anExtendedRequestIsThrottledToo() {
    machine.throttle(3);
    assertEquals(0, device.extReport(0x1000));
    assertEquals(3, clock.sleeps.size());
  }

  @Test
  void aTimeOutWhileAMessageIsUsedUpTellsOfTheRoomAndCostsTheDevice() {
    // The table is asked for once; only the plain request that follows is throttled.
    byte[] table = new byte[0x1001];
    machine.setCertificates(
        () -> {
          machine.throttle(100);
          return table;
        });
    assertEquals(ETIMEDOUT, device.extReport(0x1000));
    assertEquals(0x1_0000_0000L, device.exitinfo2());
    assertEquals(0x2000, device.certsLen());
    assertEquals(ENOTTY, device.report());
  }

  @Test
  void throttlingReplacesWhatWasSetBefore() {
    machine.throttle(100);
    machine.throttle(1);
    assertEquals(0, device.report());
    assertEquals(List.of(Duration.ofSeconds(2)), clock.sleeps);
    assertThrows(IllegalArgumentException.class, () -> machine.throttle(-1));
  }

  @Test
  void theSystemsClockWaitsAndKeepsTheInterrupt() {
    KernelClock system = KernelClock.system();
    long before = system.nanoTime();
    Thread.currentThread().interrupt();
    system.sleep(Duration.ofMillis(20));
    assertTrue(Thread.interrupted());
    assertTrue(system.nanoTime() - before >= 20_000_000);
  }
}
