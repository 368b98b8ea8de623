package org.elastictee.sev.kds;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.elastictee.sev.kds.KeyServerException.Reason;

/** Asks the key server: one request, one answer, both bounded. Safe for use by several threads. */
final class HttpExchanges {
  static final int OK = 200;

  private final HttpClient client;
  private final URI base;

  HttpExchanges(HttpClient client, URI base) {
    this.client = client;
    this.base = base;
  }

  /**
   * Asks for a resource.
   *
   * @param timeout how long the answer may take, up to its last byte
   * @return the answer, whose body is empty if its status is not 200
   * @throws KeyServerException with {@link Reason#UNREACHABLE}, {@link Reason#TIMED_OUT}, {@link
   *     Reason#TOO_LARGE} or {@link Reason#INTERRUPTED}; the connection is given up then
   */
  HttpResponse<byte[]> get(Resource resource, Duration timeout) throws KeyServerException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(base + resource.path())).build();
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(
            request,
            head ->
                head.statusCode() == OK
                    ? new BoundedBody(resource.maxBytes())
                    : BodySubscribers.replacing(new byte[0]));
    try {
      // The client's own limit ends with the head of the answer.
      return answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw timedOut(e);
    } catch (InterruptedException e) {
      throw KeyServerException.interrupted();
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    } finally {
      answer.cancel(true);
    }
  }

  private static KeyServerException failure(Throwable cause) {
    if (cause instanceof BoundedBody.TooLargeException) {
      return new KeyServerException(
          Reason.TOO_LARGE, "the key server's answer is larger than any that can be right");
    }
    if (cause instanceof HttpTimeoutException && !(cause instanceof HttpConnectTimeoutException)) {
      return timedOut(cause);
    }
    return new KeyServerException(
        Reason.UNREACHABLE,
        "no connection to the key server, or it broke: " + cause.getClass().getSimpleName(),
        cause);
  }

  private static KeyServerException timedOut(Throwable cause) {
    return new KeyServerException(
        Reason.TIMED_OUT, "the key server did not answer in full in time", cause);
  }
}
