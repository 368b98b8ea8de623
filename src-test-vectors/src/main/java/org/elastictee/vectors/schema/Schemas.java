package org.elastictee.vectors.schema;

import java.util.Map;
import java.util.Set;
import org.elastictee.vectors.VectorException;

/** The schemas of Wycheproof and what runs their cases. */
public final class Schemas {
  private static final Map<String, Handler> HANDLERS =
      Map.ofEntries(
          Map.entry("aead_test_schema_v1.json", new AeadHandler()),
          Map.entry("daead_test_schema_v1.json", new UnservedHandler("AES-SIV without a nonce")),
          Map.entry("ecdh_ecpoint_test_schema_v1.json", EcdhHandler.POINT),
          Map.entry("ecdh_pem_test_schema_v1.json", EcdhHandler.PEM),
          Map.entry("ecdh_test_schema_v1.json", EcdhHandler.ASN),
          Map.entry("ecdh_webcrypto_test_schema_v1.json", EcdhHandler.JWK),
          Map.entry("ecdsa_p1363_verify_schema_v1.json", SignatureHandler.ECDSA_P1363),
          Map.entry("ecdsa_verify_schema_v1.json", SignatureHandler.ECDSA),
          Map.entry("eddsa_verify_schema_v1.json", SignatureHandler.EDDSA),
          Map.entry("hkdf_test_schema_v1.json", new HkdfHandler()),
          Map.entry("ind_cpa_test_schema_v1.json", new CbcHandler()),
          Map.entry("keywrap_test_schema_v1.json", new KeyWrapHandler()),
          Map.entry("mac_test_schema_v1.json", new MacHandler()),
          Map.entry("mldsa_sign_noseed_schema.json", MlDsaHandler.SIGN_EXPANDED),
          Map.entry("mldsa_sign_seed_schema.json", MlDsaHandler.SIGN_SEED),
          Map.entry("mldsa_verify_schema.json", MlDsaHandler.VERIFY),
          Map.entry("mlkem_encaps_test_schema.json", MlKemHandler.ENCAPSULATE),
          Map.entry("mlkem_keygen_seed_test_schema.json", MlKemHandler.GENERATE),
          Map.entry(
              "mlkem_semi_expanded_decaps_test_schema.json", MlKemHandler.DECAPSULATE_EXPANDED),
          Map.entry("mlkem_test_schema.json", MlKemHandler.DECAPSULATE),
          Map.entry("pbe_test_schema.json", PasswordHandler.PBES2),
          Map.entry("pbkdf_test_schema.json", PasswordHandler.PBKDF2),
          Map.entry("rsaes_oaep_decrypt_schema_v1.json", RsaHandler.OAEP),
          Map.entry("rsaes_pkcs1_decrypt_schema_v1.json", RsaHandler.PKCS1),
          Map.entry("rsassa_pkcs1_generate_schema_v1.json", RsaHandler.SIGN),
          Map.entry("rsassa_pkcs1_verify_schema_v1.json", SignatureHandler.RSA),
          Map.entry("rsassa_pss_verify_schema_v1.json", SignatureHandler.PSS),
          Map.entry("rsassa_pss_with_parameters_verify_schema.json", SignatureHandler.PSS_KEY),
          Map.entry("xdh_asn_comp_schema_v1.json", XdhHandler.ASN),
          Map.entry("xdh_comp_schema_v1.json", XdhHandler.RAW),
          Map.entry("xdh_jwk_comp_schema_v1.json", XdhHandler.JWK),
          Map.entry("xdh_pem_comp_schema_v1.json", XdhHandler.PEM));

  private Schemas() {}

  /** Returns the names of the known schemas. */
  public static Set<String> names() {
    return HANDLERS.keySet();
  }

  /**
   * Returns what runs the cases of a schema.
   *
   * @throws VectorException if the schema is unknown
   */
  public static Handler handler(String schema) {
    Handler handler = HANDLERS.get(schema);
    if (handler == null) {
      throw new VectorException("unknown schema: " + schema);
    }
    return handler;
  }
}
