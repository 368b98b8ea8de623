package org.elastictee.sev.kds;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HexFormat;
import org.elastictee.sev.attest.AttestationReport;
import org.elastictee.sev.attest.KeyInfo.SigningKey;
import org.elastictee.sev.attest.Product;
import org.elastictee.sev.attest.TcbVersion;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What AMD's server has really sent. */
class CapturedCertificatesTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2025-06-01T00:00:00Z"), ZoneOffset.UTC);

  @TempDir Path folder;
  private FakeKeyServer server;
  private KeyServer client;

  @BeforeEach
  void start() throws Exception {
    assumeTrue(
        System.getProperty("elastic.vectors.sev") != null,
        "elastic.vectors.sev is not set: no captured certificates");
    server = new FakeKeyServer();
    client = KeyServer.builder(folder).baseUri(server.uri()).clock(CLOCK).build();
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  private static byte[] captured(String name) throws Exception {
    return Files.readAllBytes(Path.of(System.getProperty("elastic.vectors.sev"), name));
  }

  @ParameterizedTest
  @CsvSource({
    "milan-v2-debug.report.bin, milan-v2-debug.vcek.der",
    "milan-v2.report.hex,       milan-v2.vcek.der"
  })
  void theVcekOfAReportIsFoundByItsChipIdAndReportedTcb(String reportName, String vcekName)
      throws Exception {
    byte[] bytes = captured(reportName);
    if (reportName.endsWith(".hex")) {
      bytes = HexFormat.of().parseHex(new String(bytes, StandardCharsets.US_ASCII).strip());
    }
    AttestationReport report = AttestationReport.of(bytes);
    byte[] vcek = captured(vcekName);
    server.prepare(FakeKeyServer.content(vcek));
    assertArrayEquals(vcek, client.vcek(Product.MILAN, report.chipId(), report.reportedTcb()));
    assertArrayEquals(vcek, client.vcek(Product.MILAN, report.chipId(), report.reportedTcb()));
    assertEquals(1, server.requests().size());
  }

  @ParameterizedTest
  @CsvSource({
    "MILAN, milan-invalid-hwid-raw.vcek.der",
    "MILAN, milan-invalid-hwid-wrapped.vcek.der",
    "TURIN, turin.vcek.der"
  })
  void bothEncodingsOfTheChipAndThatOfTurinAreKnown(Product product, String name) throws Exception {
    byte[] vcek = captured(name);
    X509Certificate certificate = Encodings.certificate(vcek).x509();
    byte[] extension = certificate.getExtensionValue("1.3.6.1.4.1.3704.1.4");
    byte[] hwid =
        Arrays.copyOfRange(extension, extension.length - product.chipIdBytes(), extension.length);
    server.prepare(FakeKeyServer.content(vcek));
    assertArrayEquals(
        vcek,
        client.vcek(
            product, Arrays.copyOf(hwid, KeyServer.CHIP_ID_BYTES), tcb(product, certificate)));
  }

  private static TcbVersion tcb(Product product, X509Certificate certificate) {
    int[] arcs =
        product == Product.TURIN
            ? new int[] {9, 1, 2, 3, 0, 0, 0, 8}
            : new int[] {1, 2, 0, 0, 0, 0, 3, 8};
    long raw = 0;
    for (int i = 0; i < arcs.length; i++) {
      if (arcs[i] != 0) {
        byte[] extension = certificate.getExtensionValue("1.3.6.1.4.1.3704.1.3." + arcs[i]);
        raw |= (extension[extension.length - 1] & 0xFFL) << (8 * i);
      }
    }
    return new TcbVersion(raw, product.tcbLayout());
  }

  @ParameterizedTest
  @CsvSource({
    "MILAN, VCEK, ask_ark_milan.pem,      67d303bd3905fd38, 69d063b45344d26a",
    "MILAN, VLEK, ask_ark_milan_vlek.pem, c5e081f59b7efab1, 69d063b45344d26a",
    "GENOA, VCEK, ask_ark_genoa.pem,      5464738c1546aed5, 4c6598d19c18719c",
    "GENOA, VLEK, ask_ark_genoa_vlek.pem, 197e610743a917d6, 4c6598d19c18719c",
    "TURIN, VCEK, ask_ark_turin_vcek.pem, 5b77ef5fe7a7a004, 1f084161a44bb6d9",
    "TURIN, VLEK, ask_ark_turin_vlek.pem, 104e10a8bd060a3c, 1f084161a44bb6d9"
  })
  void theChainsOfAllProductsAreKnown(
      Product product, SigningKey key, String name, String intermediate, String root)
      throws Exception {
    server.prepare(FakeKeyServer.content(captured(name)));
    CertificateChain chain = client.certificateChain(product, key);
    assertEquals(intermediate, fingerprint(chain.intermediate()));
    assertEquals(root, fingerprint(chain.root()));
  }

  private static String fingerprint(byte[] certificate) throws Exception {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate);
    return HexFormat.of().formatHex(digest, 0, 8);
  }

  @Test
  void aVlekIsNoVcek() throws Exception {
    byte[] vlek = captured("milan-v3-aws-vlek.vlek.der");
    TcbVersion tcb = tcb(Product.MILAN, Encodings.certificate(vlek).x509());
    byte[] hwid = new byte[Product.MILAN.chipIdBytes()];
    VcekResource resource = new VcekResource(Product.MILAN, hwid, tcb);
    assertThrows(BadContentException.class, () -> resource.parse(vlek));
  }
}
