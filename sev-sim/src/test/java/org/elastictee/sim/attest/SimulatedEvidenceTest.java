package org.elastictee.sim.attest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.Security;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.elastictee.sev.attest.AbiVersion;
import org.elastictee.sev.attest.FirmwareVersion;
import org.elastictee.sev.attest.GuestPolicy;
import org.elastictee.sev.attest.PlatformInfo;
import org.elastictee.sev.attest.verify.Check;
import org.elastictee.sev.attest.verify.CheckResult;
import org.elastictee.sev.attest.verify.CrlMode;
import org.elastictee.sev.attest.verify.Outcome;
import org.elastictee.sev.attest.verify.VerificationResult;
import org.elastictee.sim.firmware.FirmwareLevel;
import org.elastictee.sim.firmware.LaunchParameters;
import org.elastictee.sim.firmware.Product;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Evidence of simulated machines holds under the simulator's root, and under no other. */
class SimulatedEvidenceTest {
  private static Forgery of(Product product, int reportVersion) throws Exception {
    FirmwareLevel level = FirmwareLevel.initial(product);
    return Forgery.of(
        product,
        platform ->
            platform.firmware(
                new FirmwareLevel(
                    level.version(), level.tcb(), reportVersion, reportVersion == 5 ? 0x0F : 0)),
        LaunchParameters.builder().build());
  }

