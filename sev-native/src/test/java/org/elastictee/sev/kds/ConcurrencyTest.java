package org.elastictee.sev.kds;

import static org.elastictee.sev.kds.FakeKeyServer.content;
import static org.elastictee.sev.kds.FakeKeyServer.status;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.elastictee.sev.attest.KeyInfo.SigningKey;
import org.elastictee.sev.attest.Product;
import org.elastictee.sev.kds.FakeKeyServer.Answer;
import org.elastictee.sev.kds.KeyServerException.Reason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ConcurrencyTest {
  private static final Product MILAN = Product.MILAN;
  private static final String PATH = "/vcek/v1/Milan/cert_chain";
  private static final byte[] CHAIN = MadeCertificates.chain(MILAN, SigningKey.VCEK);
  private static final int THREADS = 6;

  @TempDir Path folder;
  private final FakeTime time = new FakeTime();
  private final CountDownLatch mayAnswer = new CountDownLatch(1);
  private FakeKeyServer server;
  private KeyServer client;

  @BeforeEach
  void start() throws Exception {
    server = new FakeKeyServer();
    client = KeyServer.builder(folder).baseUri(server.uri()).clock(time).timer(time).build();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /** A thread that makes a call, whose result can be waited for. */
  private static final class Call<T> extends FutureTask<T> {
    private final Thread thread = new Thread(this);

    Call(Callable<T> call) {
      super(call);
      thread.start();
    }

    /** Waits until the thread waits for something that others have to do. */
    void awaitWaiting() throws InterruptedException {
      while (thread.getState() != Thread.State.TIMED_WAITING) {
        assertTrue(thread.isAlive(), "the thread has ended");
        Thread.sleep(1);
      }
    }

    Reason failure() {
      Throwable cause =
          assertThrows(ExecutionException.class, () -> get(60, TimeUnit.SECONDS)).getCause();
      return ((KeyServerException) cause).reason();
    }
  }

  private Call<CertificateChain> call() throws InterruptedException {
    Call<CertificateChain> call = new Call<>(() -> client.certificateChain(MILAN, SigningKey.VCEK));
    call.awaitWaiting();
    server.awaitRequest();
    return call;
  }

  private List<Call<CertificateChain>> calls() throws InterruptedException {
    List<Call<CertificateChain>> calls = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      calls.add(call());
    }
    return calls;
  }

  private Answer onceAllowed(Answer answer) {
    return exchange -> {
      try {
        mayAnswer.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      answer.send(exchange);
    };
  }

  @Test
  void identicalRequestsAreMadeOnce() throws Exception {
    server.prepare(onceAllowed(content(CHAIN)));
    List<Call<CertificateChain>> calls = calls();
    mayAnswer.countDown();
    for (Call<CertificateChain> call : calls) {
      assertArrayEquals(MadeCertificates.root(MILAN), call.get(60, TimeUnit.SECONDS).root());
    }
    assertEquals(1, server.requests().size());
  }

  @Test
  void aFailureIsThatOfAllWhoWaitForIt() throws Exception {
    server.prepare(onceAllowed(status(404)));
    List<Call<CertificateChain>> calls = calls();
    mayAnswer.countDown();
    for (Call<CertificateChain> call : calls) {
      assertEquals(Reason.NOT_FOUND, call.failure());
    }
    assertEquals(1, server.requests().size());
  }

  @Test
  void differentRequestsDoNotWaitForEachOther() throws Exception {
    server.prepare(onceAllowed(content(CHAIN)));
    Call<CertificateChain> first = call();
    server.prepare(content(MadeCertificates.chain(MILAN, SigningKey.VLEK)));
    client.certificateChain(MILAN, SigningKey.VLEK);
    mayAnswer.countDown();
    assertArrayEquals(MadeCertificates.root(MILAN), first.get(60, TimeUnit.SECONDS).root());
  }

  @Test
  void anotherTakesThePlaceOfAThreadThatIsInterrupted() throws Exception {
    server.prepare(server.silence());
    server.put(PATH, CHAIN);
    Call<CertificateChain> first = call();
    Call<CertificateChain> second = call();
    first.thread.interrupt();
    assertEquals(Reason.INTERRUPTED, first.failure());
    assertArrayEquals(MadeCertificates.root(MILAN), second.get(60, TimeUnit.SECONDS).root());
    assertEquals(2, server.requests().size());
  }

  @Test
  void aThreadThatIsInterruptedWhileItWaitsForAnotherLeavesThatAlone() throws Exception {
    server.prepare(onceAllowed(content(CHAIN)));
    Call<CertificateChain> first = call();
    Call<CertificateChain> second = call();
    second.thread.interrupt();
    assertEquals(Reason.INTERRUPTED, second.failure());
    mayAnswer.countDown();
    assertArrayEquals(MadeCertificates.root(MILAN), first.get(60, TimeUnit.SECONDS).root());
    assertEquals(1, server.requests().size());
  }

  @Test
  void nobodyWaitsForAnotherLongerThanForTheServer() throws Exception {
    SingleFlight flights = new SingleFlight();
    CountDownLatch end = new CountDownLatch(1);
    Deadline day = Deadline.after(Duration.ofDays(1), Timer.system());
    Call<List<byte[]>> first =
        new Call<>(
            () ->
                flights.join(
                    "name",
                    day,
                    () -> {
                      try {
                        end.await(60, TimeUnit.SECONDS);
                        return List.of();
                      } catch (InterruptedException e) {
                        throw KeyServerException.interrupted();
                      }
                    }));
    first.awaitWaiting();
    Deadline soon = Deadline.after(Duration.ofMillis(50), Timer.system());
    KeyServerException e =
        assertThrows(
            KeyServerException.class, () -> flights.join("name", soon, () -> List.of(new byte[1])));
    assertEquals(Reason.TIMED_OUT, e.reason());
    end.countDown();
    assertEquals(List.of(), first.get(60, TimeUnit.SECONDS));
  }

  @Test
  void anEntryIsWholeWhileOthersReplaceIt() throws Exception {
    Resource resource = new ChainResource(MILAN, SigningKey.VCEK);
    DiskCache writer = new DiskCache(folder, time);
    writer.write(resource, CHAIN);
    List<Call<Boolean>> readers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      DiskCache reader = new DiskCache(folder, time);
      readers.add(
          new Call<>(
              () -> {
                for (int n = 0; n < 200; n++) {
                  Optional<List<byte[]>> read = reader.read(resource);
                  assertArrayEquals(
                      MadeCertificates.root(MILAN), read.orElseThrow().get(1), "read " + n);
                }
                return true;
              }));
    }
    while (readers.stream().anyMatch(reader -> !reader.isDone())) {
      writer.write(resource, CHAIN);
    }
    for (Call<Boolean> reader : readers) {
      assertTrue(reader.get());
    }
  }

  @Test
  void severalProcessesShareACache() throws Exception {
    server.put(PATH, CHAIN);
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      processes.add(
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  OtherProcess.class.getName(),
                  folder.toString(),
                  server.uri().toString())
              .redirectErrorStream(true)
              .start());
    }
    String root = HexFormat.of().formatHex(MadeCertificates.root(MILAN));
    for (Process process : processes) {
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      assertEquals(root, said);
      assertEquals(0, process.waitFor());
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(
          List.of("cert_chain-vcek-Milan"), files.map(f -> f.getFileName().toString()).toList());
    }
  }

  /** Another process that uses the same cache: prints the root in hexadecimal. */
  static final class OtherProcess {
    private OtherProcess() {}

    /** Takes the cache's folder and the server's address. */
    public static void main(String[] args) throws KeyServerException {
      KeyServer client =
          KeyServer.builder(Path.of(args[0]))
              .baseUri(URI.create(args[1]))
              .clock(Clock.fixed(FakeTime.START, ZoneOffset.UTC))
              .build();
      CertificateChain chain = client.certificateChain(MILAN, SigningKey.VCEK);
      System.out.print(HexFormat.of().formatHex(chain.root()));
    }
  }
}
