package org.elastictee.provider;

import static org.elastictee.provider.ServiceTable.KEY_PAIRS;
import static org.elastictee.provider.ServiceTable.NONE;
import static org.elastictee.provider.ServiceTable.PKCS_1;

import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.elastictee.provider.ServiceTable.Row;
import org.elastictee.provider.agreement.EngineKeyAgreementSpi;
import org.elastictee.provider.cipher.RsaCipherSpi;
import org.elastictee.provider.cipher.RsaPadding;
import org.elastictee.provider.engine.Operation;
import org.elastictee.provider.key.EngineKeyFactorySpi;
import org.elastictee.provider.key.EngineKeyPairGeneratorSpi;
import org.elastictee.provider.key.SealedKeyPairGeneratorSpi;
import org.elastictee.provider.signature.EngineSignatureSpi;
import org.elastictee.provider.signature.RawRsaSignatureSpi;

/** The rows of {@link ServiceTable} for key pairs: names, aliases and OIDs are those of JDK 25. */
final class AsymmetricServices {
  private static final String X9_62 = "1.2.840.10045.4.";
  private static final String EC_PUBLIC_KEY = "1.2.840.10045.2.1";
  private static final String NIST_SIGNATURE = "2.16.840.1.101.3.4.3.";
  private static final String RFC_8410 = "1.3.101.";
  private static final String PKCS_1_RSA = "1.2.840.113549.1.1";

  private static final AlgorithmParameterSpec RSA_3072 =
      new RSAKeyGenParameterSpec(3072, RSAKeyGenParameterSpec.F4);
  private static final AlgorithmParameterSpec P_384 = new ECGenParameterSpec("secp384r1");

  private static final List<Row> SIGNATURES =
      List.of(
          signature(Operation.ECDSA_NONE, Operation.EC_KEY),
          signature(Operation.ECDSA_SHA1, Operation.EC_KEY).oid(X9_62 + "1"),
          signature(Operation.ECDSA_SHA224, Operation.EC_KEY).oid(X9_62 + "3.1"),
          signature(Operation.ECDSA_SHA256, Operation.EC_KEY).oid(X9_62 + "3.2"),
          signature(Operation.ECDSA_SHA384, Operation.EC_KEY).oid(X9_62 + "3.3"),
          signature(Operation.ECDSA_SHA512, Operation.EC_KEY).oid(X9_62 + "3.4"),
          signature(Operation.ECDSA_SHA3_224, Operation.EC_KEY).oid(NIST_SIGNATURE + "9"),
          signature(Operation.ECDSA_SHA3_256, Operation.EC_KEY).oid(NIST_SIGNATURE + "10"),
          signature(Operation.ECDSA_SHA3_384, Operation.EC_KEY).oid(NIST_SIGNATURE + "11"),
          signature(Operation.ECDSA_SHA3_512, Operation.EC_KEY).oid(NIST_SIGNATURE + "12"),
          signature(Operation.ECDSA_P1363_NONE, Operation.EC_KEY),
          signature(Operation.ECDSA_P1363_SHA1, Operation.EC_KEY),
          signature(Operation.ECDSA_P1363_SHA224, Operation.EC_KEY),
          signature(Operation.ECDSA_P1363_SHA256, Operation.EC_KEY),
          signature(Operation.ECDSA_P1363_SHA384, Operation.EC_KEY),
          signature(Operation.ECDSA_P1363_SHA512, Operation.EC_KEY),
          signature(Operation.ECDSA_P1363_SHA3_224, Operation.EC_KEY),
          signature(Operation.ECDSA_P1363_SHA3_256, Operation.EC_KEY),
          signature(Operation.ECDSA_P1363_SHA3_384, Operation.EC_KEY),
          signature(Operation.ECDSA_P1363_SHA3_512, Operation.EC_KEY),
          ServiceTable.row(
                  "Signature",
                  "NONEwithRSA",
                  (p, x) -> new RawRsaSignatureSpi(p.engines(), p.random()),
                  KEY_PAIRS)
              .by(Operation.RSA_PKCS1),
          signature(Operation.RSA_SHA1, Operation.RSA_KEY).alias("1.3.14.3.2.29").oid(PKCS_1 + "5"),
          signature(Operation.RSA_SHA224, Operation.RSA_KEY).oid(PKCS_1 + "14"),
          signature(Operation.RSA_SHA256, Operation.RSA_KEY).oid(PKCS_1 + "11"),
          signature(Operation.RSA_SHA384, Operation.RSA_KEY).oid(PKCS_1 + "12"),
          signature(Operation.RSA_SHA512, Operation.RSA_KEY).oid(PKCS_1 + "13"),
          signature(Operation.RSA_SHA512_224, Operation.RSA_KEY).oid(PKCS_1 + "15"),
          signature(Operation.RSA_SHA512_256, Operation.RSA_KEY).oid(PKCS_1 + "16"),
          signature(Operation.RSA_SHA3_224, Operation.RSA_KEY).oid(NIST_SIGNATURE + "13"),
          signature(Operation.RSA_SHA3_256, Operation.RSA_KEY).oid(NIST_SIGNATURE + "14"),
          signature(Operation.RSA_SHA3_384, Operation.RSA_KEY).oid(NIST_SIGNATURE + "15"),
          signature(Operation.RSA_SHA3_512, Operation.RSA_KEY).oid(NIST_SIGNATURE + "16"),
          signature(Operation.RSASSA_PSS, Operation.RSA_KEY).alias("PSS").oid(PKCS_1 + "10"),
          signature(Operation.EDDSA, Operation.EDDSA_KEY),
          signature(Operation.ED25519, Operation.EDDSA_KEY).oid(RFC_8410 + "112"),
          signature(Operation.ED448, Operation.EDDSA_KEY).oid(RFC_8410 + "113"),
          signature(Operation.ML_DSA, Operation.ML_DSA_KEY),
          signature(Operation.ML_DSA_44, Operation.ML_DSA_KEY).oid(NIST_SIGNATURE + "17"),
          signature(Operation.ML_DSA_65, Operation.ML_DSA_KEY).oid(NIST_SIGNATURE + "18"),
          signature(Operation.ML_DSA_87, Operation.ML_DSA_KEY).oid(NIST_SIGNATURE + "19"));

