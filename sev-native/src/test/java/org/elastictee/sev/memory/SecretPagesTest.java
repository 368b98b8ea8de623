package org.elastictee.sev.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.jna.Pointer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SecretPagesTest {
  private static final int SLAB = SecretPages.SLAB_BYTES;

  private static SecretPages pages() {
    return new SecretPages(LibC.load());
  }

  private static long address(Chunk chunk) {
    return chunk.address().getAsLong();
  }

  private static byte[] content(Chunk chunk) {
    byte[] bytes = new byte[chunk.length()];
    chunk.buffer().get(0, bytes);
    return bytes;
  }

  private static void fill(Chunk chunk) {
    byte[] ones = new byte[chunk.length()];
    Arrays.fill(ones, (byte) -1);
    chunk.buffer().put(0, ones);
  }

  @Test
  void pagesAreExcludedFromDumpsLockedAndWipedOnFork() throws IOException {
    Set<String> flags = Smaps.flags("self", address(pages().allocate(32)));
    assertTrue(flags.containsAll(Set.of("dd", "lo", "wf")), flags::toString);
  }

  @Test
  void largeSecretsAreProtectedToTheirLastByte() throws IOException {
    Chunk chunk = pages().allocate(100_000);
    Set<String> flags = Smaps.flags("self", address(chunk) + chunk.length() - 1);
    assertTrue(flags.containsAll(Set.of("dd", "lo", "wf")), flags::toString);
  }

  @Test
  void pagesThatCannotBeTouchedLieOnBothSides() throws IOException {
    Chunk chunk = pages().allocate(SLAB);
    for (long outside : new long[] {address(chunk) - 1, address(chunk) + SLAB}) {
      Set<String> flags = Smaps.flags("self", outside);
      assertFalse(flags.contains("rd") || flags.contains("wr"), flags::toString);
    }
  }

  @Test
  void smallSecretsShareAPageAndNoLineOfTheCache() {
    SecretPages pages = pages();
    long first = address(pages.allocate(1));
    long second = address(pages.allocate(65));
    long third = address(pages.allocate(1));
    assertEquals(0, first % 64);
    assertEquals(first + 64, second);
    assertEquals(second + 128, third);
    assertEquals(1, pages.protection().mappings());
  }

  @Test
  void aFreedPieceIsGivenOutAgainAndShowsNothingOfItsPast() {
    SecretPages pages = pages();
    Chunk old = pages.allocate(640);
    fill(old);
    old.release();
    Chunk next = pages.allocate(640);
    assertEquals(address(old), address(next));
    assertArrayEquals(new byte[640], content(next));
  }

  @Test
  void aPieceIsNotGivenOutWhereItDoesNotFit() {
    SecretPages pages = pages();
    Chunk hole = pages.allocate(64);
    pages.allocate(64);
    hole.release();
    assertNotEquals(address(hole), address(pages.allocate(65)));
    assertEquals(address(hole), address(pages.allocate(64)));
  }

  @Test
  void oneEmptySlabIsKeptAndTheOthersGoBack() {
    SecretPages pages = pages();
    List<Chunk> chunks = List.of(pages.allocate(SLAB), pages.allocate(SLAB), pages.allocate(SLAB));
    assertEquals(3 * SLAB, pages.protection().bytes() - SLAB);
    chunks.forEach(Chunk::release);
    assertEquals(new MemoryProtection(true, true, true, 0, 1, SLAB), pages.protection());
  }

  @Test
  void theSlabOfALargeSecretGoesBackWithIt() {
    SecretPages pages = pages();
    pages.allocate(1 << 20).release();
    assertEquals(SLAB, pages.protection().bytes());
  }

  /** Pieces of one allocator never overlap, start as zeros and keep what is written into them. */
  @Property(tries = 200)
  void piecesNeverOverlap(
      @ForAll @Size(min = 1, max = 60) List<@IntRange(min = 0, max = 6000) Integer> lengths) {
    SecretPages pages = pages();
    List<Chunk> alive = new ArrayList<>();
    for (int length : lengths) {
      // Some lengths free what is there, so that holes come about.
      if (length % 3 == 0 && !alive.isEmpty()) {
        Chunk chunk = alive.remove(length % alive.size());
        byte[] expected = new byte[chunk.length()];
        Arrays.fill(expected, (byte) -1);
        assertArrayEquals(expected, content(chunk));
        chunk.release();
      }
      Chunk chunk = pages.allocate(length);
      assertArrayEquals(new byte[length], content(chunk));
      fill(chunk);
      alive.add(chunk);
    }
    Set<Long> units = new HashSet<>();
    for (Chunk chunk : alive) {
      for (long at = address(chunk);
          at <= address(chunk) + Math.max(0, chunk.length() - 1);
          at += 64) {
        assertTrue(units.add(at));
      }
    }
    assertEquals(alive.size(), pages.protection().secrets());
    alive.forEach(Chunk::release);
  }

  @Test
  void theStatusSaysWhatTheKernelHasRefused() {
    RefusingCalls calls = new RefusingCalls();
    calls.refuseLock = true;
    MemoryProtection protection = new SecretPages(Optional.of(calls)).protection();
    assertEquals(new MemoryProtection(false, true, true, 0, 1, SLAB), protection);
    calls.refuseAdvice = true;
    calls.refuseLock = false;
    protection = new SecretPages(Optional.of(calls)).protection();
    assertEquals(new MemoryProtection(true, false, false, 0, 1, SLAB), protection);
  }

  @Test
  void oneSlabThatIsNotLockedIsEnoughForTheStatus() {
    RefusingCalls calls = new RefusingCalls();
    SecretPages pages = new SecretPages(Optional.of(calls));
    pages.allocate(SLAB);
    calls.refuseLock = true;
    Chunk unlocked = pages.allocate(SLAB);
    assertFalse(pages.protection().locked());
    assertTrue(pages.protection().excludedFromDumps());
    calls.refuseLock = false;
    unlocked.release();
    assertEquals(1, pages.protection().secrets());
  }

  @Test
  void whereTheKernelGivesNoPagesTheStatusSaysSoAndNativeCodeStillReachesTheBytes() {
    for (boolean atTheSecondCall : new boolean[] {false, true}) {
      RefusingCalls calls = new RefusingCalls();
      calls.refuseMap = !atTheSecondCall;
      calls.refuseWriting = atTheSecondCall;
      SecretPages pages = new SecretPages(Optional.of(calls));
      Chunk chunk = pages.allocate(3);
      chunk.buffer().put(0, new byte[] {1, 2, 3});
      assertArrayEquals(new byte[] {1, 2, 3}, new Pointer(address(chunk)).getByteArray(0, 3));
      assertEquals(new MemoryProtection(false, false, false, 1, 0, 0), pages.protection());
      chunk.release();
      assertArrayEquals(new byte[3], content(chunk));
      assertEquals(0, pages.protection().secrets());
      assertEquals(0, calls.mapped);
    }
  }

  /** The kernels of libelastic read keys as whole lines, and end the process where they are not. */
  @Test
  void inOrdinaryMemoryTooSecretsBeginWithALineOfTheCache() {
    RefusingCalls calls = new RefusingCalls();
    calls.refuseMap = true;
    SecretPages pages = new SecretPages(Optional.of(calls));
    for (int length = 0; length < 300; length++) {
      Chunk chunk = pages.allocate(length);
      assertEquals(length, chunk.length());
      assertEquals(0, address(chunk) % 64);
      assertArrayEquals(new byte[length], content(chunk));
    }
  }

  @Test
  void aSecretInOrdinaryMemoryIsEnoughForTheStatus() {
    RefusingCalls calls = new RefusingCalls();
    SecretPages pages = new SecretPages(Optional.of(calls));
    pages.allocate(SLAB);
    calls.refuseMap = true;
    Chunk unprotected = pages.allocate(3);
    calls.refuseMap = false;
    assertEquals(new MemoryProtection(false, false, false, 2, 2, 2 * SLAB), pages.protection());
    unprotected.release();
    assertTrue(pages.protection().locked());
  }

  @Test
  void whereTheGeneratorFailsTheJdkReachesIt() {
    RefusingCalls calls = new RefusingCalls();
    calls.refuseRandom = true;
    SecretPages pages = new SecretPages(Optional.of(calls));
    Chunk chunk = pages.allocate(64);
    pages.fillRandomly(chunk);
    assertFalse(Arrays.equals(new byte[64], content(chunk)));
  }

  @Test
  void theStatementNamesWhatIsMissing() {
    assertEquals(
        "locked, excluded from core dumps, wiped on fork",
        new MemoryProtection(true, true, true, 0, 1, SLAB).statement());
    assertEquals(
        "NOT LOCKED (see RLIMIT_MEMLOCK), NOT EXCLUDED from core dumps, NOT WIPED on fork",
        new MemoryProtection(false, false, false, 0, 1, SLAB).statement());
    assertEquals(
        "NOT PROTECTED, in ordinary memory outside of the Java heap",
        new MemoryProtection(false, false, false, 0, 0, 0).statement());
  }
}
