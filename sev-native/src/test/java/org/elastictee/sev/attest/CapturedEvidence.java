package org.elastictee.sev.attest;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The captured reports, with the certificates that go with them and a time at which they are valid.
 * A test that asks for a file is left out where there are none.
 */
public enum CapturedEvidence {
  MILAN_DEBUG("milan-v2-debug.report.bin", "milan-v2-debug.vcek.der", "ask_ark_milan.pem"),
  MILAN("milan-v2.report.hex", "milan-v2.vcek.der", "ask_ark_milan.pem"),
  AWS_VLEK("milan-v3-aws-vlek.report.bin", "milan-v3-aws-vlek.vlek.der", "ask_ark_milan_vlek.pem"),
  AZURE("milan-azure-hcl.bin", "milan-azure-hcl.chain.pem", "milan-azure-hcl.chain.pem");

  /** A time at which all of them are valid. */
  public static final Clock CLOCK =
      Clock.fixed(Instant.parse("2025-06-01T00:00:00Z"), ZoneOffset.UTC);

  private static final int HCL_HEADER_BYTES = 32;

  private final String report;
  private final String leaf;
  private final String authorities;

  CapturedEvidence(String report, String leaf, String authorities) {
    this.report = report;
    this.leaf = leaf;
    this.authorities = authorities;
  }

  /** Returns a file of the captured evidence. */
  public static byte[] file(String name) {
    String folder = System.getProperty("elastic.vectors.sev");
    assumeTrue(folder != null, "elastic.vectors.sev is not set: no captured evidence");
    try {
      return Files.readAllBytes(Path.of(folder, name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the raw report. */
  public byte[] report() {
    byte[] bytes = file(report);
    if (report.endsWith(".hex")) {
      String text = new String(bytes, StandardCharsets.US_ASCII).replaceAll("\\s", "");
      return HexFormat.of().parseHex(text);
    }
    return this == AZURE
        ? Arrays.copyOfRange(
            bytes, HCL_HEADER_BYTES, HCL_HEADER_BYTES + AttestationReport.REPORT_BYTES)
        : bytes;
  }

  /** Returns the certificate of the key, the ASK or ASVK and the ARK, in DER. */
  public byte[][] chain() throws EvidenceException {
    AmdCertificate key = AmdCertificate.parse(file(leaf)).get(0);
    var more = AmdCertificate.parse(file(authorities));
    return new byte[][] {
      key.der(), more.get(more.size() - 2).der(), more.get(more.size() - 1).der()
    };
  }
}
