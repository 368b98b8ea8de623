package org.elastictee.sev.kds;

import static org.elastictee.sev.kds.FakeKeyServer.content;
import static org.elastictee.sev.kds.FakeKeyServer.status;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.elastictee.sev.attest.KeyInfo.SigningKey;
import org.elastictee.sev.attest.Product;
import org.elastictee.sev.attest.TcbVersion;
import org.elastictee.sev.kds.FakeKeyServer.Answer;
import org.elastictee.sev.kds.KeyServerException.Reason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class AnswerTest {
  private static final Product MILAN = Product.MILAN;
  private static final TcbVersion TCB = new TcbVersion(0xD516_0000_0000_0004L, MILAN.tcbLayout());
  private static final byte[] VCEK = MadeCertificates.vcek(MILAN, TCB);
  private static final byte[] INTERMEDIATE = MadeCertificates.intermediate(MILAN, SigningKey.VCEK);
  private static final byte[] ROOT = MadeCertificates.root(MILAN);
  private static final byte[] CRL = MadeCertificates.crl("ARK-Milan", MadeCertificates.NOT_AFTER);
  private static final byte[] HTML =
      "<!DOCTYPE html><html><body>Please sign in</body></html>".getBytes(StandardCharsets.US_ASCII);

  @TempDir Path folder;
  private FakeKeyServer server;

  @BeforeEach
  void start() throws Exception {
    server = new FakeKeyServer();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private KeyServer.Builder builder() {
    return KeyServer.builder(folder).baseUri(server.uri()).clock(new FakeTime());
  }

  private byte[] vcek(KeyServer client) throws KeyServerException {
    return client.vcek(MILAN, MadeCertificates.chipId(MILAN), TCB);
  }

  private KeyServerException failureOf(KeyServer client) {
    KeyServerException e = assertThrows(KeyServerException.class, () -> vcek(client));
    assertEquals(0, folder.toFile().list().length, "a failure was kept");
    return e;
  }

  private KeyServerException failureOf(Answer answer) {
    server.prepare(answer);
    return failureOf(builder().build());
  }

  private static byte[] vcekWith(String subject, String issuer) {
    byte[] hwid = MadeCertificates.chipId(MILAN);
    return MadeCertificates.certificate(
        subject,
        issuer,
        MadeCertificates.P384,
        MadeCertificates.NOT_AFTER,
        MadeCertificates.leafExtensions(MILAN, hwid, TCB));
  }

  private static byte[] vcekWithout(int extension) {
    byte[][] extensions =
        MadeCertificates.leafExtensions(MILAN, MadeCertificates.chipId(MILAN), TCB);
    extensions[extension] = new byte[0];
    return vcekWith(extensions);
  }

  private static byte[] vcekWith(byte[]... extensions) {
    return MadeCertificates.certificate(
        "SEV-VCEK", "SEV-Milan", MadeCertificates.P384, MadeCertificates.NOT_AFTER, extensions);
  }

  private static byte[] concat(byte[] one, byte[] other) {
    byte[] both = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, both, one.length, other.length);
    return both;
  }

  static Stream<Arguments> noVceks() {
    byte[] otherChip = MadeCertificates.chipId(MILAN);
    otherChip[63]++;
    Instant past = FakeTime.START.minus(Duration.ofSeconds(1));
    return Stream.of(
        Arguments.of("nothing", new byte[0]),
        Arguments.of("HTML", HTML),
        Arguments.of("PEM", MadeCertificates.pem(VCEK)),
        Arguments.of("two certificates", concat(VCEK, VCEK)),
        Arguments.of("a line feed after it", concat(VCEK, new byte[] {'\n'})),
        Arguments.of("cut short", Arrays.copyOf(VCEK, VCEK.length - 1)),
        Arguments.of("only its first byte", Arrays.copyOf(VCEK, 1)),
        Arguments.of("only the start of its length", Arrays.copyOf(VCEK, 3)),
        Arguments.of("indefinite length", HexFormat.of().parseHex("3080" + "00".repeat(128))),
        Arguments.of("length of 4 bytes", HexFormat.of().parseHex("3084ffffffff")),
        Arguments.of("an empty sequence", HexFormat.of().parseHex("3000")),
        Arguments.of("a revocation list", CRL),
        Arguments.of("an ASK", INTERMEDIATE),
        Arguments.of("a VLEK", vcekWith("SEV-VLEK", "SEV-VLEK-Milan")),
        Arguments.of("another subject", vcekWith("SEV-VLEK", "SEV-Milan")),
        Arguments.of("another product", vcekWith("SEV-VCEK", "SEV-Genoa")),
        Arguments.of(
            "a key on P-256",
            MadeCertificates.vcek(MILAN, TCB, MadeCertificates.P256, MadeCertificates.NOT_AFTER)),
        Arguments.of(
            "an RSA key",
            MadeCertificates.vcek(MILAN, TCB, MadeCertificates.RSA, MadeCertificates.NOT_AFTER)),
        Arguments.of("expired", MadeCertificates.vcek(MILAN, TCB, MadeCertificates.P384, past)),
        Arguments.of(
            "another chip", vcekWith(MadeCertificates.leafExtensions(MILAN, otherChip, TCB))),
        Arguments.of("no hwID", vcekWithout(0)),
        Arguments.of("no blSPL", vcekWithout(1)),
        Arguments.of("no teeSPL", vcekWithout(2)),
        Arguments.of("no snpSPL", vcekWithout(3)),
        Arguments.of("no ucodeSPL", vcekWithout(4)),
        Arguments.of("another blSPL", vcekFor(0xD516_0000_0000_0005L)),
        Arguments.of("another teeSPL", vcekFor(0xD516_0000_0000_0104L)),
        Arguments.of("another snpSPL", vcekFor(0xD517_0000_0000_0004L)),
        Arguments.of("another ucodeSPL", vcekFor(0xD616_0000_0000_0004L)));
  }

  private static byte[] vcekFor(long tcb) {
    return MadeCertificates.vcek(MILAN, new TcbVersion(tcb, MILAN.tcbLayout()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("noVceks")
  void refusesWhatIsNotTheVcek(String what, byte[] content) {
    assertEquals(Reason.BAD_CONTENT, failureOf(content(content)).reason(), what);
  }

  @Test
  void refusesATurinVcekWithoutFmcSpl() {
    Product turin = Product.TURIN;
    TcbVersion tcb = new TcbVersion(0x5200_0000_0401_0301L, turin.tcbLayout());
    byte[] hwid = HexFormat.of().parseHex(MadeCertificates.hwidHex(turin));
    byte[][] extensions = MadeCertificates.leafExtensions(turin, hwid, tcb);
    byte[][] withoutFmc = Arrays.copyOf(extensions, extensions.length - 1);
    server.prepare(
        content(
            MadeCertificates.certificate(
                "SEV-VCEK",
                "SEV-Turin",
                MadeCertificates.P384,
                MadeCertificates.NOT_AFTER,
                withoutFmc)));
    KeyServer client = builder().build();
    byte[] chipId = MadeCertificates.chipId(turin);
    KeyServerException e =
        assertThrows(KeyServerException.class, () -> client.vcek(turin, chipId, tcb));
    assertEquals(Reason.BAD_CONTENT, e.reason());
  }

  @Test
  void takesAHwidInAnOctetStringOfItsOwn() throws Exception {
    byte[] chipId = MadeCertificates.chipId(MILAN);
    byte[][] extensions = MadeCertificates.leafExtensions(MILAN, chipId, TCB);
    extensions[0] = MadeCertificates.hwidExtension(MadeCertificates.tlv(0x04, chipId));
    server.prepare(content(vcekWith(extensions)));
    assertArrayEquals(vcekWith(extensions), vcek(builder().build()));
  }

  static Stream<Arguments> noChains() {
    byte[] pem = MadeCertificates.pem(INTERMEDIATE, ROOT);
    byte[] comment = "# AMD\n".getBytes(StandardCharsets.US_ASCII);
    return Stream.of(
        Arguments.of("nothing", new byte[0]),
        Arguments.of("HTML", HTML),
        Arguments.of("DER", concat(INTERMEDIATE, ROOT)),
        Arguments.of("one certificate", MadeCertificates.pem(INTERMEDIATE)),
        Arguments.of("three certificates", MadeCertificates.pem(INTERMEDIATE, ROOT, ROOT)),
        Arguments.of("the wrong order", MadeCertificates.pem(ROOT, INTERMEDIATE)),
        Arguments.of("the root twice", MadeCertificates.pem(ROOT, ROOT)),
        Arguments.of("the chain of VLEKs", MadeCertificates.chain(MILAN, SigningKey.VLEK)),
        Arguments.of("another product", MadeCertificates.chain(Product.GENOA, SigningKey.VCEK)),
        Arguments.of(
            "another root",
            MadeCertificates.pem(INTERMEDIATE, MadeCertificates.root(Product.GENOA))),
        Arguments.of("something before", concat(comment, pem)),
        Arguments.of("something after", concat(pem, comment)),
        Arguments.of("cut short", Arrays.copyOf(pem, pem.length - 2)),
        Arguments.of(
            "no base64",
            new String(pem, StandardCharsets.US_ASCII)
                .replaceFirst("MII", "M=I")
                .getBytes(StandardCharsets.US_ASCII)),
        Arguments.of(
            "no certificate in it", MadeCertificates.pem(INTERMEDIATE, new byte[] {0x30, 0})));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("noChains")
  void refusesWhatIsNotTheChain(String what, byte[] content) {
    server.prepare(content(content));
    KeyServer client = builder().build();
    KeyServerException e =
        assertThrows(
            KeyServerException.class, () -> client.certificateChain(MILAN, SigningKey.VCEK), what);
    assertEquals(Reason.BAD_CONTENT, e.reason());
  }

  @Test
  void takesAChainWithCarriageReturns() throws Exception {
    String pem =
        new String(MadeCertificates.pem(INTERMEDIATE, ROOT), StandardCharsets.US_ASCII)
            .replace("\n", "\r\n");
    server.prepare(content(pem.getBytes(StandardCharsets.US_ASCII)));
    CertificateChain chain = builder().build().certificateChain(MILAN, SigningKey.VCEK);
    assertArrayEquals(INTERMEDIATE, chain.intermediate());
    assertArrayEquals(ROOT, chain.root());
  }

  static Stream<Arguments> noRevocationLists() {
    return Stream.of(
        Arguments.of("HTML", HTML),
        Arguments.of("a certificate", ROOT),
        Arguments.of("PEM", MadeCertificates.pem(CRL)),
        Arguments.of("two lists", concat(CRL, CRL)),
        Arguments.of("cut short", Arrays.copyOf(CRL, CRL.length - 1)),
        Arguments.of(
            "another root's", MadeCertificates.crl("ARK-Genoa", MadeCertificates.NOT_AFTER)),
        Arguments.of("one that is never renewed", MadeCertificates.crl("ARK-Milan", null)),
        Arguments.of("one that is out of date", MadeCertificates.crl("ARK-Milan", FakeTime.START)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("noRevocationLists")
  void refusesWhatIsNotTheRevocationList(String what, byte[] content) {
    server.prepare(content(content));
    KeyServer client = builder().build();
    KeyServerException e =
        assertThrows(KeyServerException.class, () -> client.crl(MILAN, SigningKey.VCEK), what);
    assertEquals(Reason.BAD_CONTENT, e.reason());
  }

  @ParameterizedTest
  @CsvSource({
    "404, NOT_FOUND",
    "201, UNEXPECTED_STATUS",
    "204, UNEXPECTED_STATUS",
    "400, UNEXPECTED_STATUS",
    "401, UNEXPECTED_STATUS",
    "403, UNEXPECTED_STATUS",
    "407, UNEXPECTED_STATUS",
    "500, UNEXPECTED_STATUS",
    "502, UNEXPECTED_STATUS"
  })
  void anotherStatusIsNoAnswer(int status, Reason reason) {
    assertEquals(reason, failureOf(status(status)).reason());
    assertEquals(1, server.requests().size());
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void doesNotFollowRedirects(int status) throws Exception {
    try (FakeKeyServer other = new FakeKeyServer()) {
      Answer redirect = status(status, "Location", other.uri() + "/vcek");
      assertEquals(Reason.UNEXPECTED_STATUS, failureOf(redirect).reason());
      assertEquals(List.of(), other.requests());
    }
  }

  @Test
  void aBrokenConnectionIsNoAnswer() {
    assertEquals(Reason.UNREACHABLE, failureOf(FakeKeyServer.truncated(VCEK)).reason());
  }

  @Test
  void aTruncatedAnswerIsNoAnswerEvenIfTheServerSaysThatItIsWhole() {
    byte[] half = Arrays.copyOf(VCEK, VCEK.length / 2);
    assertEquals(Reason.BAD_CONTENT, failureOf(FakeKeyServer.ofUnknownLength(half)).reason());
  }

  @Test
  void takesAnAnswerOfUnknownLength() throws Exception {
    server.prepare(FakeKeyServer.ofUnknownLength(VCEK));
    assertArrayEquals(VCEK, vcek(builder().build()));
  }

  @Test
  void aServerThatIsSilentTimesOut() {
    server.prepare(server.silence());
    KeyServer client = builder().requestTimeout(Duration.ofMillis(200)).build();
    assertEquals(Reason.TIMED_OUT, failureOf(client).reason());
  }

  @Test
  void anAnswerThatDoesNotEndTimesOut() {
    server.prepare(server.stalled(VCEK));
    KeyServer client = builder().requestTimeout(Duration.ofMillis(200)).build();
    assertEquals(Reason.TIMED_OUT, failureOf(client).reason());
  }

  @Test
  void theTotalTimeLimitsTheRequestToo() {
    server.prepare(server.silence());
    KeyServer client =
        builder().requestTimeout(Duration.ofHours(1)).totalTimeout(Duration.ofMillis(200)).build();
    assertEquals(Reason.TIMED_OUT, failureOf(client).reason());
  }

  @Test
  void anAnswerThatIsTooLargeIsLeft() {
    assertEquals(Reason.TOO_LARGE, failureOf(content(new byte[16 * 1024 + 1])).reason());
  }

  @Test
  void anAnswerWithoutEndIsLeft() {
    assertEquals(Reason.TOO_LARGE, failureOf(FakeKeyServer.endless()).reason());
  }

  @Test
  void nobodyListens() throws Exception {
    URI nobody;
    try (ServerSocket socket = new ServerSocket(0)) {
      nobody = URI.create("http://127.0.0.1:" + socket.getLocalPort());
    }
    assertEquals(Reason.UNREACHABLE, failureOf(builder().baseUri(nobody).build()).reason());
  }

  @Test
  void aThreadThatIsInterruptedWhileTheServerIsSilentStaysInterrupted() throws Exception {
    Thread caller = Thread.currentThread();
    Answer silence = server.silence();
    server.prepare(
        exchange -> {
          caller.interrupt();
          silence.send(exchange);
        });
    assertEquals(Reason.INTERRUPTED, failureOf(builder().build()).reason());
    assertTrue(Thread.interrupted());
  }

  @Test
  void whoGetsAnAnswerCannotChangeThatOfOthers() throws Exception {
    server.prepare(content(VCEK));
    KeyServer client = builder().build();
    vcek(client)[0]++;
    assertArrayEquals(VCEK, vcek(client));
  }
}
