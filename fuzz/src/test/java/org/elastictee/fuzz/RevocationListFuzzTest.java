package org.elastictee.fuzz;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.elastictee.sev.attest.DerOrPem;
import org.elastictee.sev.attest.verify.Check;
import org.elastictee.sev.attest.verify.CrlMode;
import org.elastictee.sev.attest.verify.Evidence;
import org.elastictee.sev.attest.verify.Outcome;
import org.elastictee.sev.attest.verify.ReportVerifier;
import org.elastictee.sev.attest.verify.VerificationResult;
import org.junit.jupiter.params.provider.MethodSource;

/** Revocation lists in DER or PEM, beside evidence that holds but for them. */
class RevocationListFuzzTest {
  private static final byte[] GENUINE = Genuine.file(Genuine.CRL);
  private static final ReportVerifier VERIFIER =
      Genuine.verifierWithTestRoot(Genuine.policy(CrlMode.REQUIRED));

  /** The authorities alone, without an endorsement key: so much is enough for this check. */
  private static final Evidence EVIDENCE =
      Evidence.of(Genuine.file(Genuine.REPORT))
          .withCertificates(Genuine.file(Genuine.ASK))
          .withCertificates(Genuine.file(Genuine.ARK));

  static List<byte[]> seeds() {
    String pem =
        "-----BEGIN X509 CRL-----\n"
            + Base64.getMimeEncoder().encodeToString(GENUINE)
            + "\n-----END X509 CRL-----\n";
    return List.of(GENUINE, pem.getBytes(StandardCharsets.US_ASCII));
  }

  @MethodSource("seeds")
  @FuzzTest
  void nothingButTheGenuineListIsTaken(byte[] bytes) throws Exception {
    VerificationResult result = VERIFIER.verify(EVIDENCE.withCrls(bytes));
    assertFalse(result.isTrusted());
    if (result.of(Check.REVOCATION).outcome() == Outcome.PASSED) {
      assertTrue(DerOrPem.split(bytes).stream().anyMatch(der -> Arrays.equals(GENUINE, der)));
    }
  }
}
