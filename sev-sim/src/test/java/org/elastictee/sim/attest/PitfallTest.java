package org.elastictee.sim.attest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DEROctetString;
import org.elastictee.sev.attest.verify.Check;
import org.elastictee.sev.attest.verify.CheckResult;
import org.elastictee.sev.attest.verify.CrlMode;
import org.elastictee.sev.attest.verify.Evidence;
import org.elastictee.sev.attest.verify.ReportVerifier;
import org.elastictee.sev.attest.verify.TrustAnchors;
import org.elastictee.sev.attest.verify.VerificationPolicy;
import org.elastictee.sev.attest.verify.VerificationResult;
import org.elastictee.sev.guest.DeviceSevGuest;
import org.elastictee.sev.guest.ExtendedReport;
import org.elastictee.sim.SimulatedMachine;
import org.elastictee.sim.firmware.Chip;
import org.elastictee.sim.firmware.EndorsementKey;
import org.elastictee.sim.firmware.LaunchParameters;
import org.elastictee.sim.firmware.PlatformFeature;
import org.elastictee.sim.firmware.Product;
import org.elastictee.sim.host.CertificateTable;
import org.elastictee.sim.pki.AmdOids;
import org.elastictee.sim.pki.HostCertificateKind;
import org.elastictee.sim.pki.TestCertificateAuthority;
import org.junit.jupiter.api.Test;

/**
 * Mistakes that verifiers of others have made, or that come easily: spec/sev.md, section 4.6, in
 * its order.
 */
class PitfallTest {
  private static final org.elastictee.sev.attest.Product GENOA =
      org.elastictee.sev.attest.Product.GENOA;

  private static void assertFails(Check check, VerificationResult result) {
    assertEquals(
        List.of(check),
        result.failures().stream().map(CheckResult::check).toList(),
        result::toString);
    assertFalse(result.isTrusted());
  }

  private static void assertTrusted(VerificationResult result) {
    assertTrue(result.isTrusted(), result::toString);
  }

  @Test
  void p1AForgedChainWithItsOwnRootIsRefused() throws Exception {
    Forgery good = Forgery.genoa();
    TestCertificateAuthority impostor = TestCertificateAuthority.create(Product.GENOA);
    Forgery forged =
        Forgery.genoa()
            .leaf(impostor.certify(good.key()).getEncoded())
            .intermediate(impostor.ask().getEncoded())
            .root(impostor.ark().getEncoded());
    assertFails(Check.TRUST_ANCHOR, forged.verifyUnderAmdsRoots());
    assertFails(Check.TRUST_ANCHOR, forged.verify());
    assertTrusted(
        new ReportVerifier(
                TrustAnchors.amd().withTestRoot(GENOA, impostor.ark()),
                VerificationPolicy.builder().build())
            .verify(forged.evidence()));
  }

  @Test
  void p2TheChipOfAKeyNamedSevVcekIsLookedAt() throws Exception {
    byte[] another = Chip.named(Product.GENOA, "another").hwId();
    assertFails(
        Check.CHIP_ID, Forgery.genoa().leaf(t -> t.replacing(AmdOids.HW_ID, another)).verify());
    assertFails(
        Check.ENDORSEMENT_IDENTITY, Forgery.genoa().leaf(t -> t.without(AmdOids.HW_ID)).verify());
  }

  @Test
  void p3ATurinKeyHasAnFmcLevelAndAShortHwId() throws Exception {
    assertTrusted(Forgery.of(Product.TURIN).verify());
    byte[] level = new ASN1Integer(7).getEncoded();
    assertFails(
        Check.ENDORSEMENT_TCB,
        Forgery.of(Product.TURIN).leaf(t -> t.replacing(AmdOids.FMC_SPL, level)).verify());
    assertFails(
        Check.ENDORSEMENT_TCB,
        Forgery.of(Product.TURIN).leaf(t -> t.without(AmdOids.FMC_SPL)).verify());
    assertFails(
        Check.CHIP_ID, Forgery.of(Product.TURIN).report(r -> r.put(0x1A8, (byte) 1)).verify());
  }

  @Test
  void p3AHwIdHasTwoEncodings() throws Exception {
    for (Product product : List.of(Product.GENOA, Product.TURIN)) {
      Forgery forgery = Forgery.of(product);
      byte[] wrapped = new DEROctetString(forgery.key().hwId().orElseThrow()).getEncoded();
      assertTrusted(forgery.leaf(t -> t.replacing(AmdOids.HW_ID, wrapped)).verify());
    }
  }

