package org.elastictee.sev.kds;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A key server on this machine. It has what it was given, throttles as AMD's does where it was told
 * to, gives other answers when they were prepared, and notes what it is asked.
 */
final class FakeKeyServer implements AutoCloseable {
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Map<String, byte[]> contents = new HashMap<>();
  private final Map<String, Long> lastRequests = new HashMap<>();
  private final Deque<Answer> prepared = new ArrayDeque<>();
  private final List<String> requests = new ArrayList<>();
  private final HttpServer server;
  private Optional<Timer> throttling = Optional.empty();

  FakeKeyServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Answers this path, with its query, by these bytes. */
  synchronized void put(String path, byte[] content) {
    contents.put(path, content);
  }

  /** Refuses a request that is made again within 10 seconds. */
  synchronized void throttle(Timer timer) {
    throttling = Optional.of(timer);
  }

  /** Gives this answer once, before all others. */
  synchronized void prepare(Answer answer) {
    prepared.add(answer);
  }

  /** Returns the request lines so far, without the protocol. */
  synchronized List<String> requests() {
    return List.copyOf(requests);
  }

  /** Waits until something has been asked. */
  synchronized void awaitRequest() throws InterruptedException {
    while (requests.isEmpty()) {
      wait();
    }
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      answer(exchange.getRequestMethod(), exchange.getRequestURI().toString()).send(exchange);
    }
  }

  private synchronized Answer answer(String method, String path) {
    requests.add(method + " " + path);
    notifyAll();
    if (!prepared.isEmpty()) {
      return prepared.remove();
    }
    if (throttling.isPresent()) {
      long now = throttling.get().nanoTime();
      Long last = lastRequests.put(path, now);
      if (last != null && now - last < Duration.ofSeconds(10).toNanos()) {
        return status(429);
      }
    }
    return contents.containsKey(path) ? content(contents.get(path)) : status(404);
  }

  static Answer content(byte[] content) {
    return exchange -> {
      exchange.sendResponseHeaders(200, content.length);
      exchange.getResponseBody().write(content);
    };
  }

  static Answer status(int status) {
    return exchange -> exchange.sendResponseHeaders(status, -1);
  }

  static Answer status(int status, String field, String value) {
    return exchange -> {
      exchange.getResponseHeaders().set(field, value);
      exchange.sendResponseHeaders(status, -1);
    };
  }

  /** Says that the whole is to come, sends all but the last byte, and closes the connection. */
  static Answer truncated(byte[] content) {
    return exchange -> {
      exchange.sendResponseHeaders(200, content.length);
      exchange.getResponseBody().write(content, 0, content.length - 1);
      exchange.getResponseBody().flush();
    };
  }

  /** Does not say how long the content is, and ends it as if it were whole. */
  static Answer ofUnknownLength(byte[] content) {
    return exchange -> {
      exchange.sendResponseHeaders(200, 0);
      exchange.getResponseBody().write(content);
      exchange.getResponseBody().close();
    };
  }

  static Answer endless() {
    return exchange -> {
      exchange.sendResponseHeaders(200, 0);
      OutputStream body = exchange.getResponseBody();
      while (true) {
        body.write(new byte[1024]);
      }
    };
  }

  /** Says nothing until the server is closed. */
  Answer silence() {
    return exchange -> awaitClose();
  }

  /** Sends the content but for its last byte, and then nothing until the server is closed. */
  Answer stalled(byte[] content) {
    return exchange -> {
      exchange.sendResponseHeaders(200, content.length);
      exchange.getResponseBody().write(content, 0, content.length - 1);
      exchange.getResponseBody().flush();
      awaitClose();
    };
  }

  private void awaitClose() throws IOException {
    try {
      closed.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  /** What is sent back. */
  interface Answer {
    void send(HttpExchange exchange) throws IOException;
  }
}
