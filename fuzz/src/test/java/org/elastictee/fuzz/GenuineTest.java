package org.elastictee.fuzz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.elastictee.sev.attest.verify.CrlMode;
import org.elastictee.sev.attest.verify.Evidence;
import org.elastictee.sev.attest.verify.VerificationResult;
import org.elastictee.sev.seal.Sealer;
import org.elastictee.sev.seal.SealingPolicy;
import org.elastictee.sev.seal.SevSnpRoot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the fuzzer mutates is good as it is: so what it finds refused is refused for the change. */
class GenuineTest {
  private static final byte[] DATA =
      "what nobody else may read".getBytes(StandardCharsets.US_ASCII);

  @Test
  void evidenceHoldsUnderItsTestRoot() {
    VerificationResult result =
        Genuine.verifierWithTestRoot(Genuine.policy(CrlMode.REQUIRED))
            .verify(
                Genuine.certified(Evidence.of(Genuine.file(Genuine.REPORT)))
                    .withCrls(Genuine.file(Genuine.CRL)));
    assertTrue(result.isTrusted(), result::toString);
  }

  @Test
  void dataSealedBySoftwareOpens(@TempDir Path folder) throws Exception {
    Sealer sealer = new Sealer(Genuine.softwareRoot(folder));
    assertArrayEquals(
        DATA,
        sealer.unseal(Genuine.file(Genuine.SEALED_SOFTWARE), SealingPolicy.STRICT, Genuine.LABEL));
  }

  @Test
  void dataSealedOnASimulatedMachineOpens() throws Exception {
    try (SevSnpRoot root = SevSnpRoot.open(Genuine.machine().sevGuest(), 0)) {
      assertArrayEquals(
          DATA,
          new Sealer(root)
              .unseal(Genuine.file(Genuine.SEALED_SEV_SNP), SealingPolicy.STRICT, Genuine.LABEL));
    }
  }
}
