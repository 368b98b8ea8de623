package org.elastictee.sev.kds;

import java.time.Duration;

/** When a call must have ended. */
final class Deadline {
  private final Timer timer;
  private final long start;
  private final Duration total;

  private Deadline(Timer timer, Duration total) {
    this.timer = timer;
    this.start = timer.nanoTime();
    this.total = total;
  }

  /** Begins now. */
  static Deadline after(Duration total, Timer timer) {
    return new Deadline(timer, total);
  }

  /** Returns the time that is left, which may be negative. */
  Duration remaining() {
    return total.minusNanos(timer.nanoTime() - start);
  }
}
