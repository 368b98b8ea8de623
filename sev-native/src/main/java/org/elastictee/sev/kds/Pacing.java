package org.elastictee.sev.kds;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** When each resource was last asked for. Safe for use by several threads. */
final class Pacing {
  private final Timer timer;
  private final Duration interval;
  private final Map<String, Long> lastRequests = new HashMap<>();

  Pacing(Timer timer, Duration interval) {
    this.timer = timer;
    this.interval = interval;
  }

  /** Returns how long to wait until the resource may be asked for. */
  synchronized Duration untilNext(Resource resource) {
    forgetOld();
    Long last = lastRequests.get(resource.name());
    return last == null ? Duration.ZERO : interval.minusNanos(timer.nanoTime() - last);
  }

  /** Notes that the resource is asked for now. */
  synchronized void asked(Resource resource) {
    lastRequests.put(resource.name(), timer.nanoTime());
  }

  private void forgetOld() {
    long now = timer.nanoTime();
    lastRequests.values().removeIf(last -> now - last >= interval.toNanos());
  }
}
