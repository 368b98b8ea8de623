package org.elastictee.provider;

import static org.elastictee.provider.ServiceTable.KEY_PAIRS;
import static org.elastictee.provider.ServiceTable.NONE;
import static org.elastictee.provider.ServiceTable.PKCS_1;
import static org.elastictee.provider.engine.Operation.ECDH;
import static org.elastictee.provider.engine.Operation.ECDSA_NONE;
import static org.elastictee.provider.engine.Operation.ECDSA_P1363_NONE;
import static org.elastictee.provider.engine.Operation.ECDSA_P1363_SHA1;
import static org.elastictee.provider.engine.Operation.ECDSA_P1363_SHA224;
import static org.elastictee.provider.engine.Operation.ECDSA_P1363_SHA256;
import static org.elastictee.provider.engine.Operation.ECDSA_P1363_SHA384;
import static org.elastictee.provider.engine.Operation.ECDSA_P1363_SHA3_224;
import static org.elastictee.provider.engine.Operation.ECDSA_P1363_SHA3_256;
import static org.elastictee.provider.engine.Operation.ECDSA_P1363_SHA3_384;
import static org.elastictee.provider.engine.Operation.ECDSA_P1363_SHA3_512;
import static org.elastictee.provider.engine.Operation.ECDSA_P1363_SHA512;
import static org.elastictee.provider.engine.Operation.ECDSA_SHA1;
import static org.elastictee.provider.engine.Operation.ECDSA_SHA224;
import static org.elastictee.provider.engine.Operation.ECDSA_SHA256;
import static org.elastictee.provider.engine.Operation.ECDSA_SHA384;
import static org.elastictee.provider.engine.Operation.ECDSA_SHA3_224;
import static org.elastictee.provider.engine.Operation.ECDSA_SHA3_256;
import static org.elastictee.provider.engine.Operation.ECDSA_SHA3_384;
import static org.elastictee.provider.engine.Operation.ECDSA_SHA3_512;
import static org.elastictee.provider.engine.Operation.ECDSA_SHA512;
import static org.elastictee.provider.engine.Operation.EC_KEY;
import static org.elastictee.provider.engine.Operation.EC_PAIR;
import static org.elastictee.provider.engine.Operation.EC_PARAMETERS;
import static org.elastictee.provider.engine.Operation.ED25519;
import static org.elastictee.provider.engine.Operation.ED25519_KEY;
import static org.elastictee.provider.engine.Operation.ED25519_PAIR;
import static org.elastictee.provider.engine.Operation.ED448;
import static org.elastictee.provider.engine.Operation.ED448_KEY;
import static org.elastictee.provider.engine.Operation.ED448_PAIR;
import static org.elastictee.provider.engine.Operation.EDDSA;
import static org.elastictee.provider.engine.Operation.EDDSA_KEY;
import static org.elastictee.provider.engine.Operation.EDDSA_PAIR;
import static org.elastictee.provider.engine.Operation.ML_DSA;
import static org.elastictee.provider.engine.Operation.ML_DSA_44;
import static org.elastictee.provider.engine.Operation.ML_DSA_44_KEY;
import static org.elastictee.provider.engine.Operation.ML_DSA_44_PAIR;
import static org.elastictee.provider.engine.Operation.ML_DSA_65;
import static org.elastictee.provider.engine.Operation.ML_DSA_65_KEY;
import static org.elastictee.provider.engine.Operation.ML_DSA_65_PAIR;
import static org.elastictee.provider.engine.Operation.ML_DSA_87;
import static org.elastictee.provider.engine.Operation.ML_DSA_87_KEY;
import static org.elastictee.provider.engine.Operation.ML_DSA_87_PAIR;
import static org.elastictee.provider.engine.Operation.ML_DSA_KEY;
import static org.elastictee.provider.engine.Operation.ML_DSA_PAIR;
import static org.elastictee.provider.engine.Operation.OAEP_PARAMETERS;
import static org.elastictee.provider.engine.Operation.PSS_PARAMETERS;
import static org.elastictee.provider.engine.Operation.RSASSA_PSS;
import static org.elastictee.provider.engine.Operation.RSASSA_PSS_KEY;
import static org.elastictee.provider.engine.Operation.RSASSA_PSS_PAIR;
import static org.elastictee.provider.engine.Operation.RSA_KEY;
import static org.elastictee.provider.engine.Operation.RSA_OAEP;
import static org.elastictee.provider.engine.Operation.RSA_OAEP_SHA1;
import static org.elastictee.provider.engine.Operation.RSA_OAEP_SHA224;
import static org.elastictee.provider.engine.Operation.RSA_OAEP_SHA256;
import static org.elastictee.provider.engine.Operation.RSA_OAEP_SHA384;
import static org.elastictee.provider.engine.Operation.RSA_OAEP_SHA512;
import static org.elastictee.provider.engine.Operation.RSA_PAIR;
import static org.elastictee.provider.engine.Operation.RSA_PKCS1;
import static org.elastictee.provider.engine.Operation.RSA_SHA1;
import static org.elastictee.provider.engine.Operation.RSA_SHA224;
import static org.elastictee.provider.engine.Operation.RSA_SHA256;
import static org.elastictee.provider.engine.Operation.RSA_SHA384;
import static org.elastictee.provider.engine.Operation.RSA_SHA512;
import static org.elastictee.provider.engine.Operation.RSA_SHA512_224;
import static org.elastictee.provider.engine.Operation.RSA_SHA512_256;
import static org.elastictee.provider.engine.Operation.X25519;
import static org.elastictee.provider.engine.Operation.X25519_KEY;
import static org.elastictee.provider.engine.Operation.X25519_PAIR;
import static org.elastictee.provider.engine.Operation.X448;
import static org.elastictee.provider.engine.Operation.X448_KEY;
import static org.elastictee.provider.engine.Operation.X448_PAIR;
import static org.elastictee.provider.engine.Operation.XDH;
import static org.elastictee.provider.engine.Operation.XDH_KEY;
import static org.elastictee.provider.engine.Operation.XDH_PAIR;

