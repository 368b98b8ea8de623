package org.elastictee.sev.attest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlatformInfoTest {
  @ParameterizedTest
  @CsvSource({
    "0, SMT_EN",
    "1, TSME_EN",
    "2, ECC_EN",
    "3, RAPL_DIS",
    "4, CIPHERTEXT_HIDING_DRAM_EN",
    "5, ALIAS_CHECK_COMPLETE",
    "7, SEV_TIO_EN"
  })
  void eachBitHasOneName(int position, PlatformInfo.Bit bit) {
    PlatformInfo info = new PlatformInfo(1L << position);
    assertEquals(List.of(bit), Arrays.stream(PlatformInfo.Bit.values()).filter(info::has).toList());
    assertEquals(position, bit.position());
  }
}