  private static List<Check> with(Outcome outcome, VerificationResult result) {
    return result.checks().stream()
        .filter(check -> check.outcome() == outcome)
        .map(CheckResult::check)
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "MILAN, 2",
    "MILAN, 3",
    "MILAN, 5",
    "GENOA, 2",
    "GENOA, 3",
    "GENOA, 5",
    "TURIN, 3",
    "TURIN, 5"
  })
  void holdsUnderItsTestRootAndTheResultSaysSo(Product product, int reportVersion)
      throws Exception {
    Forgery evidence =
        of(product, reportVersion)
            .policy(p -> p.allowPlatform(PlatformInfo.Bit.ALIAS_CHECK_COMPLETE));
    VerificationResult result = evidence.verify();
    assertTrue(result.isTrusted(), result::toString);
    assertTrue(result.usesTestRoots());
    assertEquals(product.name(), result.product().orElseThrow().name());
    assertEquals(reportVersion, result.report().orElseThrow().version());
  }

  @ParameterizedTest
  @EnumSource(Product.class)
  void isNothingUnderAmdsRoots(Product product) throws Exception {
    VerificationResult result = of(product, 5).verifyUnderAmdsRoots();
    assertEquals(List.of(Check.TRUST_ANCHOR), with(Outcome.FAILED, result));
    assertFalse(result.isTrusted());
    assertFalse(result.usesTestRoots());
  }

  @Test
  void whatRestsOnAFailedCheckIsNotAskedAndSaysWhy() throws Exception {
    VerificationResult result = of(Product.GENOA, 3).verifyUnderAmdsRoots();
    assertEquals(
        List.of(
            Check.AUTHORITIES,
            Check.ENDORSEMENT_KEY,
            Check.ENDORSEMENT_IDENTITY,
            Check.ENDORSEMENT_TCB,
            Check.CHIP_ID,
            Check.REVOCATION,
            Check.SIGNATURE,
            Check.MITIGATIONS,
            Check.ID_BLOCK,
            Check.GUEST_SVN),
        with(Outcome.NOT_ASKED, result));
    assertEquals(
        "it rests on check 4, pinned root key (ARK), which has not passed",
        result.of(Check.AUTHORITIES).reason());
    assertEquals("the policy asks for nothing here", result.of(Check.GUEST_SVN).reason());
  }

  @Test
  void aVlekHoldsForItsCloud() throws Exception {
    VerificationResult result =
        Forgery.genoaVlek().policy(p -> p.cspId("CN=cc-simulated").cspId("CN=other")).verify();
    assertTrue(result.isTrusted(), result::toString);
    assertEquals("a VLEK is of no chip", result.of(Check.CHIP_ID).reason());
  }

  @Test
  void holdsWithAllThatAPolicyCanAskFor() throws Exception {
    byte[] digest = new byte[48];
    Arrays.fill(digest, (byte) 1);
    LaunchParameters launch =
        LaunchParameters.builder()
            .policy(0x130133)
            .idKeyDigest(digest)
            .authorKeyDigest(digest)
            .guestSvn(7)
            .build();
    Forgery evidence =
        Forgery.of(platform -> platform.firmware(Forgery.version5(Product.GENOA)), launch);
    var genoa = org.elastictee.sev.attest.Product.GENOA;
    var report = org.elastictee.sev.attest.AttestationReport.of(evidence.report());
    evidence
        .revoked()
        .policy(
            p ->
                p.measurement(new byte[48])
                    .measurement(launch.measurement())
                    .hostData(new byte[32])
                    .familyId(new byte[16])
                    .imageId(new byte[16])
                    .reportId(report.reportId())
                    .chipId(report.chipId())
                    .vmpl(0)
                    .requirePolicy(GuestPolicy.Bit.SINGLE_SOCKET)
                    .forbidPolicy(GuestPolicy.Bit.CXL_ALLOW)
                    .requirePlatform(PlatformInfo.Bit.ECC_EN)
                    .forbidPlatform(PlatformInfo.Bit.TSME_EN)
                    .minimumAbi(new AbiVersion(1, 0x33))
                    .minimumTcb(genoa, genoa.tcb(report.reportedTcb().raw()))
                    .minimumLaunchTcb(genoa, genoa.tcb(report.launchTcb().raw()))
                    .minimumFirmware(new FirmwareVersion(1, 54, 255))
                    .requireCommittedFirmware(true)
                    .minimumLaunchMitVector(0x0F)
                    .minimumCurrentMitVector(0x01)
                    .minimumGuestSvn(7)
                    .authorKeyDigest(digest)
                    .crlMode(CrlMode.REQUIRED));
    VerificationResult result = evidence.verify();
    assertEquals(EnumSet.allOf(Check.class), Set.copyOf(with(Outcome.PASSED, result)));
    assertTrue(result.isTrusted());
  }

  @Test
  void holdsWithAnotherProviderInFirstPlace() throws Exception {
    Forgery evidence = Forgery.genoa().revoked();
    BouncyCastleProvider first = new BouncyCastleProvider();
    Security.insertProviderAt(first, 1);
    try {
      VerificationResult result = evidence.verify();
      assertTrue(result.isTrusted(), result::toString);
    } finally {
      Security.removeProvider(first.getName());
    }
  }

  @Test
  void aMaskedChipIdHoldsWhereThePolicyAllowsIt() throws Exception {
    VerificationResult result =
        Forgery.of(platform -> platform.maskChipId(true), LaunchParameters.builder().build())
            .policy(p -> p.allowMaskedChipId(true))
            .verify();
    assertTrue(result.isTrusted(), result::toString);
    assertEquals(Outcome.NOT_ASKED, result.of(Check.CHIP_ID).outcome());
  }

  @Test
  void anIdKeyHoldsWhereTheAuthorKeyIsNotTrusted() throws Exception {
    byte[] id = new byte[48];
    Arrays.fill(id, (byte) 1);
    byte[] author = new byte[48];
    Arrays.fill(author, (byte) 2);
    LaunchParameters launch =
        LaunchParameters.builder().idKeyDigest(id).authorKeyDigest(author).build();
    VerificationResult result =
        Forgery.genoaWith(launch).policy(p -> p.authorKeyDigest(id).idKeyDigest(id)).verify();
    assertTrue(result.isTrusted(), result::toString);
  }

  @Test
  void aMigrationAgentHoldsWhereItIsTheExpectedOne() throws Exception {
    byte[] agent = new byte[32];
    agent[0] = 1;
    LaunchParameters launch = LaunchParameters.builder().policy(0x70000).reportIdMa(agent).build();
    VerificationResult result =
        Forgery.genoaWith(launch)
            .policy(p -> p.allowPolicy(GuestPolicy.Bit.MIGRATE_MA).migrationAgent(agent))
            .verify();
    assertTrue(result.isTrusted(), result::toString);
  }

  @Test
  void severalFailingPartsOfOneCheckAreAllNamed() throws Exception {
    VerificationResult result =
        Forgery.genoa().policy(p -> p.reportData(new byte[64]).vmpl(3)).verify();
    assertEquals(
        "VMPL 3 is not the expected one; REPORT_DATA is not the expected one",
        result.of(Check.BINDING).reason());
  }

  @Test
  void independentChecksFailSideBySide() throws Exception {
    VerificationResult result =
        Forgery.genoaWith(LaunchParameters.builder().policy(0xB0000).build())
            .root(new byte[0])
            .policy(p -> p.vmpl(1))
            .verify();
    assertEquals(
        List.of(Check.TRUST_ANCHOR, Check.BINDING, Check.GUEST_POLICY),
        with(Outcome.FAILED, result));
  }
}