  private static final List<Row> KEY_AGREEMENTS =
      List.of(
          agreement(Operation.ECDH, Operation.EC_KEY),
          agreement(Operation.XDH, Operation.XDH_KEY),
          agreement(Operation.X25519, Operation.XDH_KEY).oid(RFC_8410 + "110"),
          agreement(Operation.X448, Operation.XDH_KEY).oid(RFC_8410 + "111"));

  private static final List<Row> KEY_FACTORIES =
      List.of(
          keys(Operation.RSA_KEY).alias(PKCS_1 + "1").oid(PKCS_1_RSA),
          keys(Operation.RSASSA_PSS_KEY).alias("PSS").oid(PKCS_1 + "10"),
          keys(Operation.EC_KEY).alias("EllipticCurve").oid(EC_PUBLIC_KEY),
          keys(Operation.EDDSA_KEY),
          keys(Operation.ED25519_KEY).oid(RFC_8410 + "112"),
          keys(Operation.ED448_KEY).oid(RFC_8410 + "113"),
          keys(Operation.XDH_KEY),
          keys(Operation.X25519_KEY).oid(RFC_8410 + "110"),
          keys(Operation.X448_KEY).oid(RFC_8410 + "111"),
          keys(Operation.ML_DSA_KEY),
          keys(Operation.ML_DSA_44_KEY).oid(NIST_SIGNATURE + "17"),
          keys(Operation.ML_DSA_65_KEY).oid(NIST_SIGNATURE + "18"),
          keys(Operation.ML_DSA_87_KEY).oid(NIST_SIGNATURE + "19"));

