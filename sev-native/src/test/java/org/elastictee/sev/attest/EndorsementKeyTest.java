package org.elastictee.sev.attest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.elastictee.sev.attest.EvidenceException.Reason;
import org.elastictee.sev.attest.KeyInfo.SigningKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndorsementKeyTest {
  private static EndorsementKey read(String file) throws Exception {
    return EndorsementKey.of(AmdCertificate.parse(CapturedEvidence.file(file)).get(0));
  }

  @ParameterizedTest
  @CsvSource({
    "milan-v2-debug.vcek.der,       VCEK, MILAN, 0, 4405000000000002, 64",
    "milan-v2.vcek.der,             VCEK, MILAN, 0, 7308000000000003, 64",
    "milan-azure-hcl.chain.pem,     VCEK, MILAN, 0, 7308000000000003, 64",
    "milan-v3-aws-vlek.vlek.der,    VLEK, MILAN, 0, d918000000000004, 0",
    "turin.vcek.der,                VCEK, TURIN, 1, 0900000000000000, 8"
  })
  void readsAmdsCertificates(
      String file, SigningKey kind, Product product, int structVersion, String tcb, int hwIdBytes)
      throws Exception {
    EndorsementKey key = read(file);
    assertEquals(kind, key.kind());
    assertEquals(product, key.product());
    assertEquals(structVersion, key.structVersion());
    assertEquals(product.tcb(Long.parseUnsignedLong(tcb, 16)), key.tcb());
    assertEquals(hwIdBytes, key.hwId().map(hwId -> hwId.length).orElse(0));
    assertEquals(kind == SigningKey.VLEK, key.cspId().isPresent());
  }

  @Test
  void readsTheCloudOfAVlek() throws Exception {
    assertEquals(
        Optional.of("CN=cc-us-east-2.amazonaws.com"), read("milan-v3-aws-vlek.vlek.der").cspId());
  }

  @Test
  void aHwIdIsTheChipIdOfItsReport() throws Exception {
    AttestationReport report = AttestationReport.of(CapturedEvidence.MILAN.report());
    assertArrayEquals(report.chipId(), read("milan-v2.vcek.der").hwId().orElseThrow());
  }

  @Test
  void aHwIdHasTwoEncodings() throws Exception {
    byte[] wrapped = read("milan-invalid-hwid-wrapped.vcek.der").hwId().orElseThrow();
    assertEquals("000102", HexFormat.of().formatHex(Arrays.copyOf(wrapped, 3)));
    assertArrayEquals(wrapped, read("milan-invalid-hwid-raw.vcek.der").hwId().orElseThrow());
  }

  @ParameterizedTest
  @ValueSource(strings = {"ask_ark_milan.pem", "ask_ark_genoa_vlek.pem"})
  void anAuthorityIsNoEndorsementKey(String file) throws Exception {
    AmdCertificate authority = AmdCertificate.parse(CapturedEvidence.file(file)).get(0);
    assertEquals(
        Reason.ENDORSEMENT_KEY,
        assertThrows(EvidenceException.class, () -> EndorsementKey.of(authority)).reason());
  }
}
