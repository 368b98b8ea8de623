package org.elastictee.sev.guest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;
import org.elastictee.sev.guest.DerivedKeyRequest.GuestField;
import org.elastictee.sev.guest.DerivedKeyRequest.KeySel;
import org.elastictee.sev.guest.DerivedKeyRequest.RootKeySelect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DerivedKeyRequestTest {
  private static final String GOLDEN =
      "02000000" + "00000000" + "3f00000000000000" + "03000000" + "efbeadde" + "04000000000016d5";

  private static DerivedKeyRequest golden() {
    return DerivedKeyRequest.builder()
        .keySel(KeySel.VCEK)
        .guestFieldSelect(EnumSet.allOf(GuestField.class))
        .vmpl(3)
        .guestSvn(0xDEADBEEFL)
        .tcbVersion(0xD516_0000_0000_0004L)
        .build();
  }

  private static byte[] hex(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  @Test
  void encodesAsTheKernelLaysItOut() {
    assertEquals(GOLDEN, HexFormat.of().formatHex(golden().encode()));
  }

  @Test
  void decodesWhatTheKernelLaysOut() {
    DerivedKeyRequest request = DerivedKeyRequest.decode(hex(GOLDEN));
    assertEquals(golden(), request);
    assertEquals(RootKeySelect.VCEK, request.rootKeySelect());
    assertEquals(KeySel.VCEK, request.keySel());
    assertEquals(EnumSet.allOf(GuestField.class), request.guestFieldSelect());
    assertEquals(3, request.vmpl());
    assertEquals(0xDEADBEEFL, request.guestSvn());
    assertEquals(0xD516_0000_0000_0004L, request.tcbVersion());
  }

  @ParameterizedTest
  @CsvSource({
    "VCEK, VLEK_OR_VCEK, 0",
    "VMRK, VLEK_OR_VCEK, 1",
    "VCEK, VCEK,         2",
    "VCEK, VLEK,         4"
  })
  void encodesTheRootKeyAsOneNumber(RootKeySelect root, KeySel keySel, int value) {
    byte[] encoded =
        DerivedKeyRequest.builder()
            .rootKeySelect(root)
            .keySel(keySel)
            .guestFieldSelect(Set.of(GuestField.MEASUREMENT))
            .build()
            .encode();
    assertArrayEquals(new byte[] {(byte) value, 0, 0, 0}, Arrays.copyOf(encoded, 4));
  }

  @ParameterizedTest
  @CsvSource({"GUEST_POLICY, 1", "IMAGE_ID, 2", "FAMILY_ID, 4", "MEASUREMENT, 8"})
  void encodesEachFieldAsItsBit(GuestField field, int bit) {
    DerivedKeyRequest request = DerivedKeyRequest.builder().guestFieldSelect(Set.of(field)).build();
    assertEquals(bit, request.encode()[8]);
    assertEquals(0, request.guestSvn());
    assertEquals(0, request.tcbVersion());
  }

  @Test
  void refusesAnEmptySelection() {
    DerivedKeyRequest.Builder builder = DerivedKeyRequest.builder();
    assertThrows(IllegalArgumentException.class, builder::build);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 7})
  void refusesAValueThatIsNotSelected(long value) {
    Set<GuestField> fields = Set.of(GuestField.MEASUREMENT);
    DerivedKeyRequest.Builder svn =
        DerivedKeyRequest.builder().guestFieldSelect(fields).guestSvn(value);
    DerivedKeyRequest.Builder tcb =
        DerivedKeyRequest.builder().guestFieldSelect(fields).tcbVersion(value);
    assertThrows(IllegalArgumentException.class, svn::build);
    assertThrows(IllegalArgumentException.class, tcb::build);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GUEST_SVN", "TCB_VERSION"})
  void refusesASelectionWithoutItsValue(GuestField field) {
    DerivedKeyRequest.Builder builder = DerivedKeyRequest.builder().guestFieldSelect(Set.of(field));
    assertThrows(IllegalArgumentException.class, builder::build);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 4, Integer.MIN_VALUE, Integer.MAX_VALUE})
  void refusesAVmplOutOfRange(int vmpl) {
    DerivedKeyRequest.Builder builder = DerivedKeyRequest.builder();
    assertThrows(IllegalArgumentException.class, () -> builder.vmpl(vmpl));
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 0x1_0000_0000L})
  void refusesAnSvnOutOfRange(long svn) {
    DerivedKeyRequest.Builder builder = DerivedKeyRequest.builder();
    assertThrows(IllegalArgumentException.class, () -> builder.guestSvn(svn));
  }

  @ParameterizedTest
  @ValueSource(strings = {"VCEK", "VLEK"})
  void refusesAKeySelForTheVmrk(KeySel keySel) {
    DerivedKeyRequest.Builder builder =
        DerivedKeyRequest.builder()
            .rootKeySelect(RootKeySelect.VMRK)
            .keySel(keySel)
            .guestFieldSelect(Set.of(GuestField.MEASUREMENT));
    assertThrows(IllegalArgumentException.class, builder::build);
  }

  @ParameterizedTest
  @CsvSource({
    "a reserved root bit,       08000000 00000000 0800000000000000 00000000 00000000 0000000000000000",
    "the highest root bit,      00000080 00000000 0800000000000000 00000000 00000000 0000000000000000",
    "KEY_SEL 3,                 06000000 00000000 0800000000000000 00000000 00000000 0000000000000000",
    "KEY_SEL for the VMRK,      03000000 00000000 0800000000000000 00000000 00000000 0000000000000000",
    "the reserved word,         00000000 01000000 0800000000000000 00000000 00000000 0000000000000000",
    "LAUNCH_MIT_VECTOR,         00000000 00000000 4800000000000000 00000000 00000000 0000000000000000",
    "the highest field bit,     00000000 00000000 0800000000000080 00000000 00000000 0000000000000000",
    "an empty selection,        00000000 00000000 0000000000000000 00000000 00000000 0000000000000000",
    "VMPL 4,                    00000000 00000000 0800000000000000 04000000 00000000 0000000000000000",
    "VMPL 2^31,                 00000000 00000000 0800000000000000 00000080 00000000 0000000000000000",
    "an SVN without its bit,    00000000 00000000 0800000000000000 00000000 01000000 0000000000000000",
    "a TCB without its bit,     00000000 00000000 0800000000000000 00000000 00000000 0000000000000080"
  })
  void refusesAHostileEncodingWith(String what, String encoded) {
    byte[] bytes = hex(encoded.replace(" ", ""));
    assertThrows(IllegalArgumentException.class, () -> DerivedKeyRequest.decode(bytes), what);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 31, 33, 40})
  void refusesAnotherLength(int length) {
    byte[] bytes = Arrays.copyOf(hex(GOLDEN), length);
    assertThrows(IllegalArgumentException.class, () -> DerivedKeyRequest.decode(bytes));
  }

  @Property
  void decodesEveryEncoding(
      @ForAll RootKeySelect root,
      @ForAll @NotEmpty Set<GuestField> fields,
      @ForAll @IntRange(max = 3) int vmpl,
      @ForAll @LongRange(max = 0xFFFF_FFFFL) long svn,
      @ForAll long tcb) {
    DerivedKeyRequest.Builder builder =
        DerivedKeyRequest.builder().rootKeySelect(root).guestFieldSelect(fields).vmpl(vmpl);
    if (fields.contains(GuestField.GUEST_SVN)) {
      builder.guestSvn(svn);
    }
    if (fields.contains(GuestField.TCB_VERSION)) {
      builder.tcbVersion(tcb);
    }
    DerivedKeyRequest request = builder.build();
    assertEquals(request, DerivedKeyRequest.decode(request.encode()));
    assertEquals(request.hashCode(), DerivedKeyRequest.decode(request.encode()).hashCode());
  }

  @Property
  void everyEncodingIsRefusedOrStandsForItself(@ForAll @Size(32) byte[] bytes) {
    for (int reserved : new int[] {1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 13, 14, 15, 17, 18, 19}) {
      bytes[reserved] = 0;
    }
    try {
      assertArrayEquals(bytes, DerivedKeyRequest.decode(bytes).encode());
    } catch (IllegalArgumentException refused) {
      assertTrue(refused.getMessage().length() > 10);
    }
  }

  @Test
  void nobodyCanChangeIt() {
    Set<GuestField> fields = EnumSet.of(GuestField.MEASUREMENT);
    DerivedKeyRequest request = DerivedKeyRequest.builder().guestFieldSelect(fields).build();
    fields.add(GuestField.IMAGE_ID);
    assertEquals(Set.of(GuestField.MEASUREMENT), request.guestFieldSelect());
    assertThrows(
        UnsupportedOperationException.class,
        () -> request.guestFieldSelect().add(GuestField.IMAGE_ID));
  }
}