import java.security.NoSuchAlgorithmException;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.List;
import java.util.Map;
import org.elastictee.provider.agreement.EngineKeyAgreementSpi;
import org.elastictee.provider.cipher.RsaCipherSpi;
import org.elastictee.provider.cipher.RsaPadding;
import org.elastictee.provider.engine.Operation;
import org.elastictee.provider.key.EngineKeyFactorySpi;
import org.elastictee.provider.key.EngineKeyPairGeneratorSpi;
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

  static final List<ServiceTable.Row> ROWS =
      List.of(
          row(ECDSA_NONE, (p, x) -> signature(p, ECDSA_NONE, EC_KEY), KEY_PAIRS),
          row(ECDSA_SHA1, (p, x) -> signature(p, ECDSA_SHA1, EC_KEY), KEY_PAIRS).oid(X9_62 + "1"),
          row(ECDSA_SHA224, (p, x) -> signature(p, ECDSA_SHA224, EC_KEY), KEY_PAIRS)
              .oid(X9_62 + "3.1"),
          row(ECDSA_SHA256, (p, x) -> signature(p, ECDSA_SHA256, EC_KEY), KEY_PAIRS)
              .oid(X9_62 + "3.2"),
          row(ECDSA_SHA384, (p, x) -> signature(p, ECDSA_SHA384, EC_KEY), KEY_PAIRS)
              .oid(X9_62 + "3.3"),
          row(ECDSA_SHA512, (p, x) -> signature(p, ECDSA_SHA512, EC_KEY), KEY_PAIRS)
              .oid(X9_62 + "3.4"),
          row(ECDSA_SHA3_224, (p, x) -> signature(p, ECDSA_SHA3_224, EC_KEY), KEY_PAIRS)
              .oid(NIST_SIGNATURE + "9"),
          row(ECDSA_SHA3_256, (p, x) -> signature(p, ECDSA_SHA3_256, EC_KEY), KEY_PAIRS)
              .oid(NIST_SIGNATURE + "10"),
          row(ECDSA_SHA3_384, (p, x) -> signature(p, ECDSA_SHA3_384, EC_KEY), KEY_PAIRS)
              .oid(NIST_SIGNATURE + "11"),
          row(ECDSA_SHA3_512, (p, x) -> signature(p, ECDSA_SHA3_512, EC_KEY), KEY_PAIRS)
              .oid(NIST_SIGNATURE + "12"),
          row(ECDSA_P1363_NONE, (p, x) -> signature(p, ECDSA_P1363_NONE, EC_KEY), KEY_PAIRS),
          row(ECDSA_P1363_SHA1, (p, x) -> signature(p, ECDSA_P1363_SHA1, EC_KEY), KEY_PAIRS),
          row(ECDSA_P1363_SHA224, (p, x) -> signature(p, ECDSA_P1363_SHA224, EC_KEY), KEY_PAIRS),
          row(ECDSA_P1363_SHA256, (p, x) -> signature(p, ECDSA_P1363_SHA256, EC_KEY), KEY_PAIRS),
          row(ECDSA_P1363_SHA384, (p, x) -> signature(p, ECDSA_P1363_SHA384, EC_KEY), KEY_PAIRS),
          row(ECDSA_P1363_SHA512, (p, x) -> signature(p, ECDSA_P1363_SHA512, EC_KEY), KEY_PAIRS),
          row(
              ECDSA_P1363_SHA3_224,
              (p, x) -> signature(p, ECDSA_P1363_SHA3_224, EC_KEY),
              KEY_PAIRS),
          row(
              ECDSA_P1363_SHA3_256,
              (p, x) -> signature(p, ECDSA_P1363_SHA3_256, EC_KEY),
              KEY_PAIRS),
          row(
              ECDSA_P1363_SHA3_384,
              (p, x) -> signature(p, ECDSA_P1363_SHA3_384, EC_KEY),
              KEY_PAIRS),
          row(
              ECDSA_P1363_SHA3_512,
              (p, x) -> signature(p, ECDSA_P1363_SHA3_512, EC_KEY),
              KEY_PAIRS),
          ServiceTable.row("Signature", "NONEwithRSA", (p, x) -> rawRsa(p), KEY_PAIRS)
              .by(RSA_PKCS1),
          row(RSA_SHA1, (p, x) -> signature(p, RSA_SHA1, RSA_KEY), KEY_PAIRS)
              .alias("1.3.14.3.2.29")
              .oid(PKCS_1 + "5"),
          row(RSA_SHA224, (p, x) -> signature(p, RSA_SHA224, RSA_KEY), KEY_PAIRS)
              .oid(PKCS_1 + "14"),
          row(RSA_SHA256, (p, x) -> signature(p, RSA_SHA256, RSA_KEY), KEY_PAIRS)
              .oid(PKCS_1 + "11"),
          row(RSA_SHA384, (p, x) -> signature(p, RSA_SHA384, RSA_KEY), KEY_PAIRS)
              .oid(PKCS_1 + "12"),
          row(RSA_SHA512, (p, x) -> signature(p, RSA_SHA512, RSA_KEY), KEY_PAIRS)
              .oid(PKCS_1 + "13"),
          row(RSA_SHA512_224, (p, x) -> signature(p, RSA_SHA512_224, RSA_KEY), KEY_PAIRS)
              .oid(PKCS_1 + "15"),
          row(RSA_SHA512_256, (p, x) -> signature(p, RSA_SHA512_256, RSA_KEY), KEY_PAIRS)
              .oid(PKCS_1 + "16"),
          row(RSASSA_PSS, (p, x) -> signature(p, RSASSA_PSS, RSA_KEY), KEY_PAIRS)
              .alias("PSS")
              .oid(PKCS_1 + "10"),
          row(EDDSA, (p, x) -> signature(p, EDDSA, EDDSA_KEY), KEY_PAIRS),
          row(ED25519, (p, x) -> signature(p, ED25519, EDDSA_KEY), KEY_PAIRS).oid(RFC_8410 + "112"),
          row(ED448, (p, x) -> signature(p, ED448, EDDSA_KEY), KEY_PAIRS).oid(RFC_8410 + "113"),
          row(ML_DSA, (p, x) -> signature(p, ML_DSA, ML_DSA_KEY), KEY_PAIRS),
          row(ML_DSA_44, (p, x) -> signature(p, ML_DSA_44, ML_DSA_KEY), KEY_PAIRS)
              .oid(NIST_SIGNATURE + "17"),
          row(ML_DSA_65, (p, x) -> signature(p, ML_DSA_65, ML_DSA_KEY), KEY_PAIRS)
              .oid(NIST_SIGNATURE + "18"),
          row(ML_DSA_87, (p, x) -> signature(p, ML_DSA_87, ML_DSA_KEY), KEY_PAIRS)
              .oid(NIST_SIGNATURE + "19"),
          row(ECDH, (p, x) -> agreement(p, ECDH, EC_KEY), KEY_PAIRS),
          row(XDH, (p, x) -> agreement(p, XDH, XDH_KEY), KEY_PAIRS),
          row(X25519, (p, x) -> agreement(p, X25519, XDH_KEY), KEY_PAIRS).oid(RFC_8410 + "110"),
          row(X448, (p, x) -> agreement(p, X448, XDH_KEY), KEY_PAIRS).oid(RFC_8410 + "111"),
          row(RSA_KEY, (p, x) -> keys(p, RSA_KEY), NONE)
              .alias("1.2.840.113549.1.1.1")
              .oid(PKCS_1_RSA),
          row(RSASSA_PSS_KEY, (p, x) -> keys(p, RSASSA_PSS_KEY), NONE)
              .alias("PSS")
              .oid(PKCS_1 + "10"),
          row(EC_KEY, (p, x) -> keys(p, EC_KEY), NONE).alias("EllipticCurve").oid(EC_PUBLIC_KEY),
          row(EDDSA_KEY, (p, x) -> keys(p, EDDSA_KEY), NONE),
          row(ED25519_KEY, (p, x) -> keys(p, ED25519_KEY), NONE).oid(RFC_8410 + "112"),
          row(ED448_KEY, (p, x) -> keys(p, ED448_KEY), NONE).oid(RFC_8410 + "113"),
          row(XDH_KEY, (p, x) -> keys(p, XDH_KEY), NONE),
          row(X25519_KEY, (p, x) -> keys(p, X25519_KEY), NONE).oid(RFC_8410 + "110"),
          row(X448_KEY, (p, x) -> keys(p, X448_KEY), NONE).oid(RFC_8410 + "111"),
          row(ML_DSA_KEY, (p, x) -> keys(p, ML_DSA_KEY), NONE),
          row(ML_DSA_44_KEY, (p, x) -> keys(p, ML_DSA_44_KEY), NONE).oid(NIST_SIGNATURE + "17"),
          row(ML_DSA_65_KEY, (p, x) -> keys(p, ML_DSA_65_KEY), NONE).oid(NIST_SIGNATURE + "18"),
          row(ML_DSA_87_KEY, (p, x) -> keys(p, ML_DSA_87_KEY), NONE).oid(NIST_SIGNATURE + "19"),
          row(RSA_PAIR, (p, x) -> pairs(p, RSA_PAIR, RSA_3072), NONE)
              .alias("1.2.840.113549.1.1.1")
              .oid(PKCS_1_RSA),
          row(RSASSA_PSS_PAIR, (p, x) -> pairs(p, RSASSA_PSS_PAIR, RSA_3072), NONE)
              .alias("PSS")
              .oid(PKCS_1 + "10"),
          row(EC_PAIR, (p, x) -> pairs(p, EC_PAIR, P_384), NONE)
              .alias("EllipticCurve")
              .oid(EC_PUBLIC_KEY),
          row(EDDSA_PAIR, (p, x) -> pairs(p, EDDSA_PAIR, NamedParameterSpec.ED25519), NONE),
          row(ED25519_PAIR, (p, x) -> pairs(p, ED25519_PAIR, NamedParameterSpec.ED25519), NONE)
              .oid(RFC_8410 + "112"),
          row(ED448_PAIR, (p, x) -> pairs(p, ED448_PAIR, NamedParameterSpec.ED448), NONE)
              .oid(RFC_8410 + "113"),
          row(XDH_PAIR, (p, x) -> pairs(p, XDH_PAIR, NamedParameterSpec.X25519), NONE),
          row(X25519_PAIR, (p, x) -> pairs(p, X25519_PAIR, NamedParameterSpec.X25519), NONE)
              .oid(RFC_8410 + "110"),
          row(X448_PAIR, (p, x) -> pairs(p, X448_PAIR, NamedParameterSpec.X448), NONE)
              .oid(RFC_8410 + "111"),
          row(
              ML_DSA_PAIR,
              (p, x) -> pairs(p, ML_DSA_PAIR, new NamedParameterSpec("ML-DSA-65")),
              NONE),
          row(
                  ML_DSA_44_PAIR,
                  (p, x) -> pairs(p, ML_DSA_44_PAIR, new NamedParameterSpec("ML-DSA-44")),
                  NONE)
              .oid(NIST_SIGNATURE + "17"),
          row(
                  ML_DSA_65_PAIR,
                  (p, x) -> pairs(p, ML_DSA_65_PAIR, new NamedParameterSpec("ML-DSA-65")),
                  NONE)
              .oid(NIST_SIGNATURE + "18"),
          row(
                  ML_DSA_87_PAIR,
                  (p, x) -> pairs(p, ML_DSA_87_PAIR, new NamedParameterSpec("ML-DSA-87")),
                  NONE)
              .oid(NIST_SIGNATURE + "19"),
          row(EC_PARAMETERS, (p, x) -> p.engines().newObject(EC_PARAMETERS), NONE)
              .alias("EllipticCurve")
              .oid(EC_PUBLIC_KEY),
          row(PSS_PARAMETERS, (p, x) -> p.engines().newObject(PSS_PARAMETERS), NONE)
              .alias("PSS")
              .oid(PKCS_1 + "10"),
          row(OAEP_PARAMETERS, (p, x) -> p.engines().newObject(OAEP_PARAMETERS), NONE)
              .oid(PKCS_1 + "7"),
          row(RSA_PKCS1, (p, x) -> rsa(p, RSA_PKCS1, RsaPadding.PKCS1), KEY_PAIRS),
          row(RSA_OAEP, (p, x) -> rsa(p, RSA_OAEP, RsaPadding.oaep("SHA-1")), KEY_PAIRS),
          row(RSA_OAEP_SHA1, (p, x) -> rsa(p, RSA_OAEP_SHA1, RsaPadding.oaep("SHA-1")), KEY_PAIRS)
              .alias("RSA/ECB/OAEPWithSHA1AndMGF1Padding"),
          row(
              RSA_OAEP_SHA224,
              (p, x) -> rsa(p, RSA_OAEP_SHA224, RsaPadding.oaep("SHA-224")),
              KEY_PAIRS),
          row(
              RSA_OAEP_SHA256,
              (p, x) -> rsa(p, RSA_OAEP_SHA256, RsaPadding.oaep("SHA-256")),
              KEY_PAIRS),
          row(
              RSA_OAEP_SHA384,
              (p, x) -> rsa(p, RSA_OAEP_SHA384, RsaPadding.oaep("SHA-384")),
              KEY_PAIRS),
          row(
              RSA_OAEP_SHA512,
              (p, x) -> rsa(p, RSA_OAEP_SHA512, RsaPadding.oaep("SHA-512")),
              KEY_PAIRS));

  private AsymmetricServices() {}

  private static ServiceTable.Row row(
      Operation operation, ServiceTable.Constructor constructor, Map<String, String> attributes) {
    return ServiceTable.row(operation.type(), operation.algorithm(), constructor, attributes)
        .by(operation);
  }

  private static Object signature(ElasticProvider p, Operation operation, Operation keyFactory)
      throws NoSuchAlgorithmException {
    return new EngineSignatureSpi(p.engines(), operation, keyFactory, p.random());
  }

  private static Object rawRsa(ElasticProvider p) throws NoSuchAlgorithmException {
    return new RawRsaSignatureSpi(p.engines(), p.random());
  }

  private static Object agreement(ElasticProvider p, Operation operation, Operation keyFactory)
      throws NoSuchAlgorithmException {
    return new EngineKeyAgreementSpi(p.engines(), operation, keyFactory, p.random());
  }

  private static Object keys(ElasticProvider p, Operation operation)
      throws NoSuchAlgorithmException {
    return new EngineKeyFactorySpi(p.engines(), operation);
  }

  private static Object pairs(
      ElasticProvider p, Operation operation, AlgorithmParameterSpec defaults)
      throws NoSuchAlgorithmException {
    return new EngineKeyPairGeneratorSpi(p.engines(), operation, defaults, p.random());
  }

  private static Object rsa(ElasticProvider p, Operation operation, RsaPadding padding)
      throws NoSuchAlgorithmException {
    return new RsaCipherSpi(p.engines(), operation, padding, p.random());
  }
}
