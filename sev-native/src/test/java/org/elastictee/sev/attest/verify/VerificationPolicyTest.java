package org.elastictee.sev.attest.verify;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.elastictee.sev.attest.GuestPolicy;
import org.elastictee.sev.attest.PlatformInfo;
import org.elastictee.sev.attest.Product;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class VerificationPolicyTest {
  @Test
  void beginsStrict() {
    VerificationPolicy policy = VerificationPolicy.builder().build();
    assertEquals(
        Set.of(GuestPolicy.Bit.DEBUG, GuestPolicy.Bit.MIGRATE_MA, GuestPolicy.Bit.CXL_ALLOW),
        policy.forbiddenPolicyBits());
    assertEquals(Set.of(PlatformInfo.Bit.ALIAS_CHECK_COMPLETE), policy.requiredPlatformBits());
    assertEquals(
        Map.of(
            Product.MILAN, Product.MILAN.tcb(0x0018_0000_0000_0000L),
            Product.GENOA, Product.GENOA.tcb(0x0017_0000_0000_0000L)),
        policy.minimumTcbs());
    assertTrue(policy.migrationAgent().isEmpty());
    assertFalse(policy.allowsMaskedChipId());
    assertEquals(CrlMode.IF_AVAILABLE, policy.crlMode());
    assertEquals(Duration.ofMinutes(5), policy.allowedSkew());
  }

  @Test
  void aBitIsRequiredOrForbiddenOrOpen() {
    GuestPolicy.Bit bit = GuestPolicy.Bit.SMT;
    VerificationPolicyBuilder builder = VerificationPolicy.builder().forbidPolicy(bit);
    assertTrue(builder.build().forbiddenPolicyBits().contains(bit));
    builder.requirePolicy(bit);
    assertTrue(builder.build().requiredPolicyBits().contains(bit));
    assertFalse(builder.build().forbiddenPolicyBits().contains(bit));
    builder.allowPolicy(bit);
    assertFalse(builder.build().requiredPolicyBits().contains(bit));
    PlatformInfo.Bit platform = PlatformInfo.Bit.SMT_EN;
    assertTrue(
        builder
            .requirePlatform(platform)
            .forbidPlatform(platform)
            .build()
            .forbiddenPlatformBits()
            .contains(platform));
    assertTrue(builder.allowPlatform(platform).build().forbiddenPlatformBits().isEmpty());
  }

  @Test
  void aShortChipIdIsThatOfTurin() {
    byte[] chipId = {1, 2, 3, 4, 5, 6, 7, 8};
    VerificationPolicy policy = VerificationPolicy.builder().chipId(chipId).build();
    assertEquals(64, policy.chipIds().get(0).length);
    assertEquals(8, policy.chipIds().get(0)[7]);
  }

  @Test
  void nobodyCanChangeIt() {
    byte[] measurement = new byte[48];
    byte[] reportData = new byte[64];
    VerificationPolicyBuilder builder =
        VerificationPolicy.builder().measurement(measurement).reportData(reportData);
    VerificationPolicy policy = builder.build();
    measurement[0]++;
    reportData[0]++;
    policy.measurements().get(0)[0]++;
    policy.reportData().orElseThrow()[0]++;
    builder.measurement(measurement).forbidPolicy(GuestPolicy.Bit.SMT).vmpl(1);
    assertEquals(1, policy.measurements().size());
    assertArrayEquals(new byte[48], policy.measurements().get(0));
    assertArrayEquals(new byte[64], policy.reportData().orElseThrow());
    assertTrue(policy.vmpl().isEmpty());
    assertFalse(policy.forbiddenPolicyBits().contains(GuestPolicy.Bit.SMT));
    assertThrows(UnsupportedOperationException.class, () -> policy.minimumTcbs().clear());
    assertThrows(UnsupportedOperationException.class, () -> policy.forbiddenPolicyBits().clear());
  }

  static Stream<Consumer<VerificationPolicyBuilder>> outOfRange() {
    return Stream.of(
        p -> p.measurement(new byte[47]),
        p -> p.reportData(new byte[63]),
        p -> p.hostData(new byte[33]),
        p -> p.familyId(new byte[15]),
        p -> p.imageId(new byte[17]),
        p -> p.reportId(new byte[31]),
        p -> p.migrationAgent(new byte[31]),
        p -> p.vmpl(-1),
        p -> p.vmpl(4),
        p -> p.minimumGuestSvn(-1),
        p -> p.minimumGuestSvn(1L << 32),
        p -> p.authorKeyDigest(new byte[48]),
        p -> p.idKeyDigest(new byte[48]),
        p -> p.idKeyDigest(new byte[32]),
        p -> p.chipId(new byte[64]),
        p -> p.chipId(new byte[16]),
        p -> p.cspId(""),
        p -> p.allowedSkew(Duration.ofSeconds(-1)),
        p -> p.allowedSkew(Duration.ofDays(2)),
        p -> p.minimumTcb(Product.TURIN, Product.MILAN.tcb(0)),
        p -> p.minimumLaunchTcb(Product.MILAN, Product.TURIN.tcb(0)));
  }

  @ParameterizedTest
  @MethodSource("outOfRange")
  void whatIsOutOfRangeIsRefused(Consumer<VerificationPolicyBuilder> setting) {
    VerificationPolicyBuilder builder = VerificationPolicy.builder();
    assertThrows(IllegalArgumentException.class, () -> setting.accept(builder));
  }
}
