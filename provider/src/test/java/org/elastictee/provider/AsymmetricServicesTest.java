package org.elastictee.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.security.Provider;
import java.security.Security;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The names of the services for key pairs, against those of the JDK that runs the test. */
class AsymmetricServicesTest {
  private static final String[] JDK = {"SUN", "SunRsaSign", "SunEC", "SunJCE"};

  static Stream<ServiceTable.Row> rowsThatTheJdkHas() {
    return AsymmetricServices.ROWS.stream()
        .filter(row -> !row.type().equals("Cipher"))
        .filter(row -> jdkService(row) != null);
  }

  private static Provider.Service jdkService(ServiceTable.Row row) {
    for (String name : JDK) {
      Provider.Service service = Security.getProvider(name).getService(row.type(), row.algorithm());
      if (service != null) {
        return service;
      }
    }
    return null;
  }

  private static Set<String> aliases(Provider.Service service) {
    String prefix = "Alg.Alias." + service.getType() + ".";
    return service.getProvider().entrySet().stream()
        .filter(entry -> entry.getKey().toString().startsWith(prefix))
        .filter(entry -> entry.getValue().toString().equalsIgnoreCase(service.getAlgorithm()))
        .map(entry -> entry.getKey().toString().substring(prefix.length()))
        .map(alias -> alias.toUpperCase(Locale.ROOT))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @ParameterizedTest
  @MethodSource("rowsThatTheJdkHas")
  void answersToEachNameThatTheJdkAnswersTo(ServiceTable.Row row) {
    Provider provider = Providers.standard();
    Provider.Service ours = provider.getService(row.type(), row.algorithm());
    for (String alias : aliases(jdkService(row))) {
      assertSame(ours, provider.getService(row.type(), alias), alias);
    }
  }

  @ParameterizedTest
  @MethodSource("rowsThatTheJdkHas")
  void hasNoNameThatJdk25HasNot(ServiceTable.Row row) {
    assumeTrue(Runtime.version().feature() >= 25, "JDK 17 knows fewer OIDs");
    Provider.Service ours = Providers.standard().getService(row.type(), row.algorithm());
    assertEquals(aliases(jdkService(row)), aliases(ours));
  }

  @Test
  void theJdkHasAllButPostQuantumAndRawRsa() {
    long missing = Runtime.version().feature() >= 25 ? 0 : 3 * 4 + 1;
    long comparable =
        AsymmetricServices.ROWS.stream().filter(row -> !row.type().equals("Cipher")).count();
    assertEquals(comparable - missing, rowsThatTheJdkHas().count());
  }

  @ParameterizedTest
  @CsvSource({
    "RSA/ECB/PKCS1Padding",
    "RSA/ECB/OAEPPadding",
    "RSA/ECB/OAEPWithSHA-1AndMGF1Padding",
    "RSA/ECB/OAEPWithSHA1AndMGF1Padding",
    "rsa/ecb/oaepwithsha-224andmgf1padding",
    "RSA/ECB/OAEPWithSHA-256AndMGF1Padding",
    "RSA/ECB/OAEPWithSHA-384AndMGF1Padding",
    "RSA/ECB/OAEPWithSHA-512AndMGF1Padding"
  })
  void offersTheTransformation(String name) {
    assertNotNull(Providers.standard().getService("Cipher", name));
  }
}
