package org.elastictee.provider.libcrypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class NativeHandleTest {
  private static final long POINTER = 0x1234;

  private final AtomicInteger releases = new AtomicInteger();

  private NativeHandle handle() {
    return NativeHandle.of(
        POINTER,
        pointer -> {
          assertEquals(POINTER, pointer);
          releases.incrementAndGet();
        });
  }

  @Test
  void givesThePointerToWhoUsesIt() {
    try (NativeHandle handle = handle()) {
      assertEquals(POINTER, handle.<Long, RuntimeException>use(pointer -> pointer));
    }
  }

  @Test
  void releasesOnceHoweverOftenItIsClosed() {
    NativeHandle handle = handle();
    handle.close();
    handle.close();
    assertEquals(1, releases.get());
  }

  @Test
  void isNotUsedAfterItWasClosed() {
    NativeHandle handle = handle();
    handle.close();
    assertThrows(IllegalStateException.class, () -> handle.use(pointer -> pointer));
  }

  @Test
  void releasesWhatNobodyReaches() throws Exception {
    handle();
    for (int i = 0; i < 100 && releases.get() == 0; i++) {
      System.gc();
      Thread.sleep(20);
    }
    assertEquals(1, releases.get());
  }

  /** Users and closers at the same time: no use during or after the release, and one release. */
  @Test
  void survivesAStormOfThreads() throws Exception {
    int threads = 8;
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      for (int round = 0; round < 500; round++) {
        AtomicBoolean released = new AtomicBoolean();
        AtomicInteger count = new AtomicInteger();
        NativeHandle handle =
            NativeHandle.of(
                POINTER,
                pointer -> {
                  released.set(true);
                  count.incrementAndGet();
                });
        CountDownLatch start = new CountDownLatch(1);
        List<Future<Boolean>> ends = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
          boolean closes = i % 4 == 0;
          ends.add(
              pool.submit(
                  () -> {
                    start.await();
                    return closes ? closed(handle) : usedBeforeRelease(handle, released);
                  }));
        }
        start.countDown();
        for (Future<Boolean> end : ends) {
          assertTrue(end.get(10, TimeUnit.SECONDS));
        }
        assertEquals(1, count.get());
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private static boolean closed(NativeHandle handle) {
    handle.close();
    return true;
  }

  private static boolean usedBeforeRelease(NativeHandle handle, AtomicBoolean released) {
    try {
      return handle.use(pointer -> !released.get());
    } catch (IllegalStateException e) {
      return released.get();
    }
  }
}
