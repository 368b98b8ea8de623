package org.elastictee.sim.kernel;

import java.time.Duration;

/** The time by which the kernel waits for a hypervisor that throttles. */
public interface KernelClock {
  /** Returns a time that only goes on, in nanoseconds from anywhere. */
  long nanoTime();

  /** Waits, whether or not the thread is interrupted meanwhile, which it stays. */
  void sleep(Duration duration);

  /** Returns the clock of this machine. */
  static KernelClock system() {
    return new KernelClock() {
      @Override
      public long nanoTime() {
        return System.nanoTime();
      }

      @Override
      public void sleep(Duration duration) {
        long end = System.nanoTime() + duration.toNanos();
        boolean interrupted = false;
        long rest = duration.toNanos();
        while (rest > 0) {
          try {
            Thread.sleep(Duration.ofNanos(rest).toMillis(), (int) (rest % 1_000_000));
          } catch (InterruptedException e) {
            interrupted = true;
          }
          rest = end - System.nanoTime();
        }
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
      }
    };
  }
}
