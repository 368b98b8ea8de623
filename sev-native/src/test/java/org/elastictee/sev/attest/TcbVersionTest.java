package org.elastictee.sev.attest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalInt;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TcbVersionTest {
  private static final long BYTES = 0x0807_0605_0403_0201L;

  @ParameterizedTest
  @CsvSource({
    "MILAN_GENOA, FMC,         -1",
    "MILAN_GENOA, BOOT_LOADER,  1",
    "MILAN_GENOA, TEE,          2",
    "MILAN_GENOA, SNP,          7",
    "MILAN_GENOA, MICROCODE,    8",
    "TURIN,       FMC,          1",
    "TURIN,       BOOT_LOADER,  2",
    "TURIN,       TEE,          3",
    "TURIN,       SNP,          4",
    "TURIN,       MICROCODE,    8",
    "UNKNOWN,     FMC,         -1",
    "UNKNOWN,     BOOT_LOADER, -1",
    "UNKNOWN,     TEE,         -1",
    "UNKNOWN,     SNP,         -1",
    "UNKNOWN,     MICROCODE,   -1"
  })
  void findsEachComponentWhereTheProcessorHasIt(
      TcbLayout layout, TcbComponent component, int value) {
    OptionalInt expected = value < 0 ? OptionalInt.empty() : OptionalInt.of(value);
    assertEquals(expected, new TcbVersion(BYTES, layout).component(component));
  }

  @Test
  void readsComponentsAsUnsigned() {
    TcbVersion version = new TcbVersion(0xD516_0000_0000_0004L, TcbLayout.MILAN_GENOA);
    assertEquals(OptionalInt.of(0xD5), version.component(TcbComponent.MICROCODE));
    assertEquals(OptionalInt.of(0x16), version.component(TcbComponent.SNP));
    assertEquals(OptionalInt.of(4), version.component(TcbComponent.BOOT_LOADER));
  }

  @ParameterizedTest
  @CsvSource({
    "D516000000000004, D516000000000004, true",
    "D516000000000004, 0000000000000004, true",
    "D516000000000004, 0000000000000005, false",
    "D516000000000004, D416000000000005, false",
    "0000000000000005, D516000000000004, false",
    "8000000000000000, 7F00000000000000, true",
    "7F00000000000000, 8000000000000000, false"
  })
  void isOrderedByComponentAndNotByNumber(String one, String other, boolean atLeast) {
    TcbVersion first = new TcbVersion(Long.parseUnsignedLong(one, 16), TcbLayout.MILAN_GENOA);
    TcbVersion second = new TcbVersion(Long.parseUnsignedLong(other, 16), TcbLayout.MILAN_GENOA);
    assertEquals(atLeast, first.isAtLeast(second));
  }

  @Test
  void versionsOfTwoProcessorsHaveNoOrder() {
    TcbVersion milan = new TcbVersion(0, TcbLayout.MILAN_GENOA);
    TcbVersion turin = new TcbVersion(0, TcbLayout.TURIN);
    assertThrows(IllegalArgumentException.class, () -> milan.isAtLeast(turin));
  }

  @Test
  void anUnknownProcessorStillHasAnOrder() {
    TcbVersion unknown = new TcbVersion(1, TcbLayout.UNKNOWN);
    assertTrue(unknown.isAtLeast(new TcbVersion(1, TcbLayout.TURIN)));
    assertFalse(new TcbVersion(0, TcbLayout.TURIN).isAtLeast(unknown));
  }

  @Property
  void everyVersionIsAtLeastItself(@ForAll long raw) {
    TcbVersion version = new TcbVersion(raw, TcbLayout.TURIN);
    assertTrue(version.isAtLeast(version));
  }

  @Property
  void twoDifferentVersionsAreNotBothAtLeastTheOther(@ForAll long one, @ForAll long other) {
    TcbVersion first = new TcbVersion(one, TcbLayout.TURIN);
    TcbVersion second = new TcbVersion(other, TcbLayout.TURIN);
    assertEquals(one == other, first.isAtLeast(second) && second.isAtLeast(first));
  }

  @Test
  void namesItsComponents() {
    assertEquals(
        "TcbVersion[boot_loader 4, tee 0, snp 22, microcode 213, raw 0xd516000000000004]",
        new TcbVersion(0xD516_0000_0000_0004L, TcbLayout.MILAN_GENOA).toString());
  }
}
