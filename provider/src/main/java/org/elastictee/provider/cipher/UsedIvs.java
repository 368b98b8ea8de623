package org.elastictee.provider.cipher;

import org.elastictee.provider.cipher.IvDigest.Pair;

/**
 * The keys and IVs of a cipher's last {@value #REMEMBERED} encryptions: the same pair again would
 * give up the authentication key and the difference of the two messages (SP 800-38D, section 8 and
 * appendix A). Takes nothing before the first, then grows with them to 32 KiB. Not thread-safe.
 */
final class UsedIvs {
  /** How many there are at most. */
  static final int REMEMBERED = 1024;

  private static final int FIRST_SLOTS = 8;

  /** A ring, whose lengths are powers of two. */
  private Pairs ring = new Pairs(0);

  /**
   * A hash table in a ring. Pairs have numbers from 1 on, and a place that the number says; those
   * of one bucket are a chain from the newest to the oldest, which ends at a number that was
   * overwritten.
   */
  private static final class Pairs {
    private final long[] highs;
    private final long[] lows;
    private final long[] before;
    private final long[] newest;
    private long count;

    Pairs(int slots) {
      highs = new long[slots];
      lows = new long[slots];
      before = new long[slots];
      newest = new long[slots];
    }

    private int slot(long number) {
      return (int) (number & (highs.length - 1));
    }

    private boolean isThere(long number) {
      return number > 0 && number > count - highs.length;
    }

    boolean isFull() {
      return count >= highs.length;
    }

    boolean contains(long high, long low) {
      if (highs.length == 0) {
        return false;
      }
      long number = newest[slot(high)];
      while (isThere(number)) {
        int slot = slot(number);
        if (highs[slot] == high && lows[slot] == low) {
          return true;
        }
        number = before[slot];
      }
      return false;
    }

    void add(long high, long low) {
      count++;
      int slot = slot(count);
      highs[slot] = high;
      lows[slot] = low;
      before[slot] = newest[slot(high)];
      newest[slot(high)] = count;
    }

    /** Twice as many slots; to be called while none was overwritten. */
    Pairs grown() {
      Pairs grown = new Pairs(Math.max(FIRST_SLOTS, 2 * highs.length));
      for (long number = 1; number <= count; number++) {
        grown.add(highs[slot(number)], lows[slot(number)]);
      }
      return grown;
    }
  }

  boolean contains(Pair pair) {
    return ring.contains(pair.high(), pair.low());
  }

  void add(Pair pair) {
    if (ring.isFull() && ring.highs.length < REMEMBERED) {
      ring = ring.grown();
    }
    ring.add(pair.high(), pair.low());
  }
}
