package org.elastictee.fuzz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.elastictee.sev.attest.AttestationReport;
import org.elastictee.sev.attest.FirmwareVersion;
import org.elastictee.sev.attest.verify.Check;
import org.elastictee.sev.attest.verify.CrlMode;
import org.elastictee.sev.attest.verify.Evidence;
import org.elastictee.sev.attest.verify.Outcome;
import org.elastictee.sev.attest.verify.ReportVerifier;
import org.elastictee.sev.attest.verify.VerificationPolicy;
import org.elastictee.sev.attest.verify.VerificationResult;
import org.elastictee.sim.host.CertificateTable;
import org.junit.jupiter.params.provider.MethodSource;

/** A report, and the host's certificate table behind it: {@link ReportVerifier}. */
class ReportFuzzTest {
  private static final VerificationPolicy POLICY = Genuine.policy(CrlMode.IF_AVAILABLE);
  private static final ReportVerifier AMD = ReportVerifier.of(POLICY);
  private static final ReportVerifier TEST_ROOT = Genuine.verifierWithTestRoot(POLICY);
  private static final byte[] GENUINE = Genuine.file(Genuine.REPORT);

  static List<byte[]> seeds() {
    byte[] table =
        new CertificateTable()
            .with(CertificateTable.VCEK, Genuine.file(Genuine.VCEK))
            .with(CertificateTable.ASK, Genuine.file(Genuine.ASK))
            .with(CertificateTable.ARK, Genuine.file(Genuine.ARK))
            .encode();
    byte[] extended = Arrays.copyOf(GENUINE, GENUINE.length + table.length);
    System.arraycopy(table, 0, extended, GENUINE.length, table.length);
    return List.of(GENUINE, extended, new byte[GENUINE.length]);
  }

  @MethodSource("seeds")
  @FuzzTest
  void nothingButTheGenuineReportIsTrusted(byte[] bytes) {
    Evidence evidence = Evidence.of(bytes);
    VerificationResult result = AMD.verify(evidence);
    assertFalse(result.isTrusted());
    assertEquals(Check.values().length, result.toString().lines().count() - 1);
    Allocation.assertBounded(bytes, () -> AMD.verify(evidence));
    if (result.of(Check.REPORT_FIELDS).outcome() == Outcome.PASSED) {
      AttestationReport report = result.report().orElseThrow();
      assertArrayEquals(report.raw(), encode(report));
      if (TEST_ROOT.verify(Genuine.certified(evidence)).isTrusted()) {
        assertArrayEquals(AttestationReport.of(GENUINE).signedBytes(), report.signedBytes());
      }
    }
  }

  /** Writes a report of the fields that are read: none of a report in good form is passed over. */
  private static byte[] encode(AttestationReport report) {
    ByteBuffer out =
        ByteBuffer.allocate(AttestationReport.REPORT_BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt((int) report.version())
            .putInt((int) report.guestSvn())
            .putLong(report.policy().raw())
            .put(report.familyId())
            .put(report.imageId())
            .putInt((int) report.vmpl())
            .putInt((int) report.signatureAlgo())
            .putLong(report.currentTcb().raw())
            .putLong(report.platformInfo().raw())
            .putInt((int) report.keyInfo().raw())
            .putInt(0)
            .put(report.reportData())
            .put(report.measurement())
            .put(report.hostData())
            .put(report.idKeyDigest())
            .put(report.authorKeyDigest())
            .put(report.reportId())
            .put(report.reportIdMa())
            .putLong(report.reportedTcb().raw())
            .put((byte) report.cpuidFamId().orElse(0))
            .put((byte) report.cpuidModId().orElse(0))
            .put((byte) report.cpuidStep().orElse(0))
            .position(0x1A0)
            .put(report.chipId())
            .putLong(report.committedTcb().raw());
    put(out, report.currentVersion());
    put(out, report.committedVersion());
    out.putLong(report.launchTcb().raw());
    if (report.version() == 4) {
      // Not published, and so neither read nor reserved.
      out.put(report.raw(), 0x1F8, 16);
    } else {
      out.putLong(report.launchMitVector()).putLong(report.currentMitVector());
    }
    return out.position(AttestationReport.SIGNED_BYTES)
        .put(report.signatureR())
        .put(report.signatureS())
        .array();
  }

  private static void put(ByteBuffer out, FirmwareVersion version) {
    out.put((byte) version.build())
        .put((byte) version.minor())
        .put((byte) version.major())
        .put((byte) 0);
  }
}
