package org.elastictee.provider.digest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.Stream;
import org.elastictee.provider.ElasticProvider;
import org.elastictee.provider.Providers;
import org.elastictee.provider.engine.Engine;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The digests on each engine that can stand behind them. */
@ParameterizedClass
@MethodSource("onEachEngine")
class DigestTest {
  private final ElasticProvider provider;

  DigestTest(ElasticProvider provider) {
    this.provider = provider;
  }

  static Stream<ElasticProvider> onEachEngine() {
    return Stream.of(Providers.standard(), Providers.without(Engine.SUN));
  }

  static Stream<String> names() {
    return Providers.algorithms("MessageDigest");
  }

  /** FIPS 180-4 and FIPS 202 examples: the message "abc". */
  @ParameterizedTest
  @CsvSource({
    "SHA-1, a9993e364706816aba3e25717850c26c9cd0d89d",
    "SHA-224, 23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7",
    "SHA-256, ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    "SHA-384, cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7",
    "SHA-512, ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
    "SHA-512/224, 4634270f707b6a54daae7530460842e20e37ed265ceee9a43e8924aa",
    "SHA-512/256, 53048e2681941ef99b2e29b76b4c7dabe4c2d0c634fc6d46e0e2f13107e7af23",
    "SHA3-224, e642824c3f8cf24ad09234ee7d3c766fc9a3a5168d0c94ad73b46fdf",
    "SHA3-256, 3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532",
    "SHA3-384, ec01498288516fc926459f58e2c6ad8df9b473cb0fc08c2596da7cf0e49be4b298d88cea927ac7f539f1edf228376d25",
    "SHA3-512, b751850b1a57168a5693cd924b6b096e08f621827444f70d884f5d0240d2712e10e116e9192af3c91a7ec57647e3934057340b4cf408d5a56592f8274eec53f0"
  })
  void agreesWithTheStandard(String algorithm, String expected) throws Exception {
    MessageDigest digest = MessageDigest.getInstance(algorithm, provider);
    byte[] abc = "abc".getBytes(StandardCharsets.US_ASCII);
    assertEquals(expected, HexFormat.of().formatHex(digest.digest(abc)));
    assertEquals(expected.length() / 2, digest.getDigestLength());
  }

  @ParameterizedTest
  @MethodSource("names")
  void agreesWithTheJdkWhereverTheDataIsCut(String algorithm) throws Exception {
    byte[] data = new byte[300];
    new Random(1).nextBytes(data);
    byte[] expected = MessageDigest.getInstance(algorithm, "SUN").digest(data);
    MessageDigest digest = MessageDigest.getInstance(algorithm, provider);
    for (int cut = 0; cut <= data.length; cut++) {
      digest.update(data, 0, cut);
      digest.update(ByteBuffer.wrap(data, cut, data.length - cut));
      assertArrayEquals(expected, digest.digest());
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void aCopyTakenMidStreamGoesItsOwnWay(String algorithm) throws Exception {
    MessageDigest digest = MessageDigest.getInstance(algorithm, provider);
    byte[] expected = digest.digest(new byte[] {1, 2});
    digest.update((byte) 1);
    MessageDigest copy = (MessageDigest) digest.clone();
    digest.update((byte) 9);
    copy.update((byte) 2);
    assertArrayEquals(expected, copy.digest());
  }

  @ParameterizedTest
  @MethodSource("names")
  void startsAnewAfterReset(String algorithm) throws Exception {
    MessageDigest digest = MessageDigest.getInstance(algorithm, provider);
    byte[] expected = digest.digest(new byte[] {1});
    digest.update(new byte[200]);
    digest.reset();
    assertArrayEquals(expected, digest.digest(new byte[] {1}));
  }

  @ParameterizedTest
  @MethodSource("names")
  void refusesABufferThatIsTooShort(String algorithm) throws Exception {
    MessageDigest digest = MessageDigest.getInstance(algorithm, provider);
    int shorter = digest.getDigestLength() - 1;
    assertThrows(DigestException.class, () -> digest.digest(new byte[shorter], 0, shorter));
    byte[] roomElsewhere = new byte[200];
    assertThrows(DigestException.class, () -> digest.digest(roomElsewhere, 100, shorter));
    assertArrayEquals(new byte[200], roomElsewhere);
  }
}
