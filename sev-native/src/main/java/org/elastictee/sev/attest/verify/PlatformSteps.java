package org.elastictee.sev.attest.verify;

import org.elastictee.sev.attest.AttestationReport;
import org.elastictee.sev.attest.PlatformInfo;
import org.elastictee.sev.attest.Product;
import org.elastictee.sev.attest.TcbVersion;

/** Steps 14 to 16: the platform is set up and patched as it should be. */
final class PlatformSteps {
  private PlatformSteps() {}

  /** Step 14: what is switched on. */
  static String platform(AttestationReport report, VerificationPolicy policy)
      throws CheckException {
    Findings findings = new Findings();
    PlatformInfo info = report.platformInfo();
    for (PlatformInfo.Bit bit : policy.forbiddenPlatformBits()) {
      findings.refuse(info.has(bit), bit);
    }
    for (PlatformInfo.Bit bit : policy.requiredPlatformBits()) {
      findings.require(info.has(bit), bit.name(), "is not set");
    }
    return findings.conclude();
  }

  /** Step 15: minima, and AMD's own order of reported, committed and current. */
  static String tcb(AttestationReport report, Product product, VerificationPolicy policy)
      throws CheckException {
    Findings findings = new Findings();
    TcbVersion current = product.tcb(report.currentTcb().raw());
    TcbVersion committed = product.tcb(report.committedTcb().raw());
    TcbVersion reported = product.tcb(report.reportedTcb().raw());
    TcbVersion launch = product.tcb(report.launchTcb().raw());
    findings.require(committed.isAtLeast(reported), "REPORTED_TCB", "is above the committed one");
    findings.require(current.isAtLeast(committed), "COMMITTED_TCB", "is above the current one");
    findings.require(
        report.committedVersion().compareTo(report.currentVersion()) <= 0,
        "committed firmware",
        "is above the current one");
    if (policy.requiresCommittedFirmware()) {
      findings.require(
          current.equals(committed) && report.currentVersion().equals(report.committedVersion()),
          "current firmware",
          "is provisional");
    }
    TcbVersion minimum = policy.minimumTcbs().get(product);
    if (minimum != null) {
      findings.require(reported.isAtLeast(minimum), "minimum TCB", "is not reached: " + reported);
    }
    TcbVersion minimumLaunch = policy.minimumLaunchTcbs().get(product);
    if (minimumLaunch != null) {
      findings.require(
          launch.isAtLeast(minimumLaunch), "minimum launch TCB", "is not reached: " + launch);
    }
    policy
        .minimumFirmware()
        .ifPresent(
            version ->
                findings.require(
                    report.currentVersion().compareTo(version) >= 0,
                    "firmware " + report.currentVersion(),
                    "is lower than " + version));
    return findings.conclude();
  }

  /** Step 16: every mitigation that is asked for is there. */
  static String mitigations(AttestationReport report, VerificationPolicy policy)
      throws CheckException {
    Findings findings = new Findings();
    requireBits(
        findings, "LAUNCH_MIT_VECTOR", policy.minimumLaunchMitVector(), report.launchMitVector());
    requireBits(
        findings,
        "CURRENT_MIT_VECTOR",
        policy.minimumCurrentMitVector(),
        report.currentMitVector());
    return findings.conclude();
  }

  private static void requireBits(Findings findings, String part, long minimum, long actual) {
    if (minimum != 0) {
      findings.require((actual & minimum) == minimum, part, "lacks a mitigation");
    }
  }
}
