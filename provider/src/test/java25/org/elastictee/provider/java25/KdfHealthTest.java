package org.elastictee.provider.java25;

import static org.junit.jupiter.api.Assertions.assertEquals;

import javax.crypto.KDF;
import org.elastictee.provider.ElasticProvider;
import org.elastictee.provider.Providers;
import org.elastictee.provider.engine.BrokenEngines;
import org.elastictee.provider.engine.Operation;
import org.elastictee.provider.health.Health;
import org.elastictee.provider.health.ServiceHealth;
import org.elastictee.provider.health.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The health of HKDF is that of the HMAC it stands on. */
class KdfHealthTest {
  private static ServiceHealth of(Health health, String type, String algorithm) {
    return health.services().stream()
        .filter(s -> s.type().equals(type) && s.algorithm().equals(algorithm))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({"HKDF-SHA256, HmacSHA256", "HKDF-SHA384, HmacSHA384", "HKDF-SHA512, HmacSHA512"})
  void showsTheEngineOfTheHmac(String hkdf, String hmac) {
    Health health = Providers.standard().runSelfTests();
    ServiceHealth shown = of(health, "KDF", hkdf);
    assertEquals("SunJCE", shown.engine().name());
    assertEquals(of(health, "Mac", hmac).engine(), shown.engine());
    assertEquals(Verdict.PASSED, shown.knownAnswer().verdict());
  }

  @Test
  void countsTheObjectsThatWereMade() throws Exception {
    ElasticProvider provider = Providers.standard();
    KDF.getInstance("HKDF-SHA256", provider);
    assertEquals(1, of(provider.health(), "KDF", "HKDF-SHA256").uses());
  }

  @Test
  void showsTheFailureOfTheHmac() {
    ElasticProvider provider =
        Providers.over(BrokenEngines.table(Operation.HMAC_SHA256, () -> false));
    ServiceHealth shown = of(provider.runSelfTests(), "KDF", "HKDF-SHA256");
    assertEquals("BC", shown.engine().name());
    assertEquals("SunJCE", shown.downgrades().get(0).engine());
  }
}
