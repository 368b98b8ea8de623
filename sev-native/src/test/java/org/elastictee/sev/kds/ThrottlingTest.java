package org.elastictee.sev.kds;

import static org.elastictee.sev.kds.FakeKeyServer.status;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.elastictee.sev.attest.KeyInfo.SigningKey;
import org.elastictee.sev.attest.Product;
import org.elastictee.sev.kds.KeyServerException.Reason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ThrottlingTest {
  private static final String PATH = "/vcek/v1/Milan/cert_chain";
  private static final byte[] CHAIN = MadeCertificates.chain(Product.MILAN, SigningKey.VCEK);

  @TempDir Path folder;
  private final FakeTime time = new FakeTime();
  private FakeKeyServer server;
  private KeyServer client;

  @BeforeEach
  void start() throws Exception {
    server = new FakeKeyServer();
    client = builder().build();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private KeyServer.Builder builder() {
    return KeyServer.builder(folder).baseUri(server.uri()).clock(time).timer(time);
  }

  private CertificateChain chain() throws KeyServerException {
    return client.certificateChain(Product.MILAN, SigningKey.VCEK);
  }

  private void assertFails(Reason reason) {
    assertEquals(reason, assertThrows(KeyServerException.class, this::chain).reason());
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 503})
  void waitsAsLongAsTheServerSays(int status) throws Exception {
    server.prepare(status(status, "Retry-After", "35"));
    server.put(PATH, CHAIN);
    assertArrayEquals(MadeCertificates.root(Product.MILAN), chain().root());
    assertEquals(List.of(35L), time.sleptSeconds());
    assertEquals(2, server.requests().size());
  }

  @Test
  void waitsUntilTheDateThatTheServerSays() throws Exception {
    server.prepare(status(429, "Retry-After", "Thu, 01 Jan 2026 00:00:40 GMT"));
    server.put(PATH, CHAIN);
    chain();
    assertEquals(List.of(40L), time.sleptSeconds());
  }

  @Test
  void waitsTwiceAsLongEachTimeWhenTheServerDoesNotSay() throws Exception {
    client = builder().totalTimeout(Duration.ofMinutes(10)).build();
    for (int i = 0; i < 5; i++) {
      server.prepare(status(429));
    }
    server.put(PATH, CHAIN);
    chain();
    assertEquals(List.of(10L, 20L, 40L, 80L, 80L), time.sleptSeconds());
  }

  @ParameterizedTest
  @CsvSource({"0, 10", "9, 10", "-5, 10", "soon, 10", "11, 11"})
  void neverAsksAgainWithin10Seconds(String retryAfter, long slept) throws Exception {
    server.prepare(status(429, "Retry-After", retryAfter));
    server.put(PATH, CHAIN);
    chain();
    assertEquals(List.of(slept), time.sleptSeconds());
  }

  @Test
  void givesUpWithinTwoMinutes() {
    for (int i = 0; i < 10; i++) {
      server.prepare(status(429));
    }
    assertFails(Reason.THROTTLED);
    assertEquals(List.of(10L, 20L, 40L), time.sleptSeconds());
    assertEquals(4, server.requests().size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "120",
        "86400",
        "999999999999999999",
        "9999999999999999999999999",
        "Fri, 01 Jan 2100 00:00:00 GMT"
      })
  void doesNotWaitForLongerThanTheTotalTime(String retryAfter) {
    server.prepare(status(429, "Retry-After", retryAfter));
    assertFails(Reason.THROTTLED);
    assertEquals(List.of(), time.sleptSeconds());
    assertEquals(1, server.requests().size());
  }

  @Test
  void a503WithoutATimeIsNoThrottling() {
    server.prepare(status(503));
    assertFails(Reason.UNEXPECTED_STATUS);
    assertEquals(1, server.requests().size());
  }

  @Test
  void anIdenticalRequestWaits10Seconds() throws Exception {
    server.throttle(time);
    assertFails(Reason.NOT_FOUND);
    time.pass(Duration.ofSeconds(3));
    server.put(PATH, CHAIN);
    chain();
    assertEquals(List.of(7L), time.sleptSeconds());
    assertEquals(2, server.requests().size());
  }

  @Test
  void anIdenticalRequestDoesNotWaitAfter10Seconds() throws Exception {
    server.throttle(time);
    assertFails(Reason.NOT_FOUND);
    time.pass(Duration.ofSeconds(10));
    server.put(PATH, CHAIN);
    chain();
    assertEquals(List.of(), time.sleptSeconds());
  }

  @Test
  void anotherRequestDoesNotWait() throws Exception {
    server.put("/vlek/v1/Milan/cert_chain", MadeCertificates.chain(Product.MILAN, SigningKey.VLEK));
    assertFails(Reason.NOT_FOUND);
    client.certificateChain(Product.MILAN, SigningKey.VLEK);
    assertEquals(List.of(), time.sleptSeconds());
  }

  @Test
  void takesWhatAnotherProcessGotMeanwhile() throws Exception {
    server.prepare(status(429));
    server.put(PATH, CHAIN);
    KeyServer other = builder().build();
    time.beforeSleep(
        () -> {
          try {
            other.certificateChain(Product.MILAN, SigningKey.VCEK);
          } catch (KeyServerException e) {
            throw new AssertionError(e);
          }
        });
    chain();
    assertEquals(2, server.requests().size());
  }

  @Test
  void aThreadThatIsInterruptedWhileItWaitsStaysInterrupted() {
    server.prepare(status(429));
    time.beforeSleep(Thread.currentThread()::interrupt);
    assertFails(Reason.INTERRUPTED);
    assertTrue(Thread.interrupted());
    assertEquals(1, server.requests().size());
  }
}
