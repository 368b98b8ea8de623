package org.elastictee.sev.kds;

import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.elastictee.sev.kds.KeyServerException.Reason;

/**
 * Asks the key server until it answers, as often as it lets one, and keeps the answer. Safe for use
 * by several threads, if no two ask for the same resource at a time.
 */
final class Downloads {
  private static final int NOT_FOUND = 404;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int SERVICE_UNAVAILABLE = 503;
  private static final int MAX_DOUBLINGS = 3;

  private final HttpExchanges exchanges;
  private final DiskCache cache;
  private final Pacing pacing;
  private final Timer timer;
  private final Clock clock;
  private final Duration requestTimeout;

  Downloads(
      HttpExchanges exchanges, DiskCache cache, Timer timer, Clock clock, Duration requestTimeout) {
    this.exchanges = exchanges;
    this.cache = cache;
    this.pacing = new Pacing(timer, KeyServer.REQUEST_INTERVAL);
    this.timer = timer;
    this.clock = clock;
    this.requestTimeout = requestTimeout;
  }

  /** Gets a resource that the cache does not have, and puts it there. */
  List<byte[]> download(Resource resource, Deadline deadline) throws KeyServerException {
    // Nothing is asked for that could not be kept.
    cache.createFolder();
    Duration backOff = Duration.ZERO;
    for (int refusals = 0; ; refusals++) {
      Duration wait = longer(backOff, pacing.untilNext(resource));
      if (!wait.isZero()) {
        sleep(wait, deadline);
        // Another process may have been luckier.
        Optional<List<byte[]>> cached = cache.read(resource);
        if (cached.isPresent()) {
          return cached.get();
        }
      }
      pacing.asked(resource);
      HttpResponse<byte[]> answer =
          exchanges.get(resource, shorter(requestTimeout, deadline.remaining()));
      if (!isThrottling(answer)) {
        return accept(resource, answer);
      }
      backOff = backOff(answer, refusals);
    }
  }

  private void sleep(Duration wait, Deadline deadline) throws KeyServerException {
    if (wait.compareTo(deadline.remaining()) >= 0) {
      throw new KeyServerException(
          Reason.THROTTLED,
          "the key server may be asked again in " + wait.toSeconds() + " s, which is too late");
    }
    try {
      timer.sleep(wait);
    } catch (InterruptedException e) {
      throw KeyServerException.interrupted();
    }
  }

  private List<byte[]> accept(Resource resource, HttpResponse<byte[]> answer)
      throws KeyServerException {
    if (answer.statusCode() == NOT_FOUND) {
      throw new KeyServerException(Reason.NOT_FOUND, "the key server does not have what was asked");
    }
    if (answer.statusCode() != HttpExchanges.OK) {
      throw new KeyServerException(
          Reason.UNEXPECTED_STATUS, "the key server answered with status " + answer.statusCode());
    }
    Resource.Parsed parsed;
    try {
      parsed = resource.parse(answer.body());
    } catch (BadContentException e) {
      throw new KeyServerException(
          Reason.BAD_CONTENT, "the key server's answer is wrong: " + e.getMessage(), e);
    }
    if (!parsed.isCurrent(clock.instant())) {
      throw new KeyServerException(Reason.BAD_CONTENT, "the key server's answer has expired");
    }
    cache.write(resource, answer.body());
    return parsed.encodings();
  }

  private static boolean isThrottling(HttpResponse<byte[]> answer) {
    return answer.statusCode() == TOO_MANY_REQUESTS
        || (answer.statusCode() == SERVICE_UNAVAILABLE && retryAfter(answer).isPresent());
  }

  /** Returns what the server says or, if it says nothing, twice as long each time. */
  private Duration backOff(HttpResponse<byte[]> answer, int refusals) {
    return retryAfter(answer)
        .flatMap(value -> RetryAfter.parse(value, clock.instant()))
        .orElse(KeyServer.REQUEST_INTERVAL.multipliedBy(1L << Math.min(refusals, MAX_DOUBLINGS)));
  }

  private static Optional<String> retryAfter(HttpResponse<byte[]> answer) {
    return answer.headers().firstValue("Retry-After");
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) >= 0 ? one : other;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) <= 0 ? one : other;
  }
}
