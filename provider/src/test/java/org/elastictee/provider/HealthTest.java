package org.elastictee.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.MessageDigest;
import java.util.List;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import org.elastictee.provider.engine.BrokenEngines;
import org.elastictee.provider.engine.Operation;
import org.elastictee.provider.health.EngineName;
import org.elastictee.provider.health.Health;
import org.elastictee.provider.health.ServiceHealth;
import org.elastictee.provider.health.StrictModeError;
import org.elastictee.provider.health.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HealthTest {
  private static ServiceHealth of(Health health, String type, String algorithm) {
    return health.services().stream()
        .filter(s -> s.type().equals(type) && s.algorithm().equals(algorithm))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void listsEveryServiceOnce() {
    Health health = Providers.standard().health();
    List<String> listed =
        health.services().stream().map(s -> s.type() + "." + s.algorithm()).sorted().toList();
    List<String> registered =
        Providers.standard().getServices().stream()
            .map(s -> s.getType() + "." + s.getAlgorithm())
            .sorted()
            .toList();
    assertEquals(registered, listed);
  }

  @Test
  void countsTheObjectsThatWereMade() throws Exception {
    ElasticProvider provider = Providers.standard();
    assertEquals(0, of(provider.health(), "MessageDigest", "SHA-256").uses());
    MessageDigest.getInstance("SHA-256", provider);
    MessageDigest.getInstance("2.16.840.1.101.3.4.2.1", provider);
    assertEquals(2, of(provider.health(), "MessageDigest", "SHA-256").uses());
  }

  @Test
  void countsNothingThatWasNotMade() {
    ElasticProvider provider = Providers.withoutEngines();
    assertThrows(Exception.class, () -> MessageDigest.getInstance("SHA-256", provider));
    assertEquals(0, of(provider.health(), "MessageDigest", "SHA-256").uses());
  }

  static Stream<ServiceHealth> afterAllTests() {
    return Providers.standard().runSelfTests().services().stream();
  }

  @ParameterizedTest
  @MethodSource("afterAllTests")
  void everyServiceHasAnEngineThatPassedOrNoKnownAnswer(ServiceHealth service) {
    assertFalse(service.engine().name().isEmpty());
    assertFalse(service.engine().version().isEmpty());
    if (service.knownAnswer().verdict() == Verdict.NOT_APPLICABLE) {
      assertFalse(service.knownAnswer().reason().isEmpty());
    } else {
      assertEquals(Verdict.PASSED, service.knownAnswer().verdict());
      assertFalse(service.knownAnswer().time().isZero());
    }
  }

  @Test
  void everyServiceOfTheEngineTableStandsOnAnOperation() {
    List<String> own =
        Providers.standard().health().services().stream()
            .filter(s -> s.engine().name().equals(ElasticProvider.NAME))
            .map(s -> s.type() + "." + s.algorithm())
            .toList();
    assertEquals(
        List.of(
            "SecretKeyFactory.SevSnpDerived",
            "SecretKeyFactory.ElasticSealed",
            "KeyFactory.ElasticSealed",
            "KeyStore.Elastic",
            "KeyManagerFactory.Elastic"),
        own);
  }

  /** Health shows one operation for each name of the randomness, and parameters make it another. */
  @Test
  void showsTheEngineOfRandomnessWithAndWithoutParameters() {
    assertEquals(Operation.KERNEL_RANDOM.engines(), Operation.DRBG.engines());
  }

  @Test
  void isHealthyWhereNoEngineFailed() {
    assertTrue(Providers.standard().runSelfTests().isHealthy());
  }

  @Test
  void isNotHealthyWhereOneFailedThoughAnotherServes() throws Exception {
    ElasticProvider provider = Providers.over(BrokenEngines.table(Operation.AES_GCM, () -> false));
    Cipher.getInstance("AES_256/GCM/NoPadding", provider);
    Health health = provider.health();
    assertFalse(health.isHealthy());
    assertEquals(1, of(health, "Cipher", "AES_256/GCM/NoPadding").uses());
    assertTrue(of(health, "Cipher", "AES/GCM/NoPadding").hasFailure());
  }

  @Test
  void selfTestsThrowNothingInStrictModeAndShowWhatIsRefused() {
    ElasticProvider provider = Providers.over(BrokenEngines.table(Operation.AES_GCM, () -> true));
    Health health = provider.runSelfTests();
    assertTrue(health.strict());
    assertEquals(EngineName.NONE, of(health, "Cipher", "AES/GCM/NoPadding").engine());
    assertEquals(Verdict.FAILED, of(health, "Cipher", "AES/GCM/NoPadding").knownAnswer().verdict());
    assertThrows(StrictModeError.class, () -> Cipher.getInstance("AES/GCM/NoPadding", provider));
  }
}
