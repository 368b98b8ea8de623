package org.elastictee.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import org.elastictee.cli.attest.PolicyJson;
import org.elastictee.sev.attest.AbiVersion;
import org.elastictee.sev.attest.FirmwareVersion;
import org.elastictee.sev.attest.GuestPolicy;
import org.elastictee.sev.attest.PlatformInfo;
import org.elastictee.sev.attest.Product;
import org.elastictee.sev.attest.verify.CrlMode;
import org.elastictee.sev.attest.verify.VerificationPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyJsonTest {
  private static byte[] filled(int length) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) 0x5A);
    return bytes;
  }

  private static VerificationPolicy everything() {
    return VerificationPolicy.builder()
        .measurement(filled(48))
        .measurement(new byte[48])
        .reportData(filled(64))
        .hostData(filled(32))
        .familyId(filled(16))
        .imageId(filled(16))
        .reportId(filled(32))
        .migrationAgent(filled(32))
        .vmpl(2)
        .requirePolicy(GuestPolicy.Bit.SINGLE_SOCKET)
        .allowPolicy(GuestPolicy.Bit.MIGRATE_MA)
        .forbidPlatform(PlatformInfo.Bit.SMT_EN)
        .allowPlatform(PlatformInfo.Bit.ALIAS_CHECK_COMPLETE)
        .minimumAbi(new AbiVersion(1, 55))
        .minimumFirmware(new FirmwareVersion(1, 55, 22))
        .requireCommittedFirmware(true)
        .minimumTcb(Product.TURIN, Product.TURIN.tcb(0x4500_0000_0401_0101L))
        .minimumLaunchTcb(Product.MILAN, Product.MILAN.tcb(0xDB18_0000_0000_0004L))
        .minimumLaunchMitVector(3)
        .minimumCurrentMitVector(0x8000_0000_0000_0000L)
        .minimumGuestSvn(0xFFFF_FFFFL)
        .authorKeyDigest(filled(48))
        .idKeyDigest(filled(48))
        .chipId(filled(64))
        .allowMaskedChipId(true)
        .cspId("CN=cloud")
        .crlMode(CrlMode.REQUIRED)
        .build();
  }

  @Test
  void whatIsWrittenIsReadAsTheSame() {
    for (VerificationPolicy policy :
        new VerificationPolicy[] {VerificationPolicy.builder().build(), everything()}) {
      String json = PolicyJson.write(policy);
      assertEquals(json, PolicyJson.write(PolicyJson.read(json).build()));
    }
  }

  @Test
  void everythingStandsInIt() {
    String json = PolicyJson.write(everything());
    for (String value :
        new String[] {
          "\"vmpl\" : 2", "SINGLE_SOCKET", "SMT_EN", "1.55.22", "0x4500000004010101",
          "0x8000000000000000", "4294967295", "CN=cloud", "REQUIRED",
              "\"MILAN\" : \"0x18000000000000\""
        }) {
      assertTrue(json.contains(value), value + " in " + json);
    }
  }

  @Test
  void anEmptyObjectIsTheStrictDefault() {
    VerificationPolicy read = PolicyJson.read("{}").build();
    assertTrue(read.forbiddenPolicyBits().contains(GuestPolicy.Bit.DEBUG));
    assertEquals(PolicyJson.write(VerificationPolicy.builder().build()), PolicyJson.write(read));
  }

  @Test
  void aListTakesThePlaceOfTheDefault() {
    VerificationPolicy read =
        PolicyJson.read(
                "{\"forbiddenPolicyBits\": [\"SMT\"], \"minimumTcbs\": {\"MILAN\": \"0x0\"}}")
            .build();
    assertEquals(Set.of(GuestPolicy.Bit.SMT), read.forbiddenPolicyBits());
    assertEquals(0, read.minimumTcbs().get(Product.MILAN).raw());
    assertEquals(0x0017_0000_0000_0000L, read.minimumTcbs().get(Product.GENOA).raw());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"requiredPolicyBits\": [\"MIGRATE_MA\"], \"forbiddenPolicyBits\": [\"SMT\"]}",
        "{\"forbiddenPolicyBits\": [\"SMT\"], \"requiredPolicyBits\": [\"MIGRATE_MA\"]}"
      })
  void theOrderOfTheNamesDoesNotMatter(String json) {
    VerificationPolicy read = PolicyJson.read(json).build();
    assertEquals(Set.of(GuestPolicy.Bit.MIGRATE_MA), read.requiredPolicyBits());
    assertEquals(Set.of(GuestPolicy.Bit.SMT), read.forbiddenPolicyBits());
  }

  @Test
  void aTimeTakesThePlaceOfTheSystems() {
    VerificationPolicy read = PolicyJson.read("{\"time\": \"2025-06-01T00:00:00Z\"}").build();
    assertEquals(Instant.parse("2025-06-01T00:00:00Z"), read.clock().instant());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "{} {}",
        "{\"vmpl\": \"1\"}",
        "{\"vmpl\": 1.0}",
        "{\"vmpl\": 4294967297}",
        "{\"minimumGuestSvn\": -1}",
        "{\"minimumAbi\": \"1\"}",
        "{\"minimumAbi\": \"1.256\"}",
        "{\"minimumFirmware\": \"1.2\"}",
        "{\"minimumTcbs\": []}",
        "{\"minimumTcbs\": {\"MILAN\": 5}}",
        "{\"minimumTcbs\": {\"ROME\": \"0x5\"}}",
        "{\"minimumLaunchMitVector\": \"3\"}",
        "{\"minimumLaunchMitVector\": \"0x12345678901234567\"}",
        "{\"requiresCommittedFirmware\": \"true\"}",
        "{\"cspIds\": [\"\"]}",
        "{\"time\": \"yesterday\"}",
        "{\"allowedSkewSeconds\": 86401}",
        "{\"reportData\": \"0\"}",
        "{\"forbiddenPolicyBits\": [\"DEBUGGING\"]}"
      })
  void whatNoPolicyHasIsRefused(String json) {
    assertThrows(IllegalArgumentException.class, () -> PolicyJson.read(json));
  }
}
