package org.elastictee.sev.kds;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The time by which requests are paced. */
interface Timer {
  /** Returns a time that only goes on, in nanoseconds from anywhere. */
  long nanoTime();

  /**
   * Waits.
   *
   * @throws InterruptedException if the thread is interrupted before or meanwhile
   */
  void sleep(Duration duration) throws InterruptedException;

  /** Returns that of this machine. */
  static Timer system() {
    return new Timer() {
      @Override
      public long nanoTime() {
        return System.nanoTime();
      }

      @Override
      public void sleep(Duration duration) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(duration.toNanos());
      }
    };
  }
}
