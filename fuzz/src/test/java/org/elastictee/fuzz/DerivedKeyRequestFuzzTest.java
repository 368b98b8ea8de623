package org.elastictee.fuzz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.EnumSet;
import java.util.List;
import org.elastictee.sev.guest.DerivedKeyRequest;
import org.elastictee.sev.guest.DerivedKeyRequest.GuestField;
import org.elastictee.sev.guest.DerivedKeyRequest.KeySel;
import org.elastictee.sev.guest.DerivedKeyRequest.RootKeySelect;
import org.junit.jupiter.params.provider.MethodSource;

/** A request of the firmware that comes from a disk: {@link DerivedKeyRequest}. */
class DerivedKeyRequestFuzzTest {
  static List<byte[]> seeds() {
    DerivedKeyRequest.Builder everything =
        DerivedKeyRequest.builder()
            .keySel(KeySel.VLEK)
            .guestFieldSelect(EnumSet.allOf(GuestField.class))
            .vmpl(3)
            .guestSvn(7)
            .tcbVersion(-1);
    DerivedKeyRequest.Builder ephemeral =
        DerivedKeyRequest.builder()
            .rootKeySelect(RootKeySelect.VMRK)
            .guestFieldSelect(EnumSet.of(GuestField.MEASUREMENT));
    return List.of(everything.build().encode(), ephemeral.build().encode());
  }

  @MethodSource("seeds")
  @FuzzTest
  void isRefusedOrTheEncodingOfItself(byte[] bytes) {
    DerivedKeyRequest request;
    try {
      request = DerivedKeyRequest.decode(bytes);
    } catch (IllegalArgumentException e) {
      return;
    }
    assertArrayEquals(bytes, request.encode());
    assertEquals(request, DerivedKeyRequest.decode(request.encode()));
  }
}
