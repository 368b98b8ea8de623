package org.elastictee.sim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.elastictee.sev.guest.DerivedKeyRequest;
import org.elastictee.sev.guest.DerivedKeyRequest.GuestField;
import org.elastictee.sev.guest.DeviceSevGuest;
import org.elastictee.sev.memory.SecretMemory;
import org.elastictee.sim.host.CallKind;
import org.junit.jupiter.api.Test;

/** Many threads at once on one device, and on devices of their own. */
class DeviceSharingTest {
  private static final int THREADS = 16;
  private static final int ROUNDS = 5;

  private final SimulatedMachine machine = SimulatedMachine.start();
  private final AtomicInteger next = new AtomicInteger();

  private static void inThreads(Callable<Void> work) throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(THREADS);
    try {
      CyclicBarrier start = new CyclicBarrier(THREADS);
      List<Future<Void>> results = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        results.add(
            executor.submit(
                () -> {
                  start.await();
                  return work.call();
                }));
      }
      for (Future<Void> result : results) {
        result.get();
      }
    } finally {
      executor.shutdownNow();
    }
  }

  private void use(DeviceSevGuest guest) throws Exception {
    DerivedKeyRequest request =
        DerivedKeyRequest.builder().guestFieldSelect(Set.of(GuestField.MEASUREMENT)).build();
    byte[] first = null;
    byte[] data = new byte[64];
    data[0] = (byte) next.incrementAndGet();
    for (int i = 0; i < ROUNDS; i++) {
      data[1] = (byte) i;
      assertArrayEquals(data, guest.report(data, 0).fields().reportData());
      assertArrayEquals(data, guest.extendedReport(data, 1).fields().reportData());
      try (SecretMemory key = guest.derivedKey(request)) {
        first = first == null ? key.copy() : first;
        assertArrayEquals(first, key.copy());
      }
    }
  }

  private void assertEveryCallWasCounted() {
    long expected = (long) THREADS * ROUNDS;
    assertEquals(
        Map.of(
            CallKind.REPORT, expected, CallKind.EXTENDED_REPORT, expected, CallKind.KEY, expected),
        machine.hypervisor().calls());
  }

  @Test
  void manyThreadsShareADevice() throws Exception {
    try (DeviceSevGuest guest = machine.sevGuest()) {
      inThreads(
          () -> {
            use(guest);
            return null;
          });
    }
    assertEveryCallWasCounted();
  }

  @Test
  void theKernelSerializesDevicesOfTheirOwn() throws Exception {
    inThreads(
        () -> {
          try (DeviceSevGuest guest = machine.sevGuest()) {
            use(guest);
          }
          return null;
        });
    assertEveryCallWasCounted();
  }

  @Test
  void hostEventsCanHappenMeanwhile() throws Exception {
    AtomicInteger events = new AtomicInteger();
    inThreads(
        () -> {
          if (events.getAndIncrement() == 0) {
            for (int i = 0; i < ROUNDS; i++) {
              machine.relaunch();
              machine.commit();
              machine.maskChipId(i % 2 == 0);
            }
          } else {
            try (DeviceSevGuest guest = machine.sevGuest()) {
              use(guest);
            }
          }
          return null;
        });
    assertEquals((THREADS - 1) * ROUNDS, machine.hypervisor().calls().get(CallKind.KEY));
  }
}
