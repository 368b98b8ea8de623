package org.elastictee.sim.attest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.elastictee.sev.attest.verify.Check;
import org.elastictee.sev.attest.verify.CheckResult;
import org.elastictee.sev.attest.verify.VerificationPolicyBuilder;
import org.elastictee.sev.attest.verify.VerificationResult;
import org.elastictee.sim.firmware.LaunchParameters;
import org.junit.jupiter.params.provider.Arguments;

/** Rows of tables of evidence in which one thing is wrong, and everything else as it should be. */
final class OneThingWrong {
  private OneThingWrong() {}

  /** Makes the evidence. */
  interface Wrong {
    Forgery make() throws Exception;
  }

  /** Returns a row: the check that is to fail, what is wrong in words, and the evidence. */
  static Arguments row(Check check, String what, Wrong wrong) {
    return Arguments.of(check, what, wrong);
  }

  /** Returns a row with a change of the report, which is signed anew. */
  static Arguments report(Check check, String what, Consumer<ByteBuffer> change) {
    return row(check, what, () -> Forgery.genoa().report(change));
  }

  /** Returns a row with good evidence, and a policy that it does not fulfil. */
  static Arguments policy(Check check, String what, Consumer<VerificationPolicyBuilder> change) {
    return row(check, what, () -> Forgery.genoa().policy(change));
  }

  static byte[] filled(int length, int value) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  static LaunchParameters.Builder launch() {
    return LaunchParameters.builder();
  }

  static void assertExactlyThisFails(Check check, String what, Wrong wrong) throws Exception {
    VerificationResult result = wrong.make().verify();
    assertEquals(
        List.of(check),
        result.failures().stream().map(CheckResult::check).toList(),
        what + "\n" + result);
    assertFalse(result.isTrusted());
  }
}
