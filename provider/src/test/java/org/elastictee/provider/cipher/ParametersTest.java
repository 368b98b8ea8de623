package org.elastictee.provider.cipher;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.security.AlgorithmParameters;
import java.security.spec.InvalidParameterSpecException;
import java.util.HexFormat;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEParameterSpec;
import org.elastictee.provider.ElasticProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Algorithm parameters on each engine that can stand behind them. */
@ParameterizedClass
@MethodSource("org.elastictee.provider.Providers#onEachEngine")
class ParametersTest {
  private final ElasticProvider provider;

  ParametersTest(ElasticProvider provider) {
    this.provider = provider;
  }

  /** RFC 3565, 4.1, and RFC 8103, 3: an OCTET STRING. */
  @ParameterizedTest
  @CsvSource({"AES, 16", "ChaCha20-Poly1305, 12"})
  void encodeAnIvAsAnOctetString(String algorithm, int length) throws Exception {
    byte[] iv = GcmMessages.data(length);
    AlgorithmParameters parameters = AlgorithmParameters.getInstance(algorithm, provider);
    parameters.init(new IvParameterSpec(iv));
    byte[] der = parameters.getEncoded();
    assertEquals(
        "04" + HexFormat.of().toHexDigits((byte) length) + HexFormat.of().formatHex(iv),
        HexFormat.of().formatHex(der));
    AlgorithmParameters back = AlgorithmParameters.getInstance(algorithm, provider);
    back.init(der);
    assertArrayEquals(iv, back.getParameterSpec(IvParameterSpec.class).getIV());
  }

  /** RFC 5084, 3.2: the length of the tag is left out where it is 12 bytes. */
  @Test
  void encodeIvAndTagOfGcm() throws Exception {
    byte[] iv = GcmMessages.data(12);
    AlgorithmParameters parameters = AlgorithmParameters.getInstance("GCM", provider);
    parameters.init(new GCMParameterSpec(128, iv));
    byte[] der = parameters.getEncoded();
    assertEquals(
        "3011040c" + HexFormat.of().formatHex(iv) + "020110", HexFormat.of().formatHex(der));
    AlgorithmParameters back = AlgorithmParameters.getInstance("GCM", provider);
    back.init(der);
    assertEquals(128, back.getParameterSpec(GCMParameterSpec.class).getTLen());
  }

  @ParameterizedTest
  @ValueSource(strings = {"AES", "GCM", "ChaCha20-Poly1305"})
  void refuseOtherSpecs(String algorithm) throws Exception {
    AlgorithmParameters parameters = AlgorithmParameters.getInstance(algorithm, provider);
    assertThrows(
        InvalidParameterSpecException.class,
        () -> parameters.init(new PBEParameterSpec(new byte[8], 1)));
  }
}
