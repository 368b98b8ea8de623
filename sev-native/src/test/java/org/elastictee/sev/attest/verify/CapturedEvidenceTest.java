package org.elastictee.sev.attest.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.elastictee.sev.attest.CapturedEvidence;
import org.elastictee.sev.attest.GuestPolicy;
import org.elastictee.sev.attest.HclReport;
import org.elastictee.sev.attest.PlatformInfo;
import org.elastictee.sev.attest.Product;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Evidence that real hardware made, under AMD's pinned roots. */
class CapturedEvidenceTest {
  /** What machines of 2022 and 2023 can hold. */
  private static VerificationPolicyBuilder lenient() {
    return VerificationPolicy.builder()
        .clock(CapturedEvidence.CLOCK)
        .minimumTcb(Product.MILAN, Product.MILAN.tcb(0))
        .allowPlatform(PlatformInfo.Bit.ALIAS_CHECK_COMPLETE)
        .allowPolicy(GuestPolicy.Bit.DEBUG);
  }

  private static Evidence evidence(byte[] report, byte[]... certificates) {
    Evidence evidence = Evidence.of(report);
    for (byte[] certificate : certificates) {
      evidence = evidence.withCertificates(certificate);
    }
    return evidence;
  }

  private static List<Check> failures(VerificationResult result) {
    return result.failures().stream().map(CheckResult::check).toList();
  }

  @ParameterizedTest
  @EnumSource(CapturedEvidence.class)
  void verifiesUnderAmdsRoots(CapturedEvidence captured) throws Exception {
    VerificationResult result =
        ReportVerifier.of(lenient().build()).verify(evidence(captured.report(), captured.chain()));
    assertTrue(result.isTrusted(), result::toString);
    assertFalse(result.usesTestRoots());
    assertEquals(Optional.of(Product.MILAN), result.product());
  }

  @ParameterizedTest
  @CsvSource({
    "MILAN_DEBUG, GUEST_POLICY PLATFORM TCB",
    "MILAN,       PLATFORM TCB",
    "AWS_VLEK,    ''",
    "AZURE,       PLATFORM TCB"
  })
  void theDefaultPolicyNamesWhatIsTooOldOrTooOpen(CapturedEvidence captured, String failing)
      throws Exception {
    VerificationPolicy policy = VerificationPolicy.builder().clock(CapturedEvidence.CLOCK).build();
    VerificationResult result =
        ReportVerifier.of(policy).verify(evidence(captured.report(), captured.chain()));
    assertEquals(
        failing,
        String.join(" ", failures(result).stream().map(Check::name).toList()),
        result::toString);
  }

  @ParameterizedTest
  @EnumSource(CapturedEvidence.class)
  void noBitOfAReportCanBeFlipped(CapturedEvidence captured) throws Exception {
    ReportVerifier verifier = ReportVerifier.of(lenient().build());
    byte[] report = captured.report();
    byte[][] chain = captured.chain();
    List<Integer> accepted =
        IntStream.range(0, report.length * Byte.SIZE)
            .parallel()
            .filter(bit -> verifier.verify(evidence(flipped(report, bit), chain)).isTrusted())
            .boxed()
            .toList();
    assertEquals(List.of(), accepted);
  }

  @ParameterizedTest
  @CsvSource({
    "MILAN_DEBUG, 0",
    "MILAN, 0",
    "AWS_VLEK, 0",
    "AZURE, 0",
    "MILAN, 1",
    "AWS_VLEK, 1",
    "MILAN, 2"
  })
  void noBitOfACertificateCanBeFlipped(CapturedEvidence captured, int which) throws Exception {
    ReportVerifier verifier = ReportVerifier.of(lenient().build());
    byte[] report = captured.report();
    byte[][] chain = captured.chain();
    List<Integer> accepted =
        IntStream.range(0, chain[which].length * Byte.SIZE)
            .parallel()
            .filter(
                bit -> {
                  byte[][] changed = chain.clone();
                  changed[which] = flipped(chain[which], bit);
                  return verifier.verify(evidence(report, changed)).isTrusted();
                })
            .boxed()
            .toList();
    assertEquals(List.of(), accepted);
  }

  private static byte[] flipped(byte[] bytes, int bit) {
    byte[] changed = bytes.clone();
    changed[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
    return changed;
  }

  @Test
  void azuresBlobIsVerifiedWithItsClaims() throws Exception {
    HclReport hcl = HclReport.parse(CapturedEvidence.file("milan-azure-hcl.bin"));
    VerificationPolicy policy = lenient().reportData(hcl.reportData()).vmpl(0).build();
    Evidence evidence =
        Evidence.of(hcl.report().raw())
            .withCertificates(CapturedEvidence.file("milan-azure-hcl.chain.pem"));
    VerificationResult result = ReportVerifier.of(policy).verify(evidence);
    assertTrue(result.isTrusted(), result::toString);
    assertEquals("VMPL, VMPL 0, REPORT_DATA", result.of(Check.BINDING).reason());
  }
}
