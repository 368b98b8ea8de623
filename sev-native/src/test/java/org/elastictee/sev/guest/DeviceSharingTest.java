package org.elastictee.sev.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.jna.Pointer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.elastictee.sev.guest.DerivedKeyRequest.GuestField;
import org.elastictee.sev.guest.SevGuestException.Reason;
import org.elastictee.sev.memory.SecretMemory;
import org.junit.jupiter.api.Test;

class DeviceSharingTest {
  private static final int THREADS = 16;
  private static final int ROUNDS = 50;

  /** Answers rightly, and remembers whether two calls were ever under way at once. */
  private static final class ExclusiveDevice implements GuestDevice {
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger overlaps = new AtomicInteger();
    private final AtomicInteger calls = new AtomicInteger();
    private volatile boolean closed;

    @Override
    public int ioctl(long number, Pointer argument) {
      if (underWay.incrementAndGet() != 1 || closed) {
        overlaps.incrementAndGet();
      }
      try {
        calls.incrementAndGet();
        LockSupport.parkNanos(1);
        ScriptedGuestDevice.Answer answer =
            number == ScriptedGuestDevice.GET_DERIVED_KEY
                ? ScriptedGuestDevice.key(ScriptedGuestDevice.KEY)
                : ScriptedGuestDevice.report(3);
        return answer.answer(new ScriptedGuestDevice.Call(number, argument));
      } finally {
        underWay.decrementAndGet();
      }
    }

    @Override
    public void close() {
      if (underWay.get() != 0) {
        overlaps.incrementAndGet();
      }
      closed = true;
    }
  }

  private static DerivedKeyRequest request() {
    return DerivedKeyRequest.builder().guestFieldSelect(Set.of(GuestField.MEASUREMENT)).build();
  }

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

  @Test
  void callsNeverOverlapAndEachThreadGetsItsOwnAnswer() throws Exception {
    ExclusiveDevice device = new ExclusiveDevice();
    AtomicInteger next = new AtomicInteger();
    try (DeviceSevGuest guest = DeviceSevGuest.over(device)) {
      inThreads(
          () -> {
            byte[] data = new byte[64];
            data[0] = (byte) next.incrementAndGet();
            for (int i = 0; i < ROUNDS; i++) {
              data[1] = (byte) i;
              assertEquals(data[0], guest.report(data, 0).fields().reportData()[0]);
              guest.extendedReport(data, 0);
              try (SecretMemory key = guest.derivedKey(request())) {
                assertEquals(1, key.copy()[0]);
              }
            }
            return null;
          });
    }
    assertEquals(0, device.overlaps.get());
    assertEquals(THREADS * ROUNDS * 3, device.calls.get());
  }

  @Test
  void closingWaitsForTheCallThatIsUnderWay() throws Exception {
    ExclusiveDevice device = new ExclusiveDevice();
    DeviceSevGuest guest = DeviceSevGuest.over(device);
    inThreads(
        () -> {
          try {
            for (int i = 0; i < ROUNDS; i++) {
              guest.report(new byte[64], 0);
            }
            guest.close();
          } catch (IllegalStateException e) {
            assertTrue(e.getMessage().contains("has been closed"));
          }
          return null;
        });
    assertEquals(0, device.overlaps.get());
    assertTrue(device.closed);
  }

  @Test
  void theProcessOpensTheDeviceOnce() throws Exception {
    List<ScriptedGuestDevice> opened = new ArrayList<>();
    DeviceSevGuest.Opening opening =
        () -> {
          opened.add(new ScriptedGuestDevice().then(ScriptedGuestDevice.report(2)));
          return opened.get(opened.size() - 1);
        };
    DeviceSevGuest first = DeviceSevGuest.open(opening);
    DeviceSevGuest second = DeviceSevGuest.open(opening);
    assertEquals(1, opened.size());
    first.close();
    first.close();
    assertEquals(0, opened.get(0).closings);
    second.report(new byte[64], 0);
    assertThrows(IllegalStateException.class, () -> first.report(new byte[64], 0));
    second.close();
    assertEquals(1, opened.get(0).closings);
    DeviceSevGuest.open(opening).close();
    assertEquals(2, opened.size());
  }

  @Test
  void aDeviceThatOneHandleLostIsLostForAll() throws Exception {
    ScriptedGuestDevice device = new ScriptedGuestDevice().then(ScriptedGuestDevice.error(5, 0x16));
    try (DeviceSevGuest first = DeviceSevGuest.open(() -> device);
        DeviceSevGuest second = DeviceSevGuest.open(() -> device)) {
      assertThrows(SevGuestException.class, () -> first.report(new byte[64], 0));
      SevGuestException e =
          assertThrows(SevGuestException.class, () -> second.report(new byte[64], 0));
      assertEquals(Reason.DEVICE_DISABLED, e.reason());
      assertEquals(1, device.calls.size());
    }
  }

  @Test
  void aFailedOpeningLeavesNothingOpen() throws Exception {
    SevGuestException refusal = new SevGuestException(Reason.NO_DEVICE, "none");
    assertThrows(
        SevGuestException.class,
        () ->
            DeviceSevGuest.open(
                () -> {
                  throw refusal;
                }));
    ScriptedGuestDevice device = new ScriptedGuestDevice();
    try (DeviceSevGuest guest = DeviceSevGuest.open(() -> device)) {
      assertFalse(guest.isDisabled());
    }
    assertEquals(1, device.closings);
  }
}
