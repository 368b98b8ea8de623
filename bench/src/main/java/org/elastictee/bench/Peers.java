package org.elastictee.bench;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.Provider;
import java.security.Security;
import java.util.Arrays;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.conscrypt.Conscrypt;
import org.elastictee.provider.ElasticProvider;

/** The providers that are measured side by side. */
final class Peers {
  private Peers() {}

  /** Returns a provider by the name it has in the tables, without registering it. */
  static Provider byName(String name) {
    return switch (name) {
      case "Elastic" -> new ElasticProvider();
      case "BouncyCastle" -> new BouncyCastleProvider();
      case "Conscrypt" -> Conscrypt.newProvider();
      case "ACCP" -> healthyAccp();
      default -> Security.getProvider(name);
    };
  }

  /** Returns the first provider of the JDK that has a service, a cipher by its algorithm alone. */
  static Provider ofJdk(String type, String transformation) {
    String algorithm = transformation.split("/", 2)[0];
    return Arrays.stream(Security.getProviders(type + "." + algorithm))
        .filter(
            provider -> provider.getName().startsWith("Sun") || provider.getName().equals("SUN"))
        .findFirst()
        .orElseThrow();
  }

  /**
   * A provider that could not load its library would hand over to another one, and be measured as
   * it.
   */
  private static Provider healthyAccp() {
    AmazonCorrettoCryptoProvider.INSTANCE.assertHealthy();
    return AmazonCorrettoCryptoProvider.INSTANCE;
  }
}
