package org.elastictee.provider.selftest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.security.Provider;
import org.elastictee.provider.bouncycastle.BouncyCastleEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoredKeyTest {
  /** As libcrypto: it works with the keys of others. */
  private static final Provider WITHOUT_KEYS =
      new Provider("without keys", "1", "") {
        private static final long serialVersionUID = 1L;
      };

  @Test
  void aProviderMakesItsOwnKeys() {
    Provider bouncyCastle = new BouncyCastleEngine();
    assertSame(bouncyCastle, new StoredKey("p256", "EC").maker(bouncyCastle));
  }

  @ParameterizedTest
  @CsvSource({
    "p256, EC, SunEC",
    "rsa2048, RSA, SunRsaSign",
    "ed448, Ed448, SunEC",
    "x25519, XDH, SunEC"
  })
  void theJdkMakesThemForOneThatMakesNone(String name, String algorithm, String maker)
      throws Exception {
    StoredKey key = new StoredKey(name, algorithm);
    assertEquals(maker, key.maker(WITHOUT_KEYS).getName());
    assertArrayEquals(key.publicBytes(), key.publicKey(WITHOUT_KEYS).getEncoded());
    assertEquals("PKCS#8", key.privateKey(WITHOUT_KEYS).getFormat());
  }

  @Test
  void bouncyCastleMakesThemWhereTheJdkCannot() throws Exception {
    StoredKey key = new StoredKey("ML-DSA-65", "ML-DSA-65");
    String maker = Runtime.version().feature() >= 24 ? "SUN" : "BC";
    assertEquals(maker, key.maker(WITHOUT_KEYS).getName());
    assertArrayEquals(key.publicBytes(), key.publicKey(WITHOUT_KEYS).getEncoded());
  }
}
