package org.elastictee.fuzz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.elastictee.cli.Failure;
import org.elastictee.cli.attest.EvidenceFile;
import org.elastictee.sev.attest.AttestationReport;
import org.elastictee.sev.attest.HclReport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;

/** A file of evidence in any of its three forms: {@link EvidenceFile}. */
class EvidenceFileFuzzTest {
  private static Path file;

  @BeforeAll
  static void name(@TempDir Path folder) {
    file = folder.resolve("evidence");
  }

  static List<byte[]> seeds() throws Exception {
    byte[] report = Genuine.file(Genuine.REPORT);
    String hex = HexFormat.of().formatHex(report, 0, 64) + "\n";
    byte[] claims = "{}".getBytes(StandardCharsets.US_ASCII);
    return List.of(
        report, hex.getBytes(StandardCharsets.US_ASCII), HclReportFuzzTest.blob(2, claims));
  }

  @MethodSource("seeds")
  @FuzzTest
  void isRefusedOrHoldsWhatTheFileHolds(byte[] bytes) throws IOException {
    Files.write(file, bytes);
    EvidenceFile read;
    try {
      read = EvidenceFile.read(file);
    } catch (Failure e) {
      assertFalse(e.getMessage().isEmpty());
      return;
    }
    byte[] evidence = read.evidence().report();
    if (read.hcl().isPresent()) {
      HclReport hcl = read.hcl().get();
      assertArrayEquals(hcl.report().raw(), evidence);
    } else if (!Arrays.equals(bytes, evidence)) {
      String text = new String(bytes, StandardCharsets.ISO_8859_1).replaceAll("\\s", "");
      assertEquals(HexFormat.of().formatHex(evidence), text.toLowerCase(java.util.Locale.ROOT));
    }
    assertEquals(evidence.length >= AttestationReport.REPORT_BYTES, read.report().isPresent());
    int reportBytes = Math.min(evidence.length, AttestationReport.REPORT_BYTES);
    assertEquals(evidence.length - reportBytes, read.certificateTable().length);
  }
}
