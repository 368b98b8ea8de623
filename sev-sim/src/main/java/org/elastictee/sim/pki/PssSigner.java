package org.elastictee.sim.pki;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.ProviderException;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.operator.ContentSigner;

/**
 * Signs as AMD's authorities do: RSASSA-PSS (RFC 8017) with SHA-384, MGF1 with SHA-384 and a salt
 * of 48 bytes. Some of their certificates write the default {@code trailerField} out, which DER
 * does not allow, and some do not. One signature each; not safe for use by several threads.
 */
final class PssSigner implements ContentSigner {
  private static final int SALT_BYTES = 48;
  private static final int TRAILER_FIELD = 1;

  private final PrivateKey key;
  private final AlgorithmIdentifier algorithm;
  private final ByteArrayOutputStream content = new ByteArrayOutputStream();

  PssSigner(PrivateKey key, boolean writesTrailerField) {
    this.key = key;
    this.algorithm = algorithm(writesTrailerField);
  }

  private static AlgorithmIdentifier algorithm(boolean writesTrailerField) {
    AlgorithmIdentifier sha384 =
        new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha384, DERNull.INSTANCE);
    ASN1EncodableVector parameters = new ASN1EncodableVector();
    parameters.add(new DERTaggedObject(true, 0, sha384));
    parameters.add(
        new DERTaggedObject(
            true, 1, new AlgorithmIdentifier(PKCSObjectIdentifiers.id_mgf1, sha384)));
    parameters.add(new DERTaggedObject(true, 2, new ASN1Integer(SALT_BYTES)));
    if (writesTrailerField) {
      parameters.add(new DERTaggedObject(true, 3, new ASN1Integer(TRAILER_FIELD)));
    }
    return new AlgorithmIdentifier(
        PKCSObjectIdentifiers.id_RSASSA_PSS, new DERSequence(parameters));
  }

  @Override
  public AlgorithmIdentifier getAlgorithmIdentifier() {
    return algorithm;
  }

  @Override
  public OutputStream getOutputStream() {
    return content;
  }

  @Override
  public byte[] getSignature() {
    try {
      Signature signature = Signature.getInstance("RSASSA-PSS");
      signature.setParameter(
          new PSSParameterSpec(
              "SHA-384", "MGF1", MGF1ParameterSpec.SHA384, SALT_BYTES, TRAILER_FIELD));
      signature.initSign(key);
      signature.update(content.toByteArray());
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new ProviderException("a certificate cannot be signed", e);
    }
  }
}
