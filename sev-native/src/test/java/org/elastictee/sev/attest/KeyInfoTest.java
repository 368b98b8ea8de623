package org.elastictee.sev.attest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.elastictee.sev.attest.KeyInfo.SigningKey;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyInfoTest {
  @ParameterizedTest
  @CsvSource({
    // raw, author key, masked chip key, signing key, well formed
    "0x00,       false, false, VCEK, true",
    "0x01,       true,  false, VCEK, true",
    "0x02,       false, true,  VCEK, true",
    "0x04,       false, false, VLEK, true",
    "0x07,       true,  true,  VLEK, true",
    "0x1C,       false, false, NONE, true",
    "0x08,       false, false, ,     false",
    "0x18,       false, false, ,     false",
    "0x20,       false, false, VCEK, false",
    "0x80000000, false, false, VCEK, false"
  })
  void tellsTheBitsByAmdsNames(
      String raw, boolean authorKeyEn, boolean maskChipKey, SigningKey key, boolean wellFormed) {
    KeyInfo info = new KeyInfo(Long.decode(raw));
    assertEquals(authorKeyEn, info.authorKeyEn());
    assertEquals(maskChipKey, info.maskChipKey());
    assertEquals(Optional.ofNullable(key), info.signingKey());
    assertEquals(wellFormed, info.isWellFormed());
  }
}
