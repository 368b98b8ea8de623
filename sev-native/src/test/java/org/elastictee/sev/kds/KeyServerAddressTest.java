package org.elastictee.sev.kds;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.elastictee.sev.attest.TcbLayout;
import org.elastictee.sev.attest.TcbVersion;
import org.elastictee.sev.kds.KeyServerException.Reason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyServerAddressTest {
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

  private KeyServer client() {
    return client(server.uri());
  }

  private KeyServer client(URI base) {
    return KeyServer.builder(folder).baseUri(base).clock(new FakeTime()).build();
  }

  private static TcbVersion tcb(String raw, ProductName product) {
    return new TcbVersion(Long.parseUnsignedLong(raw, 16), product.layout());
  }

  @ParameterizedTest
  @CsvSource({
    "MILAN, D516000000000004, Milan/0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef?blSPL=04&teeSPL=00&snpSPL=22&ucodeSPL=213",
    "MILAN, FF04000000000302, Milan/0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef?blSPL=02&teeSPL=03&snpSPL=04&ucodeSPL=255",
    "GENOA, 5417000000000A80, Genoa/0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef?blSPL=128&teeSPL=10&snpSPL=23&ucodeSPL=84",
    "TURIN, 5200000004010301, Turin/0123456789abcdef?fmcSPL=01&blSPL=03&teeSPL=01&snpSPL=04&ucodeSPL=82"
  })
  void asksForAVcekByProductChipAndTcb(ProductName product, String raw, String path)
      throws Exception {
    byte[] vcek = MadeCertificates.vcek(product, tcb(raw, product));
    server.put("/vcek/v1/" + path, vcek);
    byte[] received = client().vcek(product, MadeCertificates.chipId(product), tcb(raw, product));
    assertEquals(List.of("GET /vcek/v1/" + path), server.requests());
    assertArrayEquals(vcek, received);
  }

  @ParameterizedTest
  @CsvSource({
    "MILAN, VCEK, /vcek/v1/Milan/cert_chain",
    "MILAN, VLEK, /vlek/v1/Milan/cert_chain",
    "GENOA, VCEK, /vcek/v1/Genoa/cert_chain",
    "GENOA, VLEK, /vlek/v1/Genoa/cert_chain",
    "TURIN, VCEK, /vcek/v1/Turin/cert_chain",
    "TURIN, VLEK, /vlek/v1/Turin/cert_chain"
  })
  void asksForAChainByProductAndKind(ProductName product, KeyKind kind, String path)
      throws Exception {
    server.put(path, MadeCertificates.chain(product, kind));
    CertificateChain chain = client().certificateChain(product, kind);
    assertEquals(List.of("GET " + path), server.requests());
    assertArrayEquals(MadeCertificates.intermediate(product, kind), chain.intermediate());
    assertArrayEquals(MadeCertificates.root(product), chain.root());
  }

  @ParameterizedTest
  @CsvSource({
    "MILAN, VCEK, /vcek/v1/Milan/crl, ARK-Milan",
    "MILAN, VLEK, /vlek/v1/Milan/crl, ARK-Milan",
    "GENOA, VCEK, /vcek/v1/Genoa/crl, ARK-Genoa",
    "GENOA, VLEK, /vlek/v1/Genoa/crl, ARK-Genoa",
    "TURIN, VCEK, /vcek/v1/Turin/crl, ARK-Turin",
    "TURIN, VLEK, /vlek/v1/Turin/crl, ARK-Turin"
  })
  void asksForARevocationListByProductAndKind(
      ProductName product, KeyKind kind, String path, String issuer) throws Exception {
    byte[] crl = MadeCertificates.crl(issuer, MadeCertificates.NOT_AFTER);
    server.put(path, crl);
    assertArrayEquals(crl, client().crl(product, kind));
    assertEquals(List.of("GET " + path), server.requests());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "/mirror", "/mirror/"})
  void asksBelowTheBaseAddress(String path) throws Exception {
    String prefix = path.equals("/") ? "" : path.replaceAll("/$", "");
    byte[] content = MadeCertificates.chain(ProductName.GENOA, KeyKind.VCEK);
    server.put(prefix + "/vcek/v1/Genoa/cert_chain", content);
    client(URI.create(server.uri() + path)).certificateChain(ProductName.GENOA, KeyKind.VCEK);
    assertEquals(List.of("GET " + prefix + "/vcek/v1/Genoa/cert_chain"), server.requests());
  }

  @ParameterizedTest
  @EnumSource
  void refusesAMaskedChipIdBeforeAnyRequest(ProductName product) {
    assertUnusable(product, new byte[KeyServer.CHIP_ID_BYTES]);
  }

  @Test
  void refusesATurinChipIdOfMoreThan8BytesBeforeAnyRequest() {
    byte[] chipId = MadeCertificates.chipId(ProductName.TURIN);
    chipId[63] = 1;
    assertUnusable(ProductName.TURIN, chipId);
  }

  private void assertUnusable(ProductName product, byte[] chipId) {
    KeyServerException e =
        assertThrows(
            KeyServerException.class,
            () -> client().vcek(product, chipId, new TcbVersion(0, product.layout())));
    assertEquals(Reason.UNUSABLE_CHIP_ID, e.reason());
    assertEquals(List.of(), server.requests());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 8, 63, 65})
  void refusesAChipIdOfAnotherLength(int length) {
    TcbVersion tcb = new TcbVersion(0, TcbLayout.TURIN);
    byte[] chipId = new byte[length];
    assertThrows(
        IllegalArgumentException.class, () -> client().vcek(ProductName.TURIN, chipId, tcb));
    assertEquals(List.of(), server.requests());
  }

  @ParameterizedTest
  @CsvSource({
    "MILAN, TURIN",
    "GENOA, TURIN",
    "TURIN, MILAN_GENOA",
    "MILAN, UNKNOWN",
    "TURIN, UNKNOWN"
  })
  void refusesATcbOfAnotherLayout(ProductName product, TcbLayout layout) {
    TcbVersion tcb = new TcbVersion(0, layout);
    byte[] chipId = MadeCertificates.chipId(product);
    assertThrows(IllegalArgumentException.class, () -> client().vcek(product, chipId, tcb));
    assertEquals(List.of(), server.requests());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://kds.example",
        "file:///kds",
        "kds.example",
        "/vcek",
        "https:///path",
        "https://user@kds.example",
        "https://kds.example/?a=b",
        "https://kds.example/#a"
      })
  void refusesAnotherKindOfBaseAddress(String base) {
    KeyServer.Builder builder = KeyServer.builder(folder);
    assertThrows(IllegalArgumentException.class, () -> builder.baseUri(URI.create(base)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT-1S", "PT24H0.000000001S"})
  void refusesATimeLimitOutOfRange(Duration limit) {
    KeyServer.Builder builder = KeyServer.builder(folder);
    assertThrows(IllegalArgumentException.class, () -> builder.connectTimeout(limit));
    assertThrows(IllegalArgumentException.class, () -> builder.requestTimeout(limit));
    assertThrows(IllegalArgumentException.class, () -> builder.totalTimeout(limit));
  }
}