  @Test
  void p4TheAuthorityOfAVlekIsLookedUpInTheLists() throws Exception {
    assertTrusted(Forgery.genoaVlek().revoked().policy(PitfallTest::required).verify());
    assertFails(
        Check.REVOCATION,
        Forgery.genoaVlek()
            .revoked(BigInteger.valueOf(0x20101))
            .policy(PitfallTest::required)
            .verify());
    Forgery stale = Forgery.genoaVlek();
    Instant yesterday = Instant.now().minus(Duration.ofDays(1));
    byte[] list = stale.authority().crl(Set.of(), yesterday.minus(Duration.ofDays(9)), yesterday);
    assertFails(Check.REVOCATION, stale.crl(list).policy(PitfallTest::required).verify());
  }

  private static void required(org.elastictee.sev.attest.verify.VerificationPolicyBuilder policy) {
    policy.crlMode(CrlMode.REQUIRED);
  }

  @Test
  void p5TwoLevelsAbove127AreNotTakenForEqual() throws Exception {
    byte[] level = new ASN1Integer(0x90).getEncoded();
    Forgery forgery =
        Forgery.genoa()
            .report(r -> r.put(0x39, (byte) 0x91).put(0x181, (byte) 0x91).put(0x1E1, (byte) 0x91));
    assertFails(
        Check.ENDORSEMENT_TCB, forgery.leaf(t -> t.replacing(AmdOids.TEE_SPL, level)).verify());
    byte[] equal = new ASN1Integer(0x91).getEncoded();
    assertTrusted(forgery.leaf(t -> t.replacing(AmdOids.TEE_SPL, equal)).verify());
  }

  @Test
  void p6TheRawReportIsVerifiedAlsoWhereNobodyKnowsItsFields() throws Exception {
    Forgery version4 = Forgery.genoa().report(r -> r.putInt(0, 4).putLong(0x1F8, -1));
    VerificationResult result = version4.verify();
    assertTrusted(result);
    assertArrayEquals(version4.report(), result.report().orElseThrow().raw());
    assertEquals(0, result.report().orElseThrow().launchMitVector());
    assertFails(Check.SIGNATURE, version4.changeSigned(r -> r.put(0x1FF, (byte) 0x7F)).verify());
  }

  @Test
  void p7ATableIsReadWithin64BitsAndToItsEnd() throws Exception {
    byte[] wraps = new CertificateTable().with(CertificateTable.ARK, new byte[24]).encode();
    ByteBuffer.wrap(wraps).order(java.nio.ByteOrder.LITTLE_ENDIAN).putInt(16, -8).putInt(20, 16);
    assertFails(Check.FORMAT, Forgery.genoa().table(wraps).verify());
    byte[] unterminated = Arrays.copyOf(wraps, 24);
    assertFails(Check.FORMAT, Forgery.genoa().table(unterminated).verify());
    byte[] noGuid = new byte[48];
    noGuid[16] = 24;
    assertFails(Check.FORMAT, Forgery.genoa().table(noGuid).verify());
  }

  @Test
  void p8ATableFilledUpToPagesIsReadToItsEnd() throws Exception {
    SimulatedMachine machine = machine();
    machine.setCertificates(HostCertificateKind.VCEK);
    try (DeviceSevGuest guest = machine.sevGuest()) {
      ExtendedReport report = guest.extendedReport(new byte[64], 0);
      assertEquals(0, report.certificateTable().length % 4096);
      VerificationResult result =
          new ReportVerifier(
                  TrustAnchors.amd().withTestRoot(GENOA, machine.certificateAuthority().ark()),
                  VerificationPolicy.builder().build())
              .verify(Evidence.of(report.report(), report.certificateTable()));
      assertTrusted(result);
    }
  }

  private static SimulatedMachine machine() throws Exception {
    return SimulatedMachine.builder().product(Product.GENOA).start();
  }

  @Test
  void p9AReportOfLessPrivilegeIsNotOneOfTheKernel() throws Exception {
    try (DeviceSevGuest guest = machine().sevGuest()) {
      byte[] label = guest.report(Forgery.REPORT_DATA, 3).report();
      Forgery forgery = Forgery.genoa().report(r -> r.put(0, label, 0, 0x2A0));
      assertTrusted(forgery.policy(p -> p.vmpl(3)).verify());
      assertFails(Check.BINDING, forgery.policy(p -> p.vmpl(0)).verify());
    }
  }

