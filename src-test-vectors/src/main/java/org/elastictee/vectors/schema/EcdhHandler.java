package org.elastictee.vectors.schema;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.util.Base64;
import javax.crypto.KeyAgreement;
import org.elastictee.vectors.Fields;
import org.elastictee.vectors.InapplicableException;
import org.elastictee.vectors.VectorException;
import org.elastictee.vectors.VectorFile;
import org.elastictee.vectors.VectorGroup;
import org.elastictee.vectors.WrongOutputException;

/** ECDH, whose schemas differ in how they write the keys. */
final class EcdhHandler implements Handler {
  /** {@code ecdh_test_schema_v1}: an encoded public key, a private integer. */
  static final Handler ASN =
      new EcdhHandler(
          call -> x509(call, call.input().bytes("public")), EcdhHandler::privateInteger);

  /** {@code ecdh_ecpoint_test_schema_v1}: a point as SEC 1 encodes it, a private integer. */
  static final Handler POINT =
      new EcdhHandler(
          call -> x509(call, Der.publicKey(algorithm(call), call.input().bytes("public"))),
          EcdhHandler::privateInteger);

  /** {@code ecdh_pem_test_schema_v1}: both in PEM. */
  static final Handler PEM =
      new EcdhHandler(
          call -> x509(call, Pem.decode(call.input().text("public"))),
          call -> Keys.pkcs8(call.provider(), "EC", Pem.decode(call.input().text("private"))));

  /** {@code ecdh_webcrypto_test_schema_v1}: both as JSON Web Keys, whose coordinates are read. */
  static final Handler JWK = new EcdhHandler(EcdhHandler::jwkPublic, EcdhHandler::jwkPrivate);

  interface Reader<K> {
    K read(Call call) throws GeneralSecurityException;
  }

  private final Reader<PublicKey> publicKey;
  private final Reader<PrivateKey> privateKey;

  private EcdhHandler(Reader<PublicKey> publicKey, Reader<PrivateKey> privateKey) {
    this.publicKey = publicKey;
    this.privateKey = privateKey;
  }

  @Override
  public ServiceName service(VectorFile file, VectorGroup group) {
    return ServiceName.of("KeyAgreement", "ECDH");
  }

  @Override
  public boolean accepts(Call call) throws GeneralSecurityException {
    KeyAgreement agreement = KeyAgreement.getInstance(call.algorithm(), call.provider());
    agreement.init(privateKey.read(call));
    agreement.doPhase(publicKey.read(call), true);
    WrongOutputException.check(
        "the shared secret", call.input().bytes("shared"), agreement.generateSecret());
    return true;
  }

  private static PublicKey x509(Call call, byte[] encoded) throws GeneralSecurityException {
    return Keys.x509(call.provider(), "EC", encoded);
  }

  private static PrivateKey privateInteger(Call call) throws GeneralSecurityException {
    BigInteger s = new BigInteger(1, evenHex(call.input().text("private")));
    return privateKey(call, s, curve(call.parameters().text("curve")));
  }

  /** An integer may have an odd number of digits. */
  private static byte[] evenHex(String digits) {
    return new BigInteger(digits, 16).toByteArray();
  }

  private static PrivateKey privateKey(Call call, BigInteger s, ECParameterSpec curve)
      throws GeneralSecurityException {
    return Keys.factory(call.provider(), "EC").generatePrivate(new ECPrivateKeySpec(s, curve));
  }

  private static PublicKey jwkPublic(Call call) throws GeneralSecurityException {
    Fields jwk = call.input().object("public");
    ECPublicKeySpec spec =
        new ECPublicKeySpec(new ECPoint(base64(jwk, "x"), base64(jwk, "y")), jwkCurve(jwk));
    return Keys.factory(call.provider(), "EC").generatePublic(spec);
  }

  private static PrivateKey jwkPrivate(Call call) throws GeneralSecurityException {
    Fields jwk = call.input().object("private");
    return privateKey(call, base64(jwk, "d"), jwkCurve(jwk));
  }

  private static BigInteger base64(Fields jwk, String name) {
    return new BigInteger(1, Base64.getUrlDecoder().decode(jwk.text(name)));
  }

  private static ECParameterSpec jwkCurve(Fields jwk) throws GeneralSecurityException {
    return switch (jwk.text("crv")) {
      case "P-256" -> curve("secp256r1");
      case "P-384" -> curve("secp384r1");
      case "P-521" -> curve("secp521r1");
      default ->
          throw new InapplicableException("the JSON Web Key is of a curve that the JDK has not");
    };
  }

  private static ECParameterSpec curve(String name) throws GeneralSecurityException {
    AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
    parameters.init(new ECGenParameterSpec(name));
    return parameters.getParameterSpec(ECParameterSpec.class);
  }

  /** Returns id-ecPublicKey and the curve's OID. */
  private static String algorithm(Call call) {
    String curve = call.parameters().text("curve");
    return "06072a8648ce3d0201"
        + switch (curve) {
          case "secp256r1" -> "06082a8648ce3d030107";
          case "secp384r1" -> "06052b81040022";
          case "secp521r1" -> "06052b81040023";
          default -> throw new VectorException("unknown curve: " + curve);
        };
  }
}
