package org.elastictee.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.elastictee.cli.attest.PolicyJson;
import org.elastictee.sev.attest.AbiVersion;
import org.elastictee.sev.attest.FirmwareVersion;
import org.elastictee.sev.attest.Product;
import org.elastictee.sev.attest.verify.Check;
import org.elastictee.sev.attest.verify.CrlMode;
import org.elastictee.sev.attest.verify.Evidence;
import org.elastictee.sev.attest.verify.VerificationPolicy;
import org.elastictee.sev.attest.verify.VerificationResult;
import org.junit.jupiter.params.provider.MethodSource;

/** A verification policy in JSON: {@link PolicyJson}. */
class PolicyJsonFuzzTest {
  private static final Evidence GENUINE =
      Genuine.certified(Evidence.of(Genuine.file(Genuine.REPORT)));

  static List<byte[]> seeds() {
    VerificationPolicy policy =
        VerificationPolicy.builder()
            .measurement(new byte[48])
            .reportData(Genuine.REPORT_DATA)
            .hostData(new byte[32])
            .familyId(new byte[16])
            .imageId(new byte[16])
            .reportId(new byte[32])
            .migrationAgent(new byte[32])
            .vmpl(1)
            .minimumAbi(new AbiVersion(1, 55))
            .minimumFirmware(new FirmwareVersion(1, 55, 22))
            .minimumLaunchTcb(Product.MILAN, Product.MILAN.tcb(0x0102030405060708L))
            .authorKeyDigest(Genuine.filled(48))
            .idKeyDigest(Genuine.filled(48))
            .chipId(Genuine.filled(64))
            .cspId("CN=cloud")
            .crlMode(CrlMode.REQUIRED)
            .build();
    return List.of(
        bytes(PolicyJson.write(policy)),
        bytes(PolicyJson.write(VerificationPolicy.builder().build())),
        bytes("{\"time\":\"2026-11-25T00:00:00Z\",\"allowedSkewSeconds\":60,\"vmpl\":0}"));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @MethodSource("seeds")
  @FuzzTest
  void isRefusedOrDemandsTheSameWrittenAnew(byte[] bytes) {
    VerificationPolicy policy;
    try {
      policy = PolicyJson.read(new String(bytes, StandardCharsets.UTF_8)).build();
    } catch (IllegalArgumentException e) {
      return;
    }
    String written = PolicyJson.write(policy);
    assertEquals(written, PolicyJson.write(PolicyJson.read(written).build()));
    VerificationResult result = Genuine.verifierWithTestRoot(policy).verify(GENUINE);
    assertEquals(Check.values().length, result.checks().size());
  }
}
