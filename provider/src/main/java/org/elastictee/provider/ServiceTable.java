package org.elastictee.provider;

import static org.elastictee.provider.engine.Operation.KERNEL_RANDOM;
import static org.elastictee.provider.engine.Operation.PKIX;

import java.security.NoSuchAlgorithmException;
import java.security.SecureRandomParameters;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.elastictee.provider.engine.Operation;
import org.elastictee.provider.key.DerivedSecretKeySpi;
import org.elastictee.provider.key.ImportPrivateKeySpi;
import org.elastictee.provider.key.ImportSecretKeySpi;
import org.elastictee.provider.key.RootSource;
import org.elastictee.provider.keystore.ElasticKeyStoreSpi;
import org.elastictee.provider.random.ElasticRandomSpi;
import org.elastictee.provider.tls.ElasticKeyManagerFactorySpi;
import org.elastictee.provider.tls.ElasticSslContextSpi;
import org.elastictee.provider.tls.ElasticTrustManagerFactorySpi;

/**
 * The services of the provider, a row each: type, algorithm, constructor, attributes, aliases and
 * OIDs. Those without key pairs are in {@link SymmetricServices}.
 */
final class ServiceTable {
  private static final String SEALED_KEY = "org.elastictee.provider.key.SealedKey";

  static final Map<String, String> NONE = Map.of();
  private static final Map<String, String> THREAD_SAFE =
      Map.of("ThreadSafe", "true", "ImplementedIn", "Software");
  static final Map<String, String> SECRET_KEYS =
      Map.of("SupportedKeyFormats", "RAW", "SupportedKeyClasses", SEALED_KEY);
  static final Map<String, String> KEY_PAIRS =
      Map.of("SupportedKeyFormats", "PKCS#8|X.509", "SupportedKeyClasses", SEALED_KEY);

  static final String PKCS_1 = "1.2.840.113549.1.1.";

  private static final List<Row> OWN_ROWS =
      List.of(
          random("Elastic", KERNEL_RANDOM),
          random("DEFAULT", KERNEL_RANDOM),
          random("DRBG", Operation.DRBG),
          row(
              "SecretKeyFactory",
              "SevSnpDerived",
              (p, x) -> new DerivedSecretKeySpi(p.sealedKeys()),
              NONE),
          row(
              "SecretKeyFactory",
              "ElasticSealed",
              (p, x) -> new ImportSecretKeySpi(p.sealedKeys()),
              NONE),
          row(
              "KeyFactory",
              "ElasticSealed",
              (p, x) -> new ImportPrivateKeySpi(p.sealedKeys()),
              NONE),
          row("KeyStore", "Elastic", (p, x) -> keyStore(p), NONE),
          row("SSLContext", "TLS", (p, x) -> tls(p, "TLS"), NONE).by(Operation.TLS).alias("SSL"),
          row("SSLContext", "TLSv1.2", (p, x) -> tls(p, "TLSv1.2"), NONE).by(Operation.TLS),
          row("SSLContext", "TLSv1.3", (p, x) -> tls(p, "TLSv1.3"), NONE).by(Operation.TLS),
          row("SSLContext", "Default", (p, x) -> defaultTls(p), NONE).by(Operation.TLS),
          row("KeyManagerFactory", "Elastic", (p, x) -> keyManagers(p), NONE),
          row("TrustManagerFactory", "Elastic", (p, x) -> trustManagers(p), NONE).by(PKIX));

  static final List<Row> ROWS =
      Stream.of(
              OWN_ROWS,
              SymmetricServices.ROWS,
              AsymmetricServices.ROWS,
              KemServices.ROWS,
              KdfServices.ROWS)
          .flatMap(List::stream)
          .toList();

  private ServiceTable() {}

  /** Makes the object behind a service. */
  interface Constructor {
    /** Throws where no engine is there, so that the JCA asks the next provider. */
    Object create(ElasticProvider provider, Object parameter) throws NoSuchAlgorithmException;
  }

  /** How the object behind a service is made, and by which operation if not by Elastic alone. */
  record Work(Constructor constructor, Optional<Operation> operation) {}

  /**
   * A service.
   *
   * @param work the constructor, and the operation that it stands on
   * @param parameterType what {@link Constructor#create} takes beside null; {@link Void} for
   *     nothing
   */
  record Row(
      String type,
      String algorithm,
      Work work,
      Map<String, String> attributes,
      List<String> aliases,
      Class<?> parameterType) {
    Row alias(String alias) {
      return withAliases(alias);
    }

    /** An OID is known with and without the prefix that the JCA puts before it. */
    Row oid(String oid) {
      return withAliases(oid, "OID." + oid);
    }

    Row taking(Class<?> parameter) {
      return new Row(type, algorithm, work, attributes, aliases, parameter);
    }

    /** Says which operation the constructor takes from the engine table. */
    Row by(Operation operation) {
      Work same = new Work(work.constructor(), Optional.of(operation));
      return new Row(type, algorithm, same, attributes, aliases, parameterType);
    }

    Constructor constructor() {
      return work.constructor();
    }

    Optional<Operation> operation() {
      return work.operation();
    }

    private Row withAliases(String... more) {
      List<String> all = Stream.concat(aliases.stream(), Stream.of(more)).toList();
      return new Row(type, algorithm, work, attributes, all, parameterType);
    }
  }

  static Row row(
      String type, String algorithm, Constructor constructor, Map<String, String> attributes) {
    Work work = new Work(constructor, Optional.empty());
    return new Row(type, algorithm, work, attributes, List.of(), Void.class);
  }

  /**
   * With parameters it stands on {@link Operation#DRBG}. Health shows the operation that serves
   * without them: both have the same engine.
   */
  private static Row random(String name, Operation operation) {
    return row(
            "SecureRandom",
            name,
            (p, x) -> new ElasticRandomSpi(p.engines(), operation, (SecureRandomParameters) x),
            THREAD_SAFE)
        .by(operation)
        .taking(SecureRandomParameters.class);
  }

  private static Object keyStore(ElasticProvider p) throws NoSuchAlgorithmException {
    return new ElasticKeyStoreSpi(
        p.engines(), p.random(), RootSource.CURRENT, Clock.systemUTC(), p.liveKeys());
  }

  private static Object tls(ElasticProvider p, String protocol) throws NoSuchAlgorithmException {
    return ElasticSslContextSpi.of(
        protocol, p.engines(), p.random(), RootSource.CURRENT, p.liveKeys());
  }

  private static Object defaultTls(ElasticProvider p) throws NoSuchAlgorithmException {
    return ElasticSslContextSpi.ofDefault(
        p.engines(), p.random(), RootSource.CURRENT, p.liveKeys());
  }

  private static Object keyManagers(ElasticProvider p) throws NoSuchAlgorithmException {
    return new ElasticKeyManagerFactorySpi(
        p.engines(), p.random(), RootSource.CURRENT, p.liveKeys());
  }

  private static Object trustManagers(ElasticProvider p) throws NoSuchAlgorithmException {
    return new ElasticTrustManagerFactorySpi(p.engines());
  }
}
