package org.elastictee.provider;

import static org.elastictee.provider.engine.Operation.AES_GCM;
import static org.elastictee.provider.engine.Operation.AES_KEY;
import static org.elastictee.provider.engine.Operation.HMAC_SHA256;
import static org.elastictee.provider.engine.Operation.HMAC_SHA384;
import static org.elastictee.provider.engine.Operation.HMAC_SHA512;
import static org.elastictee.provider.engine.Operation.SHA_256;
import static org.elastictee.provider.engine.Operation.SHA_384;
import static org.elastictee.provider.engine.Operation.SHA_512;

import java.security.NoSuchAlgorithmException;
import java.security.SecureRandomParameters;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.crypto.KeyGenerator;
import javax.crypto.Mac;
import org.elastictee.provider.cipher.AesGcmSpi;
import org.elastictee.provider.digest.EngineDigests;
import org.elastictee.provider.engine.Operation;
import org.elastictee.provider.key.AesKeyGeneratorSpi;
import org.elastictee.provider.keystore.ElasticKeyStoreSpi;
import org.elastictee.provider.keystore.RootSource;
import org.elastictee.provider.mac.HmacSpi;
import org.elastictee.provider.random.ElasticRandomSpi;
import org.elastictee.provider.tls.ElasticKeyManagerFactorySpi;
import org.elastictee.provider.tls.ElasticSslContextSpi;
import org.elastictee.provider.tls.ElasticTrustManagerFactorySpi;

/**
 * The services of the provider, a row each: type, algorithm, constructor, attributes, aliases and
 * OIDs.
 */
final class ServiceTable {
  private static final String SEALED_KEY = "org.elastictee.provider.key.SealedKey";

  static final Map<String, String> NONE = Map.of();
  private static final Map<String, String> THREAD_SAFE =
      Map.of("ThreadSafe", "true", "ImplementedIn", "Software");
  private static final Map<String, String> SECRET_KEYS =
      Map.of("SupportedKeyFormats", "RAW", "SupportedKeyClasses", SEALED_KEY);
  static final Map<String, String> KEY_PAIRS =
      Map.of("SupportedKeyFormats", "PKCS#8|X.509", "SupportedKeyClasses", SEALED_KEY);

  private static final String NIST_AES = "2.16.840.1.101.3.4.1.";
  private static final String NIST_HASH = "2.16.840.1.101.3.4.2.";
  private static final String RSADSI_DIGEST = "1.2.840.113549.2.";
  static final String PKCS_1 = "1.2.840.113549.1.1.";

  private static final List<Row> OWN_ROWS =
      List.of(
          row("SecureRandom", "Elastic", ServiceTable::random, THREAD_SAFE)
              .taking(SecureRandomParameters.class),
          row("SecureRandom", "DEFAULT", ServiceTable::random, THREAD_SAFE)
              .taking(SecureRandomParameters.class),
          row("SecureRandom", "DRBG", ServiceTable::random, THREAD_SAFE)
              .taking(SecureRandomParameters.class),
          row("Cipher", "AES/GCM/NoPadding", (p, x) -> aesGcm(p, 0), SECRET_KEYS),
          row("Cipher", "AES_128/GCM/NoPadding", (p, x) -> aesGcm(p, 16), SECRET_KEYS)
              .oid(NIST_AES + "6"),
          row("Cipher", "AES_192/GCM/NoPadding", (p, x) -> aesGcm(p, 24), SECRET_KEYS)
              .oid(NIST_AES + "26"),
          row("Cipher", "AES_256/GCM/NoPadding", (p, x) -> aesGcm(p, 32), SECRET_KEYS)
              .oid(NIST_AES + "46"),
          row("KeyGenerator", "AES", (p, x) -> aesKeys(p), NONE).oid("2.16.840.1.101.3.4.1"),
          row("MessageDigest", "SHA-256", (p, x) -> digest(p, SHA_256), NONE)
              .alias("SHA256")
              .oid(NIST_HASH + "1"),
          row("MessageDigest", "SHA-384", (p, x) -> digest(p, SHA_384), NONE)
              .alias("SHA384")
              .oid(NIST_HASH + "2"),
          row("MessageDigest", "SHA-512", (p, x) -> digest(p, SHA_512), NONE)
              .alias("SHA512")
              .oid(NIST_HASH + "3"),
          row("Mac", "HmacSHA256", (p, x) -> hmac(p, HMAC_SHA256), SECRET_KEYS)
              .oid(RSADSI_DIGEST + "9"),
          row("Mac", "HmacSHA384", (p, x) -> hmac(p, HMAC_SHA384), SECRET_KEYS)
              .oid(RSADSI_DIGEST + "10"),
          row("Mac", "HmacSHA512", (p, x) -> hmac(p, HMAC_SHA512), SECRET_KEYS)
              .oid(RSADSI_DIGEST + "11"),
          row("KeyStore", "Elastic", (p, x) -> keyStore(p), NONE),
          row("SSLContext", "TLS", (p, x) -> tls(p, "TLS"), NONE),
          row("SSLContext", "TLSv1.2", (p, x) -> tls(p, "TLSv1.2"), NONE),
          row("SSLContext", "TLSv1.3", (p, x) -> tls(p, "TLSv1.3"), NONE),
          row("SSLContext", "Default", (p, x) -> defaultTls(p), NONE),
          row("KeyManagerFactory", "Elastic", (p, x) -> keyManagers(p), NONE),
          row("TrustManagerFactory", "Elastic", (p, x) -> trustManagers(p), NONE));

