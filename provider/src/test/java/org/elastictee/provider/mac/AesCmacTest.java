package org.elastictee.provider.mac;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.elastictee.provider.Providers;
import org.elastictee.provider.key.SealedSecretKey;
import org.elastictee.sev.seal.SealingPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AesCmacTest {
  private static final byte[] RFC_KEY = HexFormat.of().parseHex("2b7e151628aed2a6abf7158809cf4f3c");
  private static final byte[] RFC_MESSAGE =
      HexFormat.of()
          .parseHex(
              "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51"
                  + "30c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710");

  private static Mac mac(byte[] key) throws Exception {
    Mac mac = Mac.getInstance("AES-CMAC", Providers.standard());
    mac.init(new SecretKeySpec(key, "AES"));
    return mac;
  }

  private static byte[] random(int seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  /** RFC 4493, section 4. */
  @ParameterizedTest
  @CsvSource({
    "0, bb1d6929e95937287fa37d129b756746",
    "16, 070a16b46b4d4144f79bdd9dd04a287c",
    "40, dfa66747de9ae63030ca32611497c827",
    "64, 51f0bebf7e3b9d92fc49741779363cfe"
  })
  void agreesWithTheStandard(int length, String expected) throws Exception {
    Mac mac = mac(RFC_KEY);
    assertEquals(
        expected, HexFormat.of().formatHex(mac.doFinal(Arrays.copyOf(RFC_MESSAGE, length))));
    assertEquals(16, mac.getMacLength());
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 24, 32})
  void agreesWithBouncyCastleForEveryLengthAndCut(int keyBytes) throws Exception {
    Mac reference = Mac.getInstance("AESCMAC", new BouncyCastleProvider());
    for (int length = 0; length <= 50; length++) {
      byte[] key = random(length, keyBytes);
      byte[] data = random(length + 1, length);
      reference.init(new SecretKeySpec(key, "AES"));
      byte[] expected = reference.doFinal(data);
      Mac mac = mac(key);
      for (int cut = 0; cut <= length; cut++) {
        mac.update(data, 0, cut);
        mac.update(data, cut, length - cut);
        assertArrayEquals(expected, mac.doFinal());
      }
    }
  }

  @Test
  void takesSingleBytesAndStartsAnewAfterReset() throws Exception {
    byte[] expected = mac(RFC_KEY).doFinal(RFC_MESSAGE);
    Mac mac = mac(RFC_KEY);
    mac.update(random(1, 33));
    mac.reset();
    for (byte b : RFC_MESSAGE) {
      mac.update(b);
    }
    assertArrayEquals(expected, mac.doFinal());
  }

  @Test
  void takesASealedKey() throws Exception {
    Mac mac = Mac.getInstance("AESCMAC", Providers.standard());
    mac.init(new SealedSecretKey("AES", SealingPolicy.STRICT, RFC_KEY.clone()));
    assertArrayEquals(mac(RFC_KEY).doFinal(RFC_MESSAGE), mac.doFinal(RFC_MESSAGE));
  }

  @Test
  void aRefusedKeyLeavesTheOneBefore() throws Exception {
    Mac mac = mac(RFC_KEY);
    byte[] expected = mac.doFinal(RFC_MESSAGE);
    assertThrows(InvalidKeyException.class, () -> mac.init(new SecretKeySpec(new byte[17], "AES")));
    assertArrayEquals(expected, mac.doFinal(RFC_MESSAGE));
  }

  @Test
  void refusesParametersAndMissingKeys() throws Exception {
    Mac mac = Mac.getInstance("AES-CMAC", Providers.standard());
    assertThrows(
        InvalidAlgorithmParameterException.class,
        () -> mac.init(new SecretKeySpec(RFC_KEY, "AES"), new IvParameterSpec(new byte[16])));
    assertThrows(InvalidKeyException.class, () -> mac.init(null));
    assertThrows(IllegalStateException.class, () -> mac.doFinal(RFC_MESSAGE));
  }
}
