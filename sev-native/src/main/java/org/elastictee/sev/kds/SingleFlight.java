package org.elastictee.sev.kds;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.elastictee.sev.kds.KeyServerException.Reason;

/** Lets one thread do what several want at the same time. Safe for use by several threads. */
final class SingleFlight {
  private final ConcurrentMap<String, CompletableFuture<List<byte[]>>> flights =
      new ConcurrentHashMap<>();

  /**
   * Makes the flight, or waits for that of another thread. If the other thread ends without an
   * outcome that holds for all, as when it is interrupted, this one takes its place.
   *
   * @throws KeyServerException that of the flight; {@link Reason#TIMED_OUT} or {@link
   *     Reason#INTERRUPTED} while waiting for another thread
   */
  List<byte[]> join(String name, Deadline deadline, Flight flight) throws KeyServerException {
    CompletableFuture<List<byte[]>> mine = new CompletableFuture<>();
    while (true) {
      CompletableFuture<List<byte[]>> other = flights.putIfAbsent(name, mine);
      if (other == null) {
        return lead(name, mine, flight);
      }
      try {
        return other.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
      } catch (TimeoutException e) {
        throw new KeyServerException(
            Reason.TIMED_OUT, "another thread's identical request did not end in time", e);
      } catch (InterruptedException e) {
        throw KeyServerException.interrupted();
      } catch (ExecutionException e) {
        if (e.getCause() instanceof KeyServerException failure
            && failure.reason() != Reason.INTERRUPTED) {
          throw new KeyServerException(failure.reason(), failure.getMessage(), failure);
        }
      }
    }
  }

  private List<byte[]> lead(String name, CompletableFuture<List<byte[]>> mine, Flight flight)
      throws KeyServerException {
    try {
      List<byte[]> outcome = flight.fly();
      flights.remove(name);
      mine.complete(outcome);
      return outcome;
    } catch (KeyServerException | RuntimeException | Error e) {
      flights.remove(name);
      mine.completeExceptionally(e);
      throw e;
    }
  }

  /** What is to be done once. */
  interface Flight {
    /** Returns what all get, which none of them may change. */
    List<byte[]> fly() throws KeyServerException;
  }
}
