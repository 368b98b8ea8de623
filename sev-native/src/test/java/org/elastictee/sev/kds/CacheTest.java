package org.elastictee.sev.kds;

import static org.elastictee.sev.kds.FakeKeyServer.content;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.elastictee.sev.attest.KeyInfo.SigningKey;
import org.elastictee.sev.attest.Product;
import org.elastictee.sev.attest.TcbVersion;
import org.elastictee.sev.kds.KeyServerException.Reason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CacheTest {
  private static final Product TURIN = Product.TURIN;
  private static final TcbVersion TCB = new TcbVersion(0x5200_0000_0401_0301L, TURIN.tcbLayout());
  private static final String VCEK_FILE = "vcek-Turin-0123456789abcdef-5200000004010301";
  private static final String VCEK_PATH =
      "/vcek/v1/Turin/0123456789abcdef?fmcSPL=01&blSPL=03&teeSPL=01&snpSPL=04&ucodeSPL=82";
  private static final String CRL_PATH = "/vcek/v1/Turin/crl";
  private static final byte[] VCEK = MadeCertificates.vcek(TURIN, TCB);

  @TempDir Path temporary;
  private final FakeTime time = new FakeTime();
  private FakeKeyServer server;
  private Path folder;

  @BeforeEach
  void start() throws Exception {
    server = new FakeKeyServer();
    server.put(VCEK_PATH, VCEK);
    folder = temporary.resolve("a/cache");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private KeyServer online() {
    return KeyServer.builder(folder).baseUri(server.uri()).clock(time).timer(time).build();
  }

  private KeyServer offline() {
    return KeyServer.builder(folder).baseUri(server.uri()).clock(time).offline().build();
  }

  private static byte[] vcek(KeyServer client) throws KeyServerException {
    return client.vcek(TURIN, MadeCertificates.chipId(TURIN), TCB);
  }

  private static Reason failureOf(KeyServer client) {
    return assertThrows(KeyServerException.class, () -> vcek(client)).reason();
  }

  private Path file() {
    return folder.resolve(VCEK_FILE);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void keepsAnswersForTheirOwnerAlone() throws Exception {
    vcek(online());
    assertEquals(List.of(VCEK_FILE), names());
    assertEquals("rw-------", mode(file()));
    assertEquals("rwx------", mode(folder));
  }

  @Test
  void asksOnceOnly() throws Exception {
    KeyServer client = online();
    vcek(client);
    assertArrayEquals(VCEK, vcek(client));
    assertArrayEquals(VCEK, vcek(online()));
    assertEquals(1, server.requests().size());
    assertEquals(List.of(), time.sleptSeconds());
  }

  @Test
  void keepsOneForEachProductChipTcbAndKind() throws Exception {
    TcbVersion milanTcb = new TcbVersion(1, Product.MILAN.tcbLayout());
    KeyServer client = online();
    vcek(client);
    server.prepare(content(MadeCertificates.vcek(TURIN, new TcbVersion(1, TURIN.tcbLayout()))));
    client.vcek(TURIN, MadeCertificates.chipId(TURIN), new TcbVersion(1, TURIN.tcbLayout()));
    for (Product product : List.of(Product.MILAN, Product.GENOA)) {
      server.prepare(content(MadeCertificates.vcek(product, milanTcb)));
      client.vcek(product, MadeCertificates.chipId(product), milanTcb);
    }
    for (SigningKey key : List.of(SigningKey.VCEK, SigningKey.VLEK)) {
      server.prepare(content(MadeCertificates.chain(TURIN, key)));
      client.certificateChain(TURIN, key);
      server.prepare(content(MadeCertificates.crl("ARK-Turin", MadeCertificates.NOT_AFTER)));
      client.crl(TURIN, key);
    }
    String longHwid = MadeCertificates.hwidHex(Product.MILAN);
    assertEquals(
        List.of(
            "cert_chain-vcek-Turin",
            "cert_chain-vlek-Turin",
            "crl-vcek-Turin",
            "crl-vlek-Turin",
            "vcek-Genoa-" + longHwid + "-0000000000000001",
            "vcek-Milan-" + longHwid + "-0000000000000001",
            "vcek-Turin-0123456789abcdef-0000000000000001",
            VCEK_FILE),
        names());
  }

  @Test
  void anyChangeOfAByteIsNoticed() throws Exception {
    vcek(online());
    byte[] whole = Files.readAllBytes(file());
    for (int i = 0; i < whole.length; i++) {
      byte[] changed = whole.clone();
      changed[i] ^= 1;
      Files.write(file(), changed);
      assertEquals(Reason.OFFLINE, failureOf(offline()), "byte " + i);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 31, 32, 33, 64, 400})
  void aTruncatedEntryIsFetchedAgain(int length) throws Exception {
    vcek(online());
    Files.write(file(), Arrays.copyOf(Files.readAllBytes(file()), length));
    assertFetchedAgain();
  }

  @Test
  void anEntryThatIsTooLongIsFetchedAgain() throws Exception {
    vcek(online());
    Files.write(file(), new byte[1 << 20]);
    assertFetchedAgain();
  }

  @Test
  void theEntryOfAnotherChipIsFetchedAgain() throws Exception {
    TcbVersion other = new TcbVersion(1, TURIN.tcbLayout());
    server.prepare(content(MadeCertificates.vcek(TURIN, other)));
    online().vcek(TURIN, MadeCertificates.chipId(TURIN), other);
    try (Stream<Path> files = Files.list(folder)) {
      Files.move(files.findFirst().orElseThrow(), file());
    }
    server.prepare(content(VCEK));
    assertArrayEquals(VCEK, vcek(online()));
    assertEquals(2, server.requests().size());
  }

  @Test
  void aLinkIsReplacedAndNotFollowed() throws Exception {
    vcek(online());
    Path target = temporary.resolve("target");
    Files.move(file(), target);
    Files.createSymbolicLink(file(), target);
    assertEquals(Reason.OFFLINE, failureOf(offline()));
    assertFetchedAgain();
    assertFalse(Files.isSymbolicLink(file()));
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aPipeIsReplacedAndNotWaitedFor() throws Exception {
    Files.createDirectories(folder);
    Process mkfifo = new ProcessBuilder("mkfifo", file().toString()).start();
    assertTrue(mkfifo.waitFor(10, TimeUnit.SECONDS));
    assertEquals(0, mkfifo.exitValue());
    assertArrayEquals(VCEK, vcek(online()));
    assertTrue(Files.isRegularFile(file()));
  }

  private void assertFetchedAgain() throws Exception {
    int before = server.requests().size();
    assertArrayEquals(VCEK, vcek(online()));
    assertEquals(before + 1, server.requests().size());
    assertArrayEquals(VCEK, vcek(offline()));
  }

  @Test
  void aCertificateIsNotReturnedOnceItHasExpired() throws Exception {
    Instant soon = FakeTime.START.plus(Duration.ofDays(3));
    byte[] old = MadeCertificates.vcek(TURIN, TCB, MadeCertificates.P384, soon);
    server.prepare(content(old));
    vcek(online());
    time.pass(Duration.ofDays(3).minusSeconds(1));
    assertArrayEquals(old, vcek(online()));
    time.pass(Duration.ofSeconds(1));
    assertEquals(Reason.OFFLINE, failureOf(offline()));
    assertArrayEquals(VCEK, vcek(online()));
  }

  @Test
  void aCertificateIsReturnedEvenIfItIsNotYetValid() throws Exception {
    vcek(online());
    time.pass(Duration.between(FakeTime.START, MadeCertificates.NOT_BEFORE).minusHours(1));
    assertArrayEquals(VCEK, vcek(offline()));
  }

  @Test
  void aChainExpiresWithTheFirstOfItsCertificates() throws Exception {
    Instant soon = FakeTime.START.plus(Duration.ofDays(3));
    byte[] root =
        MadeCertificates.certificate("ARK-Turin", "ARK-Turin", MadeCertificates.RSA, soon);
    byte[] intermediate =
        MadeCertificates.certificate("SEV-Turin", "ARK-Turin", MadeCertificates.RSA, soon);
    byte[] laterRoot = MadeCertificates.root(TURIN);
    byte[] laterIntermediate = MadeCertificates.intermediate(TURIN, SigningKey.VCEK);
    for (byte[] chain :
        List.of(
            MadeCertificates.pem(laterIntermediate, root),
            MadeCertificates.pem(intermediate, laterRoot))) {
      ChainResource resource = new ChainResource(TURIN, SigningKey.VCEK);
      assertEquals(soon, resource.parse(chain).expiry());
    }
  }

  @Test
  void aRevocationListIsFetchedAgainWhenTheNextOneIsDue() throws Exception {
    byte[] first = MadeCertificates.crl("ARK-Turin", FakeTime.START.plusSeconds(3600));
    byte[] second = MadeCertificates.crl("ARK-Turin", FakeTime.START.plusSeconds(7200));
    server.put(CRL_PATH, first);
    assertArrayEquals(first, online().crl(TURIN, SigningKey.VCEK));
    server.put(CRL_PATH, second);
    time.pass(Duration.ofSeconds(3599));
    assertArrayEquals(first, online().crl(TURIN, SigningKey.VCEK));
    time.pass(Duration.ofSeconds(1));
    assertArrayEquals(second, online().crl(TURIN, SigningKey.VCEK));
    assertEquals(2, server.requests().size());
  }

  @Test
  void offlineThereIsWhatIsInTheCache() throws Exception {
    vcek(online());
    assertArrayEquals(VCEK, vcek(offline()));
    assertEquals(1, server.requests().size());
  }

  @Test
  void offlineNothingElseIsAsked() throws Exception {
    assertEquals(Reason.OFFLINE, failureOf(offline()));
    assertEquals(List.of(), server.requests());
    assertFalse(Files.exists(folder));
  }

  @Test
  void offlineNotEvenAProxyIsSought() {
    ProxySelector none =
        new ProxySelector() {
          @Override
          public List<Proxy> select(URI uri) {
            throw new AssertionError("a connection is about to be made");
          }

          @Override
          public void connectFailed(URI uri, SocketAddress address, IOException failure) {
            throw new AssertionError("a connection was tried");
          }
        };
    ProxySelector former = ProxySelector.getDefault();
    ProxySelector.setDefault(none);
    try {
      assertEquals(Reason.OFFLINE, failureOf(KeyServer.offline(folder)));
    } finally {
      ProxySelector.setDefault(former);
    }
  }

  @Test
  void aMaskedChipIdIsRefusedOfflineToo() {
    KeyServerException e =
        assertThrows(KeyServerException.class, () -> offline().vcek(TURIN, new byte[64], TCB));
    assertEquals(Reason.UNUSABLE_CHIP_ID, e.reason());
  }

  @Test
  void whereThereCanBeNoFolderNothingIsAskedAndNoPathIsNamed() throws Exception {
    Files.createDirectories(folder.getParent());
    Files.write(folder, new byte[0]);
    KeyServerException e = assertThrows(KeyServerException.class, () -> vcek(online()));
    assertEquals(Reason.CACHE, e.reason());
    assertFalse(e.getMessage().contains(temporary.getFileName().toString()), e.getMessage());
    assertEquals(null, e.getCause());
    assertEquals(List.of(), server.requests());
  }

  @Test
  void anAnswerThatCannotBeKeptIsAFailure() throws Exception {
    Files.createDirectories(file().resolve("occupied"));
    assertEquals(Reason.CACHE, failureOf(online()));
    assertEquals(List.of(VCEK_FILE), names());
  }

  @Test
  void aThreadThatIsInterruptedBeforehandStaysInterrupted() throws Exception {
    vcek(online());
    Thread.currentThread().interrupt();
    assertEquals(Reason.INTERRUPTED, failureOf(offline()));
    assertTrue(Thread.interrupted());
    assertArrayEquals(VCEK, vcek(offline()));
  }
}