  @Test
  void p10AnOldReportIsRefusedByFreshReportData() throws Exception {
    byte[] fresh = Forgery.REPORT_DATA.clone();
    fresh[63] ^= 1;
    assertFails(Check.BINDING, Forgery.genoa().policy(p -> p.reportData(fresh)).verify());
  }

  @Test
  void p10WhatTiesAReportToAnOccasionIsNamed() throws Exception {
    VerificationResult bound = Forgery.genoa().verify();
    assertEquals("VMPL, REPORT_DATA", bound.of(Check.BINDING).reason());
    Forgery forgery = Forgery.genoa();
    VerificationResult unbound =
        new ReportVerifier(
                TrustAnchors.amd().withTestRoot(GENOA, forgery.authority().ark()),
                VerificationPolicy.builder().build())
            .verify(forgery.evidence());
    assertEquals("VMPL", unbound.of(Check.BINDING).reason());
  }

  @Test
  void p11TheHostCannotChooseATcbBelowAmdsMinimum() throws Exception {
    for (Product product : List.of(Product.MILAN, Product.GENOA)) {
      long raw = product == Product.MILAN ? 0xDB17_0000_0000_0004L : 0x5416_0000_0000_000AL;
      Forgery old =
          Forgery.of(
              product,
              platform -> platform.reportedTcb(product.tcb(raw)),
              LaunchParameters.builder().build());
      assertFails(Check.TCB, old.verify());
    }
  }

  @Test
  void p11ThePlatformMustHaveLookedForAliases() throws Exception {
    assertFails(
        Check.PLATFORM,
        Forgery.of(
                platform -> platform.features(EnumSet.of(PlatformFeature.SMT_EN)),
                LaunchParameters.builder().build())
            .verify());
  }

  @Test
  void p12ARootInTheHostsTableIsNoRootForThatReason() throws Exception {
    SimulatedMachine machine = machine();
    machine.setCertificates(HostCertificateKind.VCEK);
    try (DeviceSevGuest guest = machine.sevGuest()) {
      ExtendedReport report = guest.extendedReport(new byte[64], 0);
      assertFails(
          Check.TRUST_ANCHOR,
          ReportVerifier.of(VerificationPolicy.builder().build())
              .verify(Evidence.of(report.report(), report.certificateTable())));
    }
  }

  @Test
  void p13AClockThatIsALittleBehindIsForgiven() throws Exception {
    Instant soon = Instant.now().plus(Duration.ofMinutes(2));
    Forgery forgery = Forgery.genoa().leaf(t -> t.validity(soon, soon.plus(Duration.ofDays(9))));
    assertTrusted(forgery.verify());
    assertFails(Check.ENDORSEMENT_KEY, forgery.policy(p -> p.allowedSkew(Duration.ZERO)).verify());
  }

  @Test
  void theKeyThatCountsIsTheOneThatTheReportNames() throws Exception {
    Forgery vlek = Forgery.genoaVlek();
    EndorsementKey vcek =
        EndorsementKey.vcek(Chip.named(Product.GENOA, "default"), vlek.key().tcb());
    Evidence both =
        vlek.evidence()
            .withCertificates(vlek.authority().certify(vcek).getEncoded())
            .withCertificates(vlek.authority().ask().getEncoded());
    VerificationResult result =
        new ReportVerifier(
                TrustAnchors.amd().withTestRoot(GENOA, vlek.authority().ark()),
                VerificationPolicy.builder().build())
            .verify(both);
    assertTrusted(result);
    assertEquals(Optional.of(GENOA), result.product());
  }

  @Test
  void twoDifferentCertificatesOfOneNameAreRefused() throws Exception {
    Forgery forgery = Forgery.genoa();
    byte[] other =
        forgery
            .authority()
            .issue(forgery.authority().template(forgery.key()), org.elastictee.sim.pki.CaRole.ASK);
    VerificationResult result =
        new ReportVerifier(
                TrustAnchors.amd().withTestRoot(GENOA, forgery.authority().ark()),
                VerificationPolicy.builder().build())
            .verify(forgery.evidence().withCertificates(other));
    assertFails(Check.ENDORSEMENT_KEY, result);
  }
}
