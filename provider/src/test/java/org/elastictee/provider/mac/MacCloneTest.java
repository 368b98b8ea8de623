package org.elastictee.provider.mac;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.elastictee.provider.Providers;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MacCloneTest {
  static Stream<String> names() {
    return Providers.algorithms("Mac");
  }

  @ParameterizedTest
  @MethodSource("names")
  void aCopyTakenMidStreamGoesItsOwnWay(String algorithm) throws Exception {
    Mac mac = Mac.getInstance(algorithm, Providers.standard());
    mac.init(new SecretKeySpec(new byte[32], "AES"));
    byte[] expected = mac.doFinal(new byte[] {1, 2});
    mac.update((byte) 1);
    Mac copy = (Mac) mac.clone();
    mac.update((byte) 9);
    copy.update((byte) 2);
    assertArrayEquals(expected, copy.doFinal());
  }
}
