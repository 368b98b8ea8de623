package org.elastictee.sev.attest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import javax.security.auth.x500.X500Principal;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.elastictee.sev.attest.EvidenceException.Reason;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AmdCertificateTest {
  private static byte[] pem(String label, byte[] der) {
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return ("-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] turin() {
    return CapturedEvidence.file("turin.vcek.der");
  }

  private static void assertUnreadable(byte[] bytes) {
    assertEquals(
        Reason.CERTIFICATE,
        assertThrows(EvidenceException.class, () -> AmdCertificate.parse(bytes)).reason());
  }

  @ParameterizedTest
  @CsvSource({
    "ask_ark_milan.pem,      SEV-Milan ARK-Milan",
    "ask_ark_milan_vlek.pem, SEV-VLEK-Milan ARK-Milan",
    "ask_ark_genoa.pem,      SEV-Genoa ARK-Genoa",
    "ask_ark_genoa_vlek.pem, SEV-VLEK-Genoa ARK-Genoa",
    "ask_ark_turin_vcek.pem, SEV-Turin ARK-Turin",
    "ask_ark_turin_vlek.pem, SEV-VLEK-Turin ARK-Turin",
    "turin.vcek.der,         SEV-VCEK"
  })
  void readsAmdsCertificatesInDerAndPem(String file, String names) throws Exception {
    List<AmdCertificate> certificates = AmdCertificate.parse(CapturedEvidence.file(file));
    assertEquals(
        List.of(names.split(" ")),
        certificates.stream().map(c -> c.commonName().orElseThrow()).toList());
  }

  @Test
  void keepsTheBytesAsTheyAre() throws Exception {
    assertArrayEquals(turin(), AmdCertificate.ofDer(turin()).der());
    assertArrayEquals(turin(), AmdCertificate.parse(pem("CERTIFICATE", turin())).get(0).der());
    assertEquals(
        AmdCertificate.ofDer(turin()), AmdCertificate.of(AmdCertificate.ofDer(turin()).x509()));
  }

  @Test
  void nothingMayFollow() {
    assertUnreadable(Arrays.copyOf(turin(), turin().length + 1));
  }

  @Test
  void nothingMayBeMissing() {
    for (int length = 0; length < turin().length; length++) {
      assertUnreadable(Arrays.copyOf(turin(), length));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "text",
        "-----BEGIN CERTIFICATE",
        "-----BEGIN CERTIFICATE-----",
        "-----BEGIN CERTIFICATE-----\n####\n-----END CERTIFICATE-----",
        "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END X509 CRL-----"
      })
  void whatIsNoPemIsRefused(String text) {
    assertUnreadable(text.getBytes(StandardCharsets.US_ASCII));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CN=X, O=Advanced Micro Devices, ST=CA, L=Santa Clara, C=US, OU=Engineering | X",
        "CN=X, O=Advanced Micro Devices, ST=CA, L=Santa Clara, C=US, OU=engineering | ",
        "CN=X, O=Advanced Micro Devices, ST=CA, L=Santa Clara, C=US | ",
        "O=Advanced Micro Devices, ST=CA, L=Santa Clara, C=US, OU=Engineering | ",
        "OU=X, O=Advanced Micro Devices, ST=CA, L=Santa Clara, C=US, OU=Engineering | ",
        "OU=X, CN=X, O=Advanced Micro Devices, ST=CA, L=Santa Clara, C=US, OU=Engineering | ",
        "CN=X, O=Advanced Micro Devices, ST=CA, L=Santa Clara, C=US, OU=Engineering, C=US | "
      })
  void aNameIsAmdsInWhole(String name, String commonName) {
    assertEquals(
        Optional.ofNullable(commonName), AmdCertificate.commonName(new X500Principal(name)));
  }

  @Property
  void anyBytesAreReadOrRefused(@ForAll @Size(max = 300) byte[] bytes) {
    readOrRefuse(bytes);
  }

  /** No property of jqwik, which cannot be left out where nothing is captured. */
  @RepeatedTest(10)
  void changedBytesAreReadOrRefused(RepetitionInfo repetition) {
    byte[] good = turin();
    Random random = new Random(repetition.getCurrentRepetition());
    for (int i = 0; i < 100; i++) {
      byte[] der = good.clone();
      for (int change = random.nextInt(8); change >= 0; change--) {
        der[random.nextInt(der.length)] = (byte) random.nextInt();
      }
      readOrRefuse(der);
    }
  }

  private static void readOrRefuse(byte[] bytes) {
    try {
      for (AmdCertificate certificate : AmdCertificate.parse(bytes)) {
        EndorsementKey.of(certificate);
      }
    } catch (EvidenceException e) {
      assertEquals(
          true,
          List.of(
                  Reason.CERTIFICATE,
                  Reason.ENDORSEMENT_KEY,
                  Reason.ENDORSEMENT_IDENTITY,
                  Reason.ENDORSEMENT_TCB)
              .contains(e.reason()));
    }
  }
}
