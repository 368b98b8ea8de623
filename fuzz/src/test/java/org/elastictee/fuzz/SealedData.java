package org.elastictee.fuzz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.elastictee.sev.seal.RootOfTrustException;
import org.elastictee.sev.seal.SealedBlob;
import org.elastictee.sev.seal.Sealer;
import org.elastictee.sev.seal.SealingPolicy;
import org.elastictee.sev.seal.UnsealException;
import org.elastictee.sev.seal.UnsealException.Reason;

/**
 * What holds for sealed data from a hostile disk, whichever root of trust it is to be opened by.
 */
final class SealedData {
  private static final Set<Reason> OF_PARSING =
      EnumSet.of(Reason.NOT_SEALED, Reason.UNSUPPORTED_VERSION, Reason.MALFORMED);

  private SealedData() {}

  /** Nothing opens but what is genuine, under the policy and the label that it was sealed under. */
  static void assertOpensOnlyIfGenuine(Sealer sealer, byte[] bytes, byte[] genuine)
      throws RootOfTrustException {
    Allocation.assertBounded(bytes, () -> parse(bytes));
    Optional<SealedBlob> parsed = parse(bytes);
    if (parsed.isEmpty()) {
      return;
    }
    SealedBlob blob = parsed.get();
    assertArrayEquals(bytes, blob.encoded());
    assertTrue(blob.toString().chars().allMatch(c -> c >= ' ' && c <= '~'));
    for (SealingPolicy policy : SealingPolicy.standard()) {
      if (opens(sealer, blob, policy)) {
        assertArrayEquals(genuine, bytes);
        assertEquals(SealingPolicy.STRICT, policy);
      }
    }
  }

  private static Optional<SealedBlob> parse(byte[] bytes) {
    try {
      return Optional.of(SealedBlob.parse(bytes));
    } catch (UnsealException e) {
      assertTrue(OF_PARSING.contains(e.reason()), e::toString);
      return Optional.empty();
    }
  }

  private static boolean opens(Sealer sealer, SealedBlob blob, SealingPolicy policy)
      throws RootOfTrustException {
    try {
      sealer.unseal(blob, policy, Genuine.LABEL);
      return true;
    } catch (UnsealException e) {
      return false;
    }
  }
}
