package org.elastictee.sev.seal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HexFormat;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

class DerivationLabelTest {
  /** Two inputs give the same bytes exactly when they are equal: no two purposes share a key. */
  @Property
  void differentInputsNeverLookAlike(
      @ForAll @Size(max = 4) byte[] request1,
      @ForAll @Size(max = 4) byte[] request2,
      @ForAll @StringLength(min = 1, max = 3) @CharRange(from = 'a', to = 'b') String label1,
      @ForAll @StringLength(min = 1, max = 3) @CharRange(from = 'a', to = 'b') String label2,
      @ForAll @IntRange(min = 16, max = 17) int length1,
      @ForAll @IntRange(min = 16, max = 17) int length2) {
    DerivationRequest r1 = request(request1);
    DerivationRequest r2 = request(request2);
    boolean equal = r1.equals(r2) && label1.equals(label2) && length1 == length2;
    assertEquals(equal, Objects.equals(info(r1, label1, length1), info(r2, label2, length2)));
  }

  private static DerivationRequest request(byte[] encoded) {
    return new DerivationRequest(RootKind.SOFTWARE, SealingPolicy.STRICT, encoded);
  }

  private static String info(DerivationRequest request, String label, int length) {
    return HexFormat.of()
        .formatHex(DerivationLabel.info("scheme", request, request.encoded(), label, length));
  }
}
