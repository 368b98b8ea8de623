package org.elastictee.sev.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.jna.Pointer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class SecretMemoryTest {
  private static final int THREADS = 16;

  private static byte[] secret() {
    return new byte[] {1, 2, 3};
  }

  private static byte[] bytesAt(long address, int length) {
    return new Pointer(address).getByteArray(0, length);
  }

  @Test
  void holdsWhatItWasGiven() {
    try (SecretMemory memory = SecretMemory.copyOf(secret())) {
      assertArrayEquals(secret(), memory.copy());
      assertEquals(3, memory.length());
    }
  }

  @Test
  void takingOverOverwritesTheSource() {
    byte[] source = secret();
    SecretMemory.takeFrom(source).close();
    assertArrayEquals(new byte[3], source);
  }

  @Test
  void copyingLeavesTheSource() {
    byte[] source = secret();
    SecretMemory.copyOf(source).close();
    assertArrayEquals(secret(), source);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 63, 64, 65, 16_383, 16_384, 16_385, 1_000_000})
  void holdsAnyLength(int length) {
    byte[] source = new byte[length];
    Arrays.fill(source, (byte) 7);
    try (SecretMemory memory = SecretMemory.copyOf(source)) {
      assertEquals(length, memory.length());
      assertArrayEquals(source, memory.copy());
    }
  }

  @Test
  void randomBytesDiffer() {
    try (SecretMemory one = SecretMemory.random(1000);
        SecretMemory two = SecretMemory.random(1000)) {
      assertFalse(Arrays.equals(one.copy(), two.copy()));
      assertNotEquals(0, one.copy()[999] | one.copy()[998] | one.copy()[997] | one.copy()[996]);
    }
  }

  @Test
  void nativeCodeReadsTheBytesWhereTheyAre() {
    try (SecretMemory memory = SecretMemory.copyOf(secret())) {
      byte[] seen = memory.use(address -> bytesAt(address, memory.length()));
      assertArrayEquals(secret(), seen);
    }
  }

  @Test
  void aFailureOfNativeCodeIsPassedOnAndEndsTheUse() {
    SecretMemory memory = SecretMemory.copyOf(secret());
    SecretMemory.Use<Void, Exception> failing =
        address -> {
          throw new InterruptedException("failed");
        };
    assertThrows(InterruptedException.class, () -> memory.use(failing));
    assertArrayEquals(secret(), memory.copy());
    memory.close();
    assertThrows(IllegalStateException.class, memory::copy);
  }

  @Test
  void aDuplicateLivesApart() {
    SecretMemory memory = SecretMemory.copyOf(secret());
    try (SecretMemory duplicate = memory.duplicate()) {
      memory.close();
      assertArrayEquals(secret(), duplicate.copy());
    }
  }

  @Test
  void reversesTheOrderOfTheBytes() {
    try (SecretMemory memory = SecretMemory.copyOf(secret());
        SecretMemory reversed = memory.reversed()) {
      assertArrayEquals(new byte[] {3, 2, 1}, reversed.copy());
      assertArrayEquals(secret(), memory.copy());
    }
  }

  @Test
  void refusesEveryUseAfterClose() {
    SecretMemory memory = SecretMemory.copyOf(secret());
    assertFalse(memory.isClosed());
    memory.close();
    assertTrue(memory.isClosed());
    assertThrows(IllegalStateException.class, memory::copy);
    assertThrows(IllegalStateException.class, memory::duplicate);
    assertThrows(IllegalStateException.class, memory::reversed);
    assertThrows(IllegalStateException.class, () -> memory.use(address -> address));
    assertEquals(3, memory.length());
  }

  @Test
  void closesTwiceWithoutHarm() {
    SecretMemory memory = SecretMemory.copyOf(secret());
    memory.close();
    memory.close();
    assertTrue(memory.isClosed());
  }

  @Test
  void isOverwrittenAtTheEndOfTheLastUseAndNotBefore() {
    SecretPages pages = new SecretPages(LibC.load());
    SecretMemory memory = SecretMemory.of(secret(), pages);
    long where =
        memory.use(
            outer ->
                memory.use(
                    address -> {
                      memory.close();
                      assertTrue(memory.isClosed());
                      assertArrayEquals(secret(), bytesAt(address, 3));
                      return address;
                    }));
    // The empty slab is kept.
    assertArrayEquals(new byte[3], bytesAt(where, 3));
  }

  @Test
  void isOverwrittenWhenItIsUnreachable() throws InterruptedException {
    SecretPages pages = new SecretPages(LibC.load());
    long where = lost(pages);
    while (pages.protection().secrets() > 0) {
      System.gc();
      Thread.sleep(10);
    }
    assertArrayEquals(new byte[3], bytesAt(where, 3));
  }

  private static long lost(SecretPages pages) {
    return SecretMemory.of(secret(), pages).use(address -> address);
  }

  @Test
  void manyThreadsUseItAtOnce() throws Exception {
    CountDownLatch all = new CountDownLatch(THREADS);
    try (SecretMemory memory = SecretMemory.copyOf(secret())) {
      inThreads(
          () ->
              memory.use(
                  address -> {
                    all.countDown();
                    all.await();
                    return null;
                  }));
    }
  }

  /** What a use has begun with it keeps to its end, whatever is destroyed meanwhile. */
  @Test
  void aUseNeverSeesTheOverwritingOfAnotherThread() throws Exception {
    byte[] bytes = new byte[4096];
    Arrays.fill(bytes, (byte) 0x5a);
    SecretPages pages = new SecretPages(LibC.load());
    for (int round = 0; round < 200; round++) {
      SecretMemory memory = SecretMemory.of(bytes, pages);
      CountDownLatch begun = new CountDownLatch(THREADS / 2);
      List<Boolean> whole =
          inThreads(
              () -> {
                begun.countDown();
                try {
                  boolean good = true;
                  while (true) {
                    good &= memory.use(address -> Arrays.equals(bytes, bytesAt(address, 4096)));
                    if (begun.getCount() == 0) {
                      memory.close();
                    }
                    if (!good) {
                      return false;
                    }
                  }
                } catch (IllegalStateException e) {
                  return true;
                }
              });
      assertFalse(whole.contains(false));
    }
    assertEquals(0, pages.protection().secrets());
  }

  private static <T> List<T> inThreads(Callable<T> task) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<T> results = new ArrayList<>();
      for (Future<T> each : threads.invokeAll(Collections.nCopies(THREADS, task))) {
        results.add(each.get());
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void worksWhereTheCLibraryCannotBeCalled() {
    SecretPages none = new SecretPages(Optional.empty());
    try (SecretMemory memory = SecretMemory.of(secret(), none);
        SecretMemory random = SecretMemory.random(64, none)) {
      assertArrayEquals(secret(), memory.copy());
      assertFalse(Arrays.equals(new byte[64], random.copy()));
      assertThrows(UnsupportedOperationException.class, () -> memory.use(address -> address));
    }
  }

  @Test
  void printsItsLengthOnly() {
    try (SecretMemory memory = SecretMemory.copyOf(secret())) {
      assertEquals("SecretMemory[3 bytes]", memory.toString());
    }
  }
}
