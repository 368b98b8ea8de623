package org.elastictee.provider.mac;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.elastictee.provider.ElasticProvider;
import org.elastictee.provider.Providers;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass
@MethodSource("org.elastictee.provider.Providers#onEachEngine")
class MacCloneTest {
  private final ElasticProvider provider;

  MacCloneTest(ElasticProvider provider) {
    this.provider = provider;
  }

  static Stream<String> names() {
    return Providers.algorithms("Mac");
  }

  @ParameterizedTest
  @MethodSource("names")
  void aCopyTakenMidStreamGoesItsOwnWay(String algorithm) throws Exception {
    Mac mac = Mac.getInstance(algorithm, provider);
    mac.init(new SecretKeySpec(new byte[32], "AES"));
    byte[] expected = mac.doFinal(new byte[] {1, 2});
    mac.update((byte) 1);
    Mac copy = (Mac) mac.clone();
    mac.update((byte) 9);
    copy.update((byte) 2);
    assertArrayEquals(expected, copy.doFinal());
    assertArrayEquals(expected, copy.doFinal(new byte[] {1, 2}));
  }

  @ParameterizedTest
  @MethodSource("names")
  void aCopyTakenBeforeInitWorks(String algorithm) throws Exception {
    Mac mac = Mac.getInstance(algorithm, provider);
    Mac copy = (Mac) mac.clone();
    for (Mac each : new Mac[] {mac, copy}) {
      each.init(new SecretKeySpec(new byte[32], "AES"));
    }
    assertArrayEquals(mac.doFinal(new byte[] {1}), copy.doFinal(new byte[] {1}));
  }
}
