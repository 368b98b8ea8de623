package org.elastictee.sim.kernel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A clock that nobody waits for. */
final class FakeClock implements KernelClock {
  final List<Duration> sleeps = new ArrayList<>();
  private long now = 42;

  @Override
  public long nanoTime() {
    return now;
  }

  @Override
  public void sleep(Duration duration) {
    sleeps.add(duration);
    now += duration.toNanos();
  }

  Duration slept() {
    return sleeps.stream().reduce(Duration.ZERO, Duration::plus);
  }
}
