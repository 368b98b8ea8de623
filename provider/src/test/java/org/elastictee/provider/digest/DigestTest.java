package org.elastictee.provider.digest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.elastictee.provider.Providers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DigestTest {
  /** FIPS 180-4 examples: the message "abc". */
  @ParameterizedTest
  @CsvSource({
    "SHA-256, ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    "SHA-384, cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7",
    "SHA-512, ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"
  })
  void agreesWithTheStandard(String algorithm, String expected) throws Exception {
    MessageDigest digest = MessageDigest.getInstance(algorithm, Providers.standard());
    byte[] abc = "abc".getBytes(StandardCharsets.US_ASCII);
    assertEquals(expected, HexFormat.of().formatHex(digest.digest(abc)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"SHA-256", "SHA-384", "SHA-512"})
  void aCopyTakenMidStreamGoesItsOwnWay(String algorithm) throws Exception {
    MessageDigest digest = MessageDigest.getInstance(algorithm, Providers.standard());
    byte[] expected = digest.digest(new byte[] {1, 2});
    digest.update((byte) 1);
    MessageDigest copy = (MessageDigest) digest.clone();
    digest.update((byte) 9);
    copy.update((byte) 2);
    assertArrayEquals(expected, copy.digest());
  }

  @Test
  void refusesABufferThatIsTooShort() throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256", Providers.standard());
    assertThrows(DigestException.class, () -> digest.digest(new byte[31], 0, 31));
  }
}