  private static final List<Row> KEY_PAIR_GENERATORS =
      List.of(
          pairs(Operation.RSA_PAIR, RSA_3072).alias(PKCS_1 + "1").oid(PKCS_1_RSA),
          pairs(Operation.RSASSA_PSS_PAIR, RSA_3072).alias("PSS").oid(PKCS_1 + "10"),
          pairs(Operation.EC_PAIR, P_384).alias("EllipticCurve").oid(EC_PUBLIC_KEY),
          pairs(Operation.EDDSA_PAIR, NamedParameterSpec.ED25519),
          pairs(Operation.ED25519_PAIR, NamedParameterSpec.ED25519).oid(RFC_8410 + "112"),
          pairs(Operation.ED448_PAIR, NamedParameterSpec.ED448).oid(RFC_8410 + "113"),
          pairs(Operation.XDH_PAIR, NamedParameterSpec.X25519),
          pairs(Operation.X25519_PAIR, NamedParameterSpec.X25519).oid(RFC_8410 + "110"),
          pairs(Operation.X448_PAIR, NamedParameterSpec.X448).oid(RFC_8410 + "111"),
          pairs(Operation.ML_DSA_PAIR, new NamedParameterSpec("ML-DSA-65")),
          pairs(Operation.ML_DSA_44_PAIR, new NamedParameterSpec("ML-DSA-44"))
              .oid(NIST_SIGNATURE + "17"),
          pairs(Operation.ML_DSA_65_PAIR, new NamedParameterSpec("ML-DSA-65"))
              .oid(NIST_SIGNATURE + "18"),
          pairs(Operation.ML_DSA_87_PAIR, new NamedParameterSpec("ML-DSA-87"))
              .oid(NIST_SIGNATURE + "19"));

  private static final List<Row> PARAMETERS =
      List.of(
          parameters(Operation.EC_PARAMETERS).alias("EllipticCurve").oid(EC_PUBLIC_KEY),
          parameters(Operation.PSS_PARAMETERS).alias("PSS").oid(PKCS_1 + "10"),
          parameters(Operation.OAEP_PARAMETERS).oid(PKCS_1 + "7"));

  private static final List<Row> CIPHERS =
      List.of(
          rsa(Operation.RSA_PKCS1, RsaPadding.PKCS1),
          rsa(Operation.RSA_OAEP, RsaPadding.oaep("SHA-1")),
          rsa(Operation.RSA_OAEP_SHA1, RsaPadding.oaep("SHA-1"))
              .alias("RSA/ECB/OAEPWithSHA1AndMGF1Padding"),
          rsa(Operation.RSA_OAEP_SHA224, RsaPadding.oaep("SHA-224")),
          rsa(Operation.RSA_OAEP_SHA256, RsaPadding.oaep("SHA-256")),
          rsa(Operation.RSA_OAEP_SHA384, RsaPadding.oaep("SHA-384")),
          rsa(Operation.RSA_OAEP_SHA512, RsaPadding.oaep("SHA-512")));

  static final List<Row> ROWS =
      Stream.of(SIGNATURES, KEY_AGREEMENTS, KEY_FACTORIES, KEY_PAIR_GENERATORS, PARAMETERS, CIPHERS)
          .flatMap(List::stream)
          .toList();

  private AsymmetricServices() {}

  private static Row signature(Operation operation, Operation keyFactory) {
    return row(
        operation,
        (p, x) -> new EngineSignatureSpi(p.engines(), operation, keyFactory, p.random()),
        KEY_PAIRS);
  }

  private static Row agreement(Operation operation, Operation keyFactory) {
    return row(
        operation,
        (p, x) -> new EngineKeyAgreementSpi(p.engines(), operation, keyFactory, p.random()),
        KEY_PAIRS);
  }

  private static Row keys(Operation operation) {
    return row(operation, (p, x) -> new EngineKeyFactorySpi(p.engines(), operation), NONE);
  }

  private static Row pairs(Operation operation, AlgorithmParameterSpec defaults) {
    return row(
        operation,
        (p, x) ->
            new SealedKeyPairGeneratorSpi(
                new EngineKeyPairGeneratorSpi(p.engines(), operation, defaults, p.random()),
                operation,
                p.sealedKeys()),
        NONE);
  }

  private static Row parameters(Operation operation) {
    return row(operation, (p, x) -> p.engines().newObject(operation), NONE);
  }

  private static Row rsa(Operation operation, RsaPadding padding) {
    return row(
        operation,
        (p, x) -> new RsaCipherSpi(p.engines(), operation, padding, p.random()),
        KEY_PAIRS);
  }

  private static Row row(
      Operation operation, ServiceTable.Constructor constructor, Map<String, String> attributes) {
    return ServiceTable.row(operation.type(), operation.algorithm(), constructor, attributes)
        .by(operation);
  }
}
