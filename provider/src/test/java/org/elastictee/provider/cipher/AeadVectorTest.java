package org.elastictee.provider.cipher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.elastictee.provider.ElasticProvider;
import org.elastictee.provider.Providers;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples of RFC 8439 and RFC 8452. */
class AeadVectorTest {
  private static final HexFormat HEX = HexFormat.of();

  /** RFC 8439, 2.8.2. */
  @ParameterizedTest
  @MethodSource("org.elastictee.provider.Providers#onEachEngine")
  void chaCha20Poly1305AgreesWithTheStandard(ElasticProvider provider) throws Exception {
    Cipher cipher = Cipher.getInstance("ChaCha20/Poly1305/NoPadding", provider);
    byte[] key = HEX.parseHex("808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f");
    cipher.init(
        Cipher.ENCRYPT_MODE,
        new SecretKeySpec(key, "ChaCha20"),
        new IvParameterSpec(HEX.parseHex("070000004041424344454647")));
    cipher.updateAAD(HEX.parseHex("50515253c0c1c2c3c4c5c6c7"));
    byte[] plaintext =
        ("Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the "
                + "future, sunscreen would be it.")
            .getBytes(StandardCharsets.US_ASCII);
    assertEquals(
        "d31a8d34648e60db7b86afbc53ef7ec2a4aded51296e08fea9e2b5a736ee62d6"
            + "3dbea45e8ca9671282fafb69da92728b1a71de0a9e060b2905d6a5b67ecd3b36"
            + "92ddbd7f2d778b8c9803aee328091b58fab324e4fad675945585808b4831d7bc"
            + "3ff4def08e4b7a9de576d26586cec64b6116"
            + "1ae10b594f09e26a7e902ecbd0600691",
        HEX.formatHex(cipher.doFinal(plaintext)));
  }

  /** RFC 8452, appendices C.1 and C.2. */
  @ParameterizedTest
  @CsvSource({
    "AES/GCM-SIV/NoPadding, 16, '', dc20e2d83f25705bb49e439eca56de25",
    "AES_128/GCM-SIV/NoPadding, 16, 0100000000000000,"
        + " b5d839330ac7b786578782fff6013b815b287c22493a364c",
    "AES/GCM-SIV/NoPadding, 32, '', 07f5f4169bbf55a8400cd47ea6fd400f",
    "AES_256/GCM-SIV/NoPadding, 32, 0100000000000000,"
        + " c2ef328e5c71c83b843122130f7364b761e0b97427e3df28"
  })
  void aesGcmSivAgreesWithTheStandard(String name, int keyBytes, String plaintext, String expected)
      throws Exception {
    byte[] key = new byte[keyBytes];
    key[0] = 1;
    byte[] iv = new byte[12];
    iv[0] = 3;
    Cipher cipher = Cipher.getInstance(name, Providers.standard());
    cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, iv));
    assertEquals(expected, HEX.formatHex(cipher.doFinal(HEX.parseHex(plaintext))));
  }
}
