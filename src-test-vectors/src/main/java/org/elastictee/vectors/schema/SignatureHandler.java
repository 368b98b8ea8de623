package org.elastictee.vectors.schema;

import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.function.Function;
import org.elastictee.vectors.Fields;
import org.elastictee.vectors.VectorException;
import org.elastictee.vectors.VectorFile;
import org.elastictee.vectors.VectorGroup;

/** The schemas of signatures to verify, which differ in their service and the kind of key. */
final class SignatureHandler implements Handler {
  /** {@code ecdsa_verify_schema_v1}: signatures in DER. */
  static final Handler ECDSA =
      new SignatureHandler("EC", group -> signature(digest(group) + "withECDSA"), false);

  /** {@code ecdsa_p1363_verify_schema_v1}: signatures of two integers of fixed size. */
  static final Handler ECDSA_P1363 =
      new SignatureHandler(
          "EC",
          group ->
              signature(
                  digest(group) + "withECDSAinP1363Format", digest(group) + "withPlain-ECDSA"),
          false);

  /** {@code rsassa_pkcs1_verify_schema_v1}. */
  static final Handler RSA =
      new SignatureHandler("RSA", group -> signature(digest(group) + "withRSA"), false);

  /** {@code rsassa_pss_verify_schema_v1}: the parameters are given to the service. */
  static final Handler PSS = new SignatureHandler("RSA", SignatureHandler::pss, true);

  /** {@code rsassa_pss_with_parameters_verify_schema}: the key says the parameters too. */
  static final Handler PSS_KEY = new SignatureHandler("RSASSA-PSS", SignatureHandler::pss, true);

  /** {@code eddsa_verify_schema_v1}. */
  static final Handler EDDSA = new SignatureHandler("EdDSA", SignatureHandler::edDsa, false);

  private final String keyAlgorithm;
  private final Function<Fields, ServiceName> service;
  private final boolean takesPssParameters;

  private SignatureHandler(
      String keyAlgorithm, Function<Fields, ServiceName> service, boolean takesPssParameters) {
    this.keyAlgorithm = keyAlgorithm;
    this.service = service;
    this.takesPssParameters = takesPssParameters;
  }

  @Override
  public ServiceName service(VectorFile file, VectorGroup group) {
    return service.apply(group.fields());
  }

  @Override
  public boolean accepts(Call call) throws GeneralSecurityException {
    byte[] encoded = call.parameters().bytes("publicKeyDer");
    Signature signature = Signature.getInstance(call.algorithm(), call.provider());
    if (takesPssParameters && !call.algorithm().startsWith("SHAKE")) {
      signature.setParameter(pssParameters(call.parameters()));
    }
    signature.initVerify(Keys.x509(call.provider(), keyAlgorithm, encoded));
    signature.update(call.input().bytes("msg"));
    return signature.verify(call.input().bytes("sig"));
  }

  private static PSSParameterSpec pssParameters(Fields group) {
    return new PSSParameterSpec(
        group.text("sha"),
        group.text("mgf"),
        new MGF1ParameterSpec(group.text("mgfSha")),
        group.number("sLen"),
        PSSParameterSpec.TRAILER_FIELD_BC);
  }

  private static ServiceName pss(Fields group) {
    return switch (group.text("mgf")) {
      case "MGF1" -> signature("RSASSA-PSS");
      case "SHAKE128", "SHAKE256" ->
          signature(group.text("mgf") + "withRSA/PSS", group.text("mgf") + "withRSAPSS");
      default -> throw new VectorException("unknown mask function: " + group.text("mgf"));
    };
  }

  private static ServiceName edDsa(Fields group) {
    return switch (group.object("publicKey").text("curve")) {
      case "edwards25519" -> signature("Ed25519", "EdDSA");
      case "edwards448" -> signature("Ed448", "EdDSA");
      default -> throw new VectorException("unknown curve");
    };
  }

  private static ServiceName signature(String... names) {
    return ServiceName.of("Signature", names);
  }

  /** Returns the digest as names of signatures have it: SHA256, SHA512/256, SHA3-256. */
  static String digest(Fields group) {
    return group.text("sha").replace("SHA-", "SHA");
  }
}
