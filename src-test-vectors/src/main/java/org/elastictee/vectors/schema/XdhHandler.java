package org.elastictee.vectors.schema;

import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.KeyAgreement;
import org.elastictee.vectors.Fields;
import org.elastictee.vectors.InapplicableException;
import org.elastictee.vectors.VectorException;
import org.elastictee.vectors.VectorFile;
import org.elastictee.vectors.VectorGroup;
import org.elastictee.vectors.WrongOutputException;

/** X25519 and X448 (RFC 7748), whose schemas differ in how they write the keys. */
final class XdhHandler implements Handler {
  /** {@code xdh_comp_schema_v1}: the bytes of RFC 7748. */
  static final Handler RAW =
      new XdhHandler(
          call -> Der.publicKey(algorithm(call), call.input().bytes("public")),
          call -> privateKey(algorithm(call), call.input().bytes("private")));

  /** {@code xdh_asn_comp_schema_v1}: encoded as RFC 8410 says. */
  static final Handler ASN =
      new XdhHandler(call -> call.input().bytes("public"), call -> call.input().bytes("private"));

  /** {@code xdh_pem_comp_schema_v1}: the same in PEM. */
  static final Handler PEM =
      new XdhHandler(
          call -> Pem.decode(call.input().text("public")),
          call -> Pem.decode(call.input().text("private")));

  /** {@code xdh_jwk_comp_schema_v1}: JSON Web Keys, whose bytes are read. */
  static final Handler JWK = new XdhHandler(XdhHandler::jwkPublic, XdhHandler::jwkPrivate);

  private interface Reader {
    byte[] read(Call call) throws GeneralSecurityException;
  }

  private final Reader publicKey;
  private final Reader privateKey;

  private XdhHandler(Reader publicKey, Reader privateKey) {
    this.publicKey = publicKey;
    this.privateKey = privateKey;
  }

  @Override
  public ServiceName service(VectorFile file, VectorGroup group) {
    return ServiceName.of("KeyAgreement", name(group.fields().text("curve")), "XDH");
  }

  @Override
  public boolean accepts(Call call) throws GeneralSecurityException {
    KeyAgreement agreement = KeyAgreement.getInstance(call.algorithm(), call.provider());
    agreement.init(Keys.pkcs8(call.provider(), "XDH", privateKey.read(call)));
    agreement.doPhase(Keys.x509(call.provider(), "XDH", publicKey.read(call)), true);
    WrongOutputException.check(
        "the shared secret", call.input().bytes("shared"), agreement.generateSecret());
    return true;
  }

  private static String name(String curve) {
    return switch (curve) {
      case "curve25519" -> "X25519";
      case "curve448" -> "X448";
      default -> throw new VectorException("unknown curve: " + curve);
    };
  }

  private static String algorithm(Call call) {
    return oid(name(call.parameters().text("curve")));
  }

  private static String oid(String name) {
    return name.equals("X25519") ? "06032b656e" : "06032b656f";
  }

  private static byte[] privateKey(String algorithm, byte[] key) {
    return Der.privateKey(algorithm, Der.octetString(key));
  }

  private static byte[] jwkPublic(Call call) {
    Fields jwk = call.input().object("public");
    Optional<String> x = jwk.optionalText("x");
    String curve = jwk.optionalText("crv").orElse("");
    if (x.isEmpty()
        || !jwk.optionalText("kty").equals(Optional.of("OKP"))
        || !(curve.equals("X25519") || curve.equals("X448"))) {
      throw new InapplicableException("the JSON Web Key is none of X25519 or X448");
    }
    return Der.publicKey(oid(curve), Base64.getUrlDecoder().decode(x.get()));
  }

  private static byte[] jwkPrivate(Call call) {
    Fields jwk = call.input().object("private");
    return privateKey(oid(jwk.text("crv")), Base64.getUrlDecoder().decode(jwk.text("d")));
  }
}
