package org.elastictee.sim.pki;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.Time;

/**
 * What is to stand in a certificate (X.509 v3, RFC 5280), in the form of AMD's and open to every
 * deviation, extensions that come twice among them: that is why it is not left to a library. Not
 * safe for use by several threads.
 */
public final class CertificateTemplate {
  private static final int VERSION_3 = 2;

  private final PublicKey publicKey;
  private final List<Extension> extensions = new ArrayList<>();
  private BigInteger serialNumber = BigInteger.ZERO;
  private X500Name issuer = amdName("");
  private X500Name subject = amdName("");
  private Instant notBefore = Instant.EPOCH;
  private Instant notAfter = Instant.EPOCH;
  private boolean writesTrailerField = true;

  CertificateTemplate(PublicKey publicKey) {
    this.publicKey = publicKey;
  }

  /** Returns AMD's distinguished name with a common name. */
  public static X500Name amdName(String commonName) {
    return new X500NameBuilder(BCStyle.INSTANCE)
        .addRDN(BCStyle.OU, "Engineering")
        .addRDN(BCStyle.C, "US")
        .addRDN(BCStyle.L, "Santa Clara")
        .addRDN(BCStyle.ST, "CA")
        .addRDN(BCStyle.O, "Advanced Micro Devices")
        .addRDN(BCStyle.CN, commonName)
        .build();
  }

  /** Sets the serial number. */
  public CertificateTemplate serialNumber(BigInteger value) {
    serialNumber = value;
    return this;
  }

  /** Sets the issuer's name. */
  public CertificateTemplate issuer(X500Name value) {
    issuer = value;
    return this;
  }

  /** Sets the subject's name. */
  public CertificateTemplate subject(X500Name value) {
    subject = value;
    return this;
  }

  /** Sets the validity, in whole seconds. */
  public CertificateTemplate validity(Instant from, Instant to) {
    notBefore = from;
    notAfter = to;
    return this;
  }

  /** Sets whether the signature's parameters write the default trailer field out. */
  public CertificateTemplate writesTrailerField(boolean value) {
    writesTrailerField = value;
    return this;
  }

  /** Adds an extension behind the others, also where there is one of this identifier. */
  public CertificateTemplate with(ASN1ObjectIdentifier oid, boolean critical, byte[] value) {
    extensions.add(new Extension(oid, critical, value));
    return this;
  }

  /** Removes all extensions of an identifier. */
  public CertificateTemplate without(ASN1ObjectIdentifier oid) {
    extensions.removeIf(extension -> extension.getExtnId().equals(oid));
    return this;
  }

  /** Replaces the value of an extension in its place. */
  public CertificateTemplate replacing(ASN1ObjectIdentifier oid, byte[] value) {
    extensions.replaceAll(
        extension ->
            extension.getExtnId().equals(oid)
                ? new Extension(oid, extension.isCritical(), value)
                : extension);
    return this;
  }

  /** Returns the signed certificate in DER, or as near to it as its parts are. */
  byte[] sign(PrivateKey key) {
    PssSigner signer = new PssSigner(key, writesTrailerField);
    DERSequence toBeSigned = toBeSigned(signer);
    try (OutputStream out = signer.getOutputStream()) {
      out.write(toBeSigned.getEncoded());
      ASN1EncodableVector certificate = new ASN1EncodableVector();
      certificate.add(toBeSigned);
      certificate.add(signer.getAlgorithmIdentifier());
      certificate.add(new DERBitString(signer.getSignature()));
      return new DERSequence(certificate).getEncoded();
    } catch (IOException e) {
      throw new UncheckedIOException("a certificate cannot be encoded", e);
    }
  }

  private DERSequence toBeSigned(PssSigner signer) {
    ASN1EncodableVector fields = new ASN1EncodableVector();
    fields.add(new DERTaggedObject(true, 0, new ASN1Integer(VERSION_3)));
    fields.add(new ASN1Integer(serialNumber));
    fields.add(signer.getAlgorithmIdentifier());
    fields.add(issuer);
    fields.add(
        new DERSequence(
            new ASN1Encodable[] {new Time(Date.from(notBefore)), new Time(Date.from(notAfter))}));
    fields.add(subject);
    fields.add(SubjectPublicKeyInfo.getInstance(publicKey.getEncoded()));
    fields.add(
        new DERTaggedObject(true, 3, new DERSequence(extensions.toArray(new ASN1Encodable[0]))));
    return new DERSequence(fields);
  }
}