  static final List<Row> ROWS =
      Stream.of(OWN_ROWS, AsymmetricServices.ROWS).flatMap(List::stream).toList();

  private ServiceTable() {}

  /** Makes the object behind a service. */
  interface Constructor {
    /** Throws where no engine is there, so that the JCA asks the next provider. */
    Object create(ElasticProvider provider, Object parameter) throws NoSuchAlgorithmException;
  }

  /**
   * A service.
   *
   * @param parameterType what {@link Constructor#create} takes beside null; {@link Void} for
   *     nothing
   */
  record Row(
      String type,
      String algorithm,
      Constructor constructor,
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
      return new Row(type, algorithm, constructor, attributes, aliases, parameter);
    }

    private Row withAliases(String... more) {
      List<String> all = Stream.concat(aliases.stream(), Stream.of(more)).toList();
      return new Row(type, algorithm, constructor, attributes, all, parameterType);
    }
  }

  static Row row(
      String type, String algorithm, Constructor constructor, Map<String, String> attributes) {
    return new Row(type, algorithm, constructor, attributes, List.of(), Void.class);
  }

  private static Object random(ElasticProvider p, Object parameters)
      throws NoSuchAlgorithmException {
    return new ElasticRandomSpi(p.engines(), (SecureRandomParameters) parameters);
  }

  private static Object aesGcm(ElasticProvider p, int keyBytes) throws NoSuchAlgorithmException {
    return new AesGcmSpi(p.engines().provider(AES_GCM), keyBytes, p.random());
  }

  private static Object aesKeys(ElasticProvider p) throws NoSuchAlgorithmException {
    KeyGenerator engine =
        KeyGenerator.getInstance(AES_KEY.algorithm(), p.engines().provider(AES_KEY));
    return new AesKeyGeneratorSpi(engine, p.random());
  }

  private static Object digest(ElasticProvider p, Operation operation)
      throws NoSuchAlgorithmException {
    return EngineDigests.create(p.engines(), operation);
  }

  private static Object hmac(ElasticProvider p, Operation operation)
      throws NoSuchAlgorithmException {
    return new HmacSpi(Mac.getInstance(operation.algorithm(), p.engines().provider(operation)));
  }

  private static Object keyStore(ElasticProvider p) throws NoSuchAlgorithmException {
    return new ElasticKeyStoreSpi(p.engines(), p.random(), RootSource.CURRENT, Clock.systemUTC());
  }

  private static Object tls(ElasticProvider p, String protocol) throws NoSuchAlgorithmException {
    return ElasticSslContextSpi.of(protocol, p.engines(), p.random(), RootSource.CURRENT);
  }

  private static Object defaultTls(ElasticProvider p) throws NoSuchAlgorithmException {
    return ElasticSslContextSpi.ofDefault(p.engines(), p.random(), RootSource.CURRENT);
  }

  private static Object keyManagers(ElasticProvider p) throws NoSuchAlgorithmException {
    return new ElasticKeyManagerFactorySpi(p.engines(), p.random(), RootSource.CURRENT);
  }

  private static Object trustManagers(ElasticProvider p) throws NoSuchAlgorithmException {
    return new ElasticTrustManagerFactorySpi(p.engines());
  }
}
