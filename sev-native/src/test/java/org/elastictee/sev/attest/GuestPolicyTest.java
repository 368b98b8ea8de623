package org.elastictee.sev.attest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GuestPolicyTest {
  private static final Map<Integer, Predicate<GuestPolicy>> BITS =
      new TreeMap<>(
          Map.of(
              16, GuestPolicy::smt,
              18, GuestPolicy::migrateMa,
              19, GuestPolicy::debug,
              20, GuestPolicy::singleSocket,
              21, GuestPolicy::cxlAllow,
              22, GuestPolicy::memAes256Xts,
              23, GuestPolicy::raplDis,
              24, GuestPolicy::ciphertextHidingDram,
              25, GuestPolicy::pageSwapDisable));

  @Test
  void eachBitHasOneName() {
    for (int bit = 0; bit < Long.SIZE; bit++) {
      GuestPolicy policy = new GuestPolicy(1L << bit);
      List<Integer> named =
          BITS.entrySet().stream()
              .filter(entry -> entry.getValue().test(policy))
              .map(Map.Entry::getKey)
              .toList();
      assertEquals(BITS.containsKey(bit) ? List.of(bit) : List.of(), named);
    }
  }

  @Test
  void readsTheAbiVersion() {
    GuestPolicy policy = new GuestPolicy(0xFFFF_FFFF_FFFF_0137L);
    assertEquals(1, policy.abiMajor());
    assertEquals(0x37, policy.abiMinor());
  }

  @Test
  void abiVersionsAreOrderedAsOnePair() {
    AbiVersion abi = new GuestPolicy(0x30133).abi();
    assertEquals(new AbiVersion(1, 0x33), abi);
    assertEquals(-1, Integer.signum(new AbiVersion(0, 0xFF).compareTo(abi)));
    assertEquals(1, Integer.signum(new AbiVersion(1, 0x34).compareTo(abi)));
    assertEquals("1.51", abi.toString());
    assertThrows(IllegalArgumentException.class, () -> new AbiVersion(0, 256));
  }

  @Test
  void readsEachBitByItsName() {
    for (GuestPolicy.Bit bit : GuestPolicy.Bit.values()) {
      GuestPolicy policy = new GuestPolicy(1L << bit.position());
      assertEquals(
          List.of(bit), Arrays.stream(GuestPolicy.Bit.values()).filter(policy::has).toList());
      assertEquals(true, BITS.get(bit.position()).test(policy));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "30000,            true",
    "B0000,            true",
    "3001F,            true",
    "3FFFFFF,          true",
    "10000,            false",
    "4030000,          false",
    "8000000000030000, false"
  })
  void isWellFormedIfTheReservedBitsAre(String raw, boolean wellFormed) {
    assertEquals(wellFormed, new GuestPolicy(Long.parseUnsignedLong(raw, 16)).isWellFormed());
  }
}
