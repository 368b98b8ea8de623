package org.elastictee.sev.attest.verify;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.elastictee.sev.attest.AttestationReport;
import org.elastictee.sev.attest.GuestPolicy;

/** Steps 12, 13, 17 and 18: the guest is the one that is expected, and launched as it should be. */
final class GuestSteps {
  private static final int MAX_VMPL = 3;
  private static final String NOT_EXPECTED = "is not the expected one";
  private static final String NOT_ONE_EXPECTED = "is none of the expected ones";

  private GuestSteps() {}

  /** Step 12: what ties the report to a guest and to an occasion. */
  static String binding(AttestationReport report, VerificationPolicy policy) throws CheckException {
    Findings findings = new Findings();
    findings.require(
        report.vmpl() <= MAX_VMPL,
        "VMPL",
        "is none of a guest: the host has asked for this report");
    policy
        .vmpl()
        .ifPresent(vmpl -> findings.require(report.vmpl() == vmpl, "VMPL " + vmpl, NOT_EXPECTED));
    requireEqual(findings, "REPORT_DATA", policy.reportData(), report.reportData());
    requireEqual(findings, "HOST_DATA", policy.hostData(), report.hostData());
    requireEqual(findings, "FAMILY_ID", policy.familyId(), report.familyId());
    requireEqual(findings, "IMAGE_ID", policy.imageId(), report.imageId());
    requireEqual(findings, "REPORT_ID", policy.reportId(), report.reportId());
    requireOneOf(findings, "MEASUREMENT", policy.measurements(), report.measurement());
    requireOneOf(findings, "CHIP_ID", policy.chipIds(), report.chipId());
    return findings.conclude();
  }

  private static void requireEqual(
      Findings findings, String part, Optional<byte[]> expected, byte[] actual) {
    expected.ifPresent(
        bytes -> findings.require(MessageDigest.isEqual(bytes, actual), part, NOT_EXPECTED));
  }

  private static void requireOneOf(
      Findings findings, String part, List<byte[]> expected, byte[] actual) {
    if (!expected.isEmpty()) {
      findings.require(contains(expected, actual), part, NOT_ONE_EXPECTED);
    }
  }

  private static boolean contains(List<byte[]> expected, byte[] actual) {
    return expected.stream().anyMatch(bytes -> MessageDigest.isEqual(bytes, actual));
  }

  /** Step 13: what the host may do to the guest. */
  static String guestPolicy(AttestationReport report, VerificationPolicy policy)
      throws CheckException {
    Findings findings = new Findings();
    GuestPolicy guest = report.policy();
    for (GuestPolicy.Bit bit : policy.forbiddenPolicyBits()) {
      findings.refuse(guest.has(bit), bit);
    }
    for (GuestPolicy.Bit bit : policy.requiredPolicyBits()) {
      findings.require(guest.has(bit), bit.name(), "is not set");
    }
    policy
        .minimumAbi()
        .ifPresent(
            abi ->
                findings.require(
                    guest.abi().compareTo(abi) >= 0, "ABI " + guest.abi(), "is lower than " + abi));
    byte[] agent = policy.migrationAgent().orElseGet(GuestSteps::noAgent);
    findings.require(
        Arrays.equals(agent, report.reportIdMa()),
        "REPORT_ID_MA",
        policy.migrationAgent().isPresent() ? NOT_EXPECTED : "names a migration agent");
    return findings.conclude();
  }

  private static byte[] noAgent() {
    byte[] ones = new byte[32];
    Arrays.fill(ones, (byte) 0xFF);
    return ones;
  }

  /** Step 17: who has signed the ID block. */
  static String idBlock(AttestationReport report, VerificationPolicy policy) throws CheckException {
    List<byte[]> authors = policy.authorKeyDigests();
    List<byte[]> ids = policy.idKeyDigests();
    if (authors.isEmpty() && ids.isEmpty()) {
      throw CheckException.notAsked("the policy asks for nothing here");
    }
    if (report.keyInfo().authorKeyEn() && contains(authors, report.authorKeyDigest())) {
      return "the author key is a trusted one";
    }
    CheckException.require(
        contains(ids, report.idKeyDigest()), "neither the author key nor the ID key is trusted");
    return "the ID key is a trusted one";
  }

  /** Step 18: the guest's own version. */
  static String guestSvn(AttestationReport report, VerificationPolicy policy)
      throws CheckException {
    if (policy.minimumGuestSvn() == 0) {
      throw CheckException.notAsked("the policy asks for nothing here");
    }
    CheckException.require(
        report.guestSvn() >= policy.minimumGuestSvn(),
        "GUEST_SVN " + report.guestSvn() + " is lower than " + policy.minimumGuestSvn());
    return "GUEST_SVN " + report.guestSvn();
  }
}
