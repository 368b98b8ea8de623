package org.elastictee.sev.attest.verify;

import java.util.stream.Collectors;
import org.elastictee.sev.attest.AttestationReport;
import org.elastictee.sev.attest.KeyInfo.SigningKey;

/**
 * Step 2: the report has the form that its version has. The reserved bits of {@code PLATFORM_INFO}
 * are not looked at, since firmware gives them meanings within a version.
 */
final class ReportForm {
  private static final int MIN_VERSION = 2;
  private static final int MAX_VERSION = 5;
  private static final int ECDSA_P384_SHA384 = 1;

  private ReportForm() {}

  static String require(AttestationReport report) throws CheckException {
    Findings findings = new Findings();
    findings.require(
        report.version() >= MIN_VERSION && report.version() <= MAX_VERSION,
        "version " + report.version(),
        "is not one of 2 to 5");
    findings.require(
        report.signatureAlgo() == ECDSA_P384_SHA384,
        "SIGNATURE_ALGO",
        "is not ECDSA P-384 with SHA-384");
    findings.require(report.keyInfo().isWellFormed(), "KEY_INFO", "has a reserved value");
    findings.require(
        !report.keyInfo().signingKey().filter(key -> key == SigningKey.NONE).isPresent(),
        "SIGNING_KEY",
        "says that the report is not signed");
    findings.require(report.policy().isWellFormed(), "POLICY", "has a reserved value");
    findings.require(
        report.nonZeroReservedRanges().isEmpty(),
        "reserved ranges",
        "are not zero: "
            + report.nonZeroReservedRanges().stream()
                .map(offset -> Integer.toHexString(offset) + "h")
                .collect(Collectors.joining(", ")));
    findings.require(
        ReportSignature.isComponent(report.signatureR())
            && ReportSignature.isComponent(report.signatureS()),
        "signature",
        "is not one of P-384");
    return findings.conclude();
  }
}
