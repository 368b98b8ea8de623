package org.elastictee.vectors.schema;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.elastictee.vectors.Fields;
import org.elastictee.vectors.InapplicableException;
import org.elastictee.vectors.VectorFile;
import org.elastictee.vectors.VectorGroup;
import org.elastictee.vectors.WrongOutputException;

/** What RSA does with private keys. */
final class RsaHandler {
  /** {@code rsassa_pkcs1_generate_schema_v1}: the signature is the only possible one. */
  static final Handler SIGN = new Sign();

  /** {@code rsaes_oaep_decrypt_schema_v1}. */
  static final Handler OAEP = new Oaep();

  /** {@code rsaes_pkcs1_decrypt_schema_v1}. */
  static final Handler PKCS1 = new Pkcs1();

  private RsaHandler() {}

  private static PrivateKey privateKey(Call call) throws GeneralSecurityException {
    Fields group = call.parameters();
    try {
      return Keys.pkcs8(call.provider(), "RSA", group.bytes("privateKeyPkcs8"));
    } catch (GeneralSecurityException e) {
      if (group.object("privateKey").has("otherPrimeInfos")) {
        throw new InapplicableException("the key factory takes RSA keys of two primes only");
      }
      throw e;
    }
  }

  private static final class Sign implements Handler {
    @Override
    public ServiceName service(VectorFile file, VectorGroup group) {
      return ServiceName.of("Signature", SignatureHandler.digest(group.fields()) + "withRSA");
    }

    @Override
    public boolean accepts(Call call) throws GeneralSecurityException {
      Signature signature = Signature.getInstance(call.algorithm(), call.provider());
      signature.initSign(privateKey(call));
      signature.update(call.input().bytes("msg"));
      WrongOutputException.check("the signature", call.input().bytes("sig"), signature.sign());
      return true;
    }
  }

  private static final class Oaep implements Handler {
    @Override
    public ServiceName service(VectorFile file, VectorGroup group) {
      return ServiceName.of(
          "Cipher",
          "RSA/ECB/OAEPPadding",
          "RSA/ECB/OAEPWith" + group.fields().text("sha") + "AndMGF1Padding");
    }

    @Override
    public boolean accepts(Call call) throws GeneralSecurityException {
      Fields group = call.parameters();
      OAEPParameterSpec spec =
          new OAEPParameterSpec(
              group.text("sha"),
              group.text("mgf"),
              new MGF1ParameterSpec(group.text("mgfSha")),
              new PSource.PSpecified(call.input().bytes("label")));
      Cipher cipher = Cipher.getInstance(call.algorithm(), call.provider());
      cipher.init(Cipher.DECRYPT_MODE, privateKey(call), spec);
      byte[] message = cipher.doFinal(call.input().bytes("ct"));
      WrongOutputException.check("the plaintext", call.input().bytes("msg"), message);
      return true;
    }
  }

  private static final class Pkcs1 implements Handler {
    @Override
    public ServiceName service(VectorFile file, VectorGroup group) {
      return ServiceName.of("Cipher", "RSA/ECB/PKCS1Padding");
    }

    @Override
    public boolean accepts(Call call) throws GeneralSecurityException {
      Cipher cipher = Cipher.getInstance(call.algorithm(), call.provider());
      cipher.init(Cipher.DECRYPT_MODE, privateKey(call));
      byte[] message = cipher.doFinal(call.input().bytes("ct"));
      WrongOutputException.check("the plaintext", call.input().bytes("msg"), message);
      return true;
    }
  }
}
