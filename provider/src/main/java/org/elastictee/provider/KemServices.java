package org.elastictee.provider;

import static org.elastictee.provider.ServiceTable.KEY_PAIRS;
import static org.elastictee.provider.ServiceTable.NONE;
import static org.elastictee.provider.engine.Operation.ML_KEM;
import static org.elastictee.provider.engine.Operation.ML_KEM_1024;
import static org.elastictee.provider.engine.Operation.ML_KEM_1024_KEY;
import static org.elastictee.provider.engine.Operation.ML_KEM_1024_PAIR;
import static org.elastictee.provider.engine.Operation.ML_KEM_512;
import static org.elastictee.provider.engine.Operation.ML_KEM_512_KEY;
import static org.elastictee.provider.engine.Operation.ML_KEM_512_PAIR;
import static org.elastictee.provider.engine.Operation.ML_KEM_768;
import static org.elastictee.provider.engine.Operation.ML_KEM_768_KEY;
import static org.elastictee.provider.engine.Operation.ML_KEM_768_PAIR;
import static org.elastictee.provider.engine.Operation.ML_KEM_KEY;
import static org.elastictee.provider.engine.Operation.ML_KEM_PAIR;

import java.security.spec.NamedParameterSpec;
import java.util.List;
import java.util.stream.Stream;
import org.elastictee.provider.ServiceTable.Row;
import org.elastictee.provider.agreement.EngineKem;
import org.elastictee.provider.engine.Operation;
import org.elastictee.provider.key.EngineKeyFactorySpi;
import org.elastictee.provider.key.EngineKeyPairGeneratorSpi;
import org.elastictee.provider.key.SealedKeyPairGeneratorSpi;

/**
 * The rows of {@link ServiceTable} for ML-KEM (FIPS 203): names, aliases and OIDs are those of JDK
 * 25. The keys are there on every JVM, {@code KEM} where the JVM has the type.
 */
final class KemServices {
  private static final String NIST_KEM = "2.16.840.1.101.3.4.4.";

  private static final List<Row> KEYS =
      List.of(
          keys(ML_KEM_KEY),
          keys(ML_KEM_512_KEY).oid(NIST_KEM + "1"),
          keys(ML_KEM_768_KEY).oid(NIST_KEM + "2"),
          keys(ML_KEM_1024_KEY).oid(NIST_KEM + "3"),
          pairs(ML_KEM_PAIR, "ML-KEM-768"),
          pairs(ML_KEM_512_PAIR, "ML-KEM-512").oid(NIST_KEM + "1"),
          pairs(ML_KEM_768_PAIR, "ML-KEM-768").oid(NIST_KEM + "2"),
          pairs(ML_KEM_1024_PAIR, "ML-KEM-1024").oid(NIST_KEM + "3"));

  private static final List<Row> KEMS =
      List.of(
          kem(ML_KEM),
          kem(ML_KEM_512).oid(NIST_KEM + "1"),
          kem(ML_KEM_768).oid(NIST_KEM + "2"),
          kem(ML_KEM_1024).oid(NIST_KEM + "3"));

  static final List<Row> ROWS =
      Stream.of(KEYS, EngineKem.isSupported() ? KEMS : List.<Row>of())
          .flatMap(List::stream)
          .toList();

  private KemServices() {}

  private static Row keys(Operation operation) {
    return ServiceTable.row(
            operation.type(),
            operation.algorithm(),
            (p, x) -> new EngineKeyFactorySpi(p.engines(), operation),
            NONE)
        .by(operation);
  }

  private static Row pairs(Operation operation, String defaults) {
    return ServiceTable.row(
            operation.type(),
            operation.algorithm(),
            (p, x) ->
                new SealedKeyPairGeneratorSpi(
                    new EngineKeyPairGeneratorSpi(
                        p.engines(), operation, new NamedParameterSpec(defaults), p.random()),
                    operation,
                    p.sealedKeys()),
            NONE)
        .by(operation);
  }

  private static Row kem(Operation operation) {
    return ServiceTable.row(
            operation.type(),
            operation.algorithm(),
            (p, x) -> EngineKem.create(p.engines(), operation, ML_KEM_KEY, p.random()),
            KEY_PAIRS)
        .by(operation);
  }
}
