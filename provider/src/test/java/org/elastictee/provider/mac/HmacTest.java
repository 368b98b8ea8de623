package org.elastictee.provider.mac;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.elastictee.provider.ElasticProvider;
import org.elastictee.provider.Providers;
import org.elastictee.provider.key.SealedSecretKey;
import org.elastictee.sev.seal.SealingPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** HMAC on each engine that can stand behind it. */
@ParameterizedClass
@MethodSource("org.elastictee.provider.Providers#onEachEngine")
class HmacTest {
  private static final byte[] DATA =
      "what do ya want for nothing?".getBytes(StandardCharsets.US_ASCII);

  private final ElasticProvider provider;

  HmacTest(ElasticProvider provider) {
    this.provider = provider;
  }

  private Mac mac(String algorithm, String keyAlgorithm) throws Exception {
    Mac mac = Mac.getInstance(algorithm, provider);
    mac.init(new SecretKeySpec("Jefe".getBytes(StandardCharsets.US_ASCII), keyAlgorithm));
    return mac;
  }

  /** RFC 2202 and RFC 4231, test case 2; TLS names its keys as it likes. */
  @ParameterizedTest
  @CsvSource({
    "HmacSHA1, effcdf6ae5eb2fa2d27416d5f184df9c259a7c79",
    "HmacSHA224, a30e01098bc6dbbf45690f3a7e9e6d0f8bbea2a39e6148008fd05e44",
    "HmacSHA256, 5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
    "HmacSHA384, af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e8e2240ca5e69e2c78b3239ecfab21649",
    "HmacSHA512, 164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737"
  })
  void agreesWithTheStandard(String algorithm, String expected) throws Exception {
    assertEquals(expected, HexFormat.of().formatHex(mac(algorithm, "TlsFinished").doFinal(DATA)));
    assertEquals(expected.length() / 2, mac(algorithm, "AES").getMacLength());
  }

  static Stream<String> names() {
    return Providers.algorithms("Mac").filter(name -> name.startsWith("Hmac"));
  }

  @ParameterizedTest
  @MethodSource("names")
  void agreesWithTheJdkWhereverTheDataIsCut(String algorithm) throws Exception {
    byte[] data = new byte[300];
    byte[] key = new byte[200];
    new Random(1).nextBytes(data);
    new Random(2).nextBytes(key);
    for (int keyBytes : new int[] {1, 20, 64, 65, 72, 104, 128, 129, 136, 144, 200}) {
      SecretKeySpec secret = new SecretKeySpec(key, 0, keyBytes, "Hmac");
      Mac jdk = Mac.getInstance(algorithm, "SunJCE");
      jdk.init(secret);
      byte[] expected = jdk.doFinal(data);
      Mac mac = Mac.getInstance(algorithm, provider);
      mac.init(secret);
      for (int cut = 0; cut <= data.length; cut += 7) {
        mac.update(data, 0, cut);
        mac.update(ByteBuffer.wrap(data, cut, data.length - cut));
        assertArrayEquals(expected, mac.doFinal());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void takesASealedKey(String algorithm) throws Exception {
    byte[] key = "Jefe".getBytes(StandardCharsets.US_ASCII);
    Mac mac = Mac.getInstance(algorithm, provider);
    mac.init(new SealedSecretKey(algorithm, SealingPolicy.STRICT, key));
    assertArrayEquals(mac(algorithm, "any").doFinal(DATA), mac.doFinal(DATA));
  }

  /** TLS makes such keys, and names them as it likes; a {@code SecretKeySpec} cannot be empty. */
  @ParameterizedTest
  @ValueSource(strings = {"TlsMasterSecret", "TlsPremasterSecret", "any"})
  void takesAnEmptyKeyOfAnyName(String keyAlgorithm) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256", provider);
    mac.init(new EmptyKey(keyAlgorithm));
    byte[] expected = mac.doFinal(DATA);
    mac.init(new SecretKeySpec(new byte[1], keyAlgorithm)); // padded with zeros to the same block
    assertArrayEquals(expected, mac.doFinal(DATA));
  }

  private record EmptyKey(String getAlgorithm) implements SecretKey {
    private static final long serialVersionUID = 1L;

    @Override
    public String getFormat() {
      return "RAW";
    }

    @Override
    public byte[] getEncoded() {
      return new byte[0];
    }
  }

  @Test
  void takesDataInPiecesOfEveryKind() throws Exception {
    byte[] expected = mac("HmacSHA256", "AES").doFinal(DATA);
    Mac mac = mac("HmacSHA256", "AES");
    mac.update(DATA[0]);
    mac.update(DATA, 1, 4);
    mac.update(ByteBuffer.wrap(DATA, 5, 5));
    ByteBuffer direct = ByteBuffer.allocateDirect(DATA.length - 10);
    mac.update(direct.put(DATA, 10, DATA.length - 10).flip());
    assertArrayEquals(expected, mac.doFinal());
  }

  @Test
  void startsAnewAfterDoFinalAndAfterReset() throws Exception {
    Mac mac = mac("HmacSHA256", "AES");
    byte[] expected = mac.doFinal(DATA);
    assertArrayEquals(expected, mac.doFinal(DATA));
    mac.update(DATA);
    mac.reset();
    assertArrayEquals(expected, mac.doFinal(DATA));
  }

  @Test
  void refusesParametersAndKeysThatShowNothing() throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256", provider);
    assertThrows(
        InvalidAlgorithmParameterException.class,
        () -> mac.init(new SecretKeySpec(DATA, "AES"), new IvParameterSpec(new byte[12])));
    assertThrows(InvalidKeyException.class, () -> mac.init(null));
  }
}
