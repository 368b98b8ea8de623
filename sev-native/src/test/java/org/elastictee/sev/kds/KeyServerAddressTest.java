package org.elastictee.sev.kds;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.elastictee.sev.attest.KeyInfo.SigningKey;
import org.elastictee.sev.attest.Product;
import org.elastictee.sev.attest.TcbLayout;
import org.elastictee.sev.attest.TcbVersion;
import org.elastictee.sev.kds.KeyServerException.Reason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
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

  private static TcbVersion tcb(String raw, Product product) {
    return new TcbVersion(Long.parseUnsignedLong(raw, 16), product.tcbLayout());
  }

  @ParameterizedTest
  @CsvSource({
    "MILAN, D516000000000004, Milan/0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef?blSPL=04&teeSPL=00&snpSPL=22&ucodeSPL=213",
    "MILAN, FF04000000000302, Milan/0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef?blSPL=02&teeSPL=03&snpSPL=04&ucodeSPL=255",
    "GENOA, 5417000000000A80, Genoa/0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef?blSPL=128&teeSPL=10&snpSPL=23&ucodeSPL=84",
    "TURIN, 5200000004010301, Turin/0123456789abcdef?fmcSPL=01&blSPL=03&teeSPL=01&snpSPL=04&ucodeSPL=82"
  })
  void asksForAVcekByProductChipAndTcb(Product product, String raw, String path) throws Exception {
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
  void asksForAChainByProductAndKind(Product product, SigningKey key, String path)
      throws Exception {
    server.put(path, MadeCertificates.chain(product, key));
    CertificateChain chain = client().certificateChain(product, key);
    assertEquals(List.of("GET " + path), server.requests());
    assertArrayEquals(MadeCertificates.intermediate(product, key), chain.intermediate());
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
      Product product, SigningKey key, String path, String issuer) throws Exception {
    byte[] crl = MadeCertificates.crl(issuer, MadeCertificates.NOT_AFTER);
    server.put(path, crl);
    assertArrayEquals(crl, client().crl(product, key));
    assertEquals(List.of("GET " + path), server.requests());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "/mirror", "/mirror/"})
  void asksBelowTheBaseAddress(String path) throws Exception {
    String prefix = path.equals("/") ? "" : path.replaceAll("/$", "");
    byte[] content = MadeCertificates.chain(Product.GENOA, SigningKey.VCEK);
    server.put(prefix + "/vcek/v1/Genoa/cert_chain", content);
    client(URI.create(server.uri() + path)).certificateChain(Product.GENOA, SigningKey.VCEK);
    assertEquals(List.of("GET " + prefix + "/vcek/v1/Genoa/cert_chain"), server.requests());
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "VENICE")
  void refusesAMaskedChipIdBeforeAnyRequest(Product product) {
    assertUnusable(product, new byte[KeyServer.CHIP_ID_BYTES]);
  }

  @Test
  void refusesATurinChipIdOfMoreThan8BytesBeforeAnyRequest() {
    byte[] chipId = MadeCertificates.chipId(Product.TURIN);
    chipId[63] = 1;
    assertUnusable(Product.TURIN, chipId);
  }

  @Test
  void refusesAProductWithoutANameThereBeforeAnyRequest() {
    TcbVersion tcb = new TcbVersion(0, Product.VENICE.tcbLayout());
    byte[] chipId = MadeCertificates.chipId(Product.VENICE);
    assertNotServed(() -> client().vcek(Product.VENICE, chipId, tcb));
    assertNotServed(() -> client().certificateChain(Product.VENICE, SigningKey.VCEK));
    assertNotServed(() -> client().crl(Product.VENICE, SigningKey.VLEK));
  }

  @Test
  void refusesWhatNoKeySignsBeforeAnyRequest() {
    assertNotServed(() -> client().certificateChain(Product.MILAN, SigningKey.NONE));
    assertNotServed(() -> client().crl(Product.TURIN, SigningKey.NONE));
  }

  private void assertNotServed(Executable call) {
    KeyServerException e = assertThrows(KeyServerException.class, call);
    assertEquals(Reason.NOT_SERVED, e.reason());
    assertEquals(List.of(), server.requests());
    assertEquals(0, folder.toFile().list().length, "something was kept");
  }

  private void assertUnusable(Product product, byte[] chipId) {
    KeyServerException e =
        assertThrows(
            KeyServerException.class,
            () -> client().vcek(product, chipId, new TcbVersion(0, product.tcbLayout())));
    assertEquals(Reason.UNUSABLE_CHIP_ID, e.reason());
    assertEquals(List.of(), server.requests());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 8, 63, 65})
  void refusesAChipIdOfAnotherLength(int length) {
    TcbVersion tcb = new TcbVersion(0, TcbLayout.TURIN);
    byte[] chipId = new byte[length];
    assertThrows(IllegalArgumentException.class, () -> client().vcek(Product.TURIN, chipId, tcb));
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
  void refusesATcbOfAnotherLayout(Product product, TcbLayout layout) {
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
