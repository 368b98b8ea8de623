package org.elastictee.sev.kds;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** A time that goes on only while somebody sleeps, and notes how long each sleep was. */
final class FakeTime extends Clock implements Timer {
  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final List<Duration> sleeps = new ArrayList<>();
  private Duration elapsed = Duration.ZERO;
  private Runnable beforeSleep = () -> {};

  /** Lets something happen when somebody wants to sleep. */
  void beforeSleep(Runnable action) {
    beforeSleep = action;
  }

  synchronized void pass(Duration duration) {
    elapsed = elapsed.plus(duration);
  }

  synchronized List<Long> sleptSeconds() {
    return sleeps.stream().map(Duration::toSeconds).toList();
  }

  @Override
  public synchronized long nanoTime() {
    return elapsed.toNanos();
  }

  @Override
  public void sleep(Duration duration) throws InterruptedException {
    beforeSleep.run();
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    synchronized (this) {
      sleeps.add(duration);
      pass(duration);
    }
  }

  @Override
  public synchronized Instant instant() {
    return START.plus(elapsed);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException();
  }
}
