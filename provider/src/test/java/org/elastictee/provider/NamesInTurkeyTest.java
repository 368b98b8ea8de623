package org.elastictee.provider;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.security.Provider;
import java.util.Locale;
import javax.crypto.Cipher;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names are found in any case, also where a small I is not the small form of the large one. */
class NamesInTurkeyTest {
  private Locale before;

  @BeforeEach
  void moveToTurkey() {
    before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("tr-TR"));
  }

  @AfterEach
  void moveBack() {
    Locale.setDefault(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "aes/gcm/nopadding",
        "AES/GCM/NOPADDING",
        "aes/gcm-siv/nopadding",
        "aes/cbc/pkcs5padding",
        "AES/CBC/PKCS5PADDING",
        "aes/ctr/nopadding",
        "aes/kwp/nopadding",
        "chacha20-poly1305",
        "CHACHA20/POLY1305/NOPADDING",
        "rsa/ecb/pkcs1padding",
        "RSA/ECB/OAEPWITHSHA-256ANDMGF1PADDING"
      })
  void aCipherIsFoundInAnyCase(String transformation) throws Exception {
    assertNotNull(Cipher.getInstance(transformation, Providers.standard()));
  }

  @Test
  void everyServiceIsFoundInAnyCase() {
    Provider provider = Providers.standard();
    for (Provider.Service service : provider.getServices()) {
      String name = service.getAlgorithm();
      assertSame(service, provider.getService(service.getType(), name.toUpperCase(Locale.ROOT)));
      assertSame(service, provider.getService(service.getType(), name.toLowerCase(Locale.ROOT)));
    }
  }
}
