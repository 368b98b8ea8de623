package org.elastictee.provider.keystore;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Date;
import java.util.HexFormat;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.elastictee.provider.engine.EngineTable;
import org.elastictee.provider.engine.Operation;
import org.elastictee.provider.key.KeyAccess;
import org.elastictee.provider.key.SealedEcPrivateKey;

/**
 * Makes the certificate of a derived identity: X.509 v3 (RFC 5280), ECDSA with SHA-256, for TLS
 * servers and clients, no CA, for this machine's own names {@code localhost}, {@code 127.0.0.1} and
 * {@code ::1}.
 */
final class SelfSignedCertificates {
  /**
   * What the common name of every derived identity begins with; 16 hexadecimal digits of its key
   * follow.
   */
  static final String COMMON_NAME_PREFIX = "Elastic identity ";

  private static final int SERIAL_BITS = 128;
  private static final int NAME_BYTES = 8;

  private final EngineTable engines;
  private final SecureRandom random;

  SelfSignedCertificates(EngineTable engines, SecureRandom random) {
    this.engines = engines;
    this.random = random;
  }

  /**
   * Makes a certificate with a random serial number of 128 bits.
   *
   * @throws GeneralSecurityException if no engine signs, or what it signed does not verify
   */
  X509Certificate create(SealedEcPrivateKey key, Date notBefore, Date notAfter)
      throws GeneralSecurityException {
    X500Name name = new X500Name("CN=" + COMMON_NAME_PREFIX + keyName(key));
    BigInteger serial = new BigInteger(SERIAL_BITS - 1, random).setBit(SERIAL_BITS - 1);
    Provider signatures = engines.provider(Operation.ECDSA_SHA256);
    PrivateKey opened = KeyAccess.open(key, engines, signatures);
    try {
      JcaX509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(name, serial, notBefore, notAfter, name, key.publicKey());
      builder
          .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
          .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
          .addExtension(
              Extension.extendedKeyUsage,
              false,
              new ExtendedKeyUsage(
                  new KeyPurposeId[] {
                    KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
                  }))
          .addExtension(Extension.subjectAlternativeName, false, ownNames());
      X509Certificate certificate =
          new JcaX509CertificateConverter()
              .getCertificate(
                  builder.build(
                      new JcaContentSignerBuilder("SHA256withECDSA")
                          .setProvider(signatures)
                          .setSecureRandom(random)
                          .build(opened)));
      certificate.verify(key.publicKey(), signatures);
      return certificate;
    } catch (IOException | OperatorCreationException e) {
      throw new GeneralSecurityException("the certificate cannot be encoded or signed", e);
    }
  }

  private static GeneralNames ownNames() {
    return new GeneralNames(
        new GeneralName[] {
          new GeneralName(GeneralName.dNSName, "localhost"),
          new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
          new GeneralName(GeneralName.iPAddress, "::1")
        });
  }

  private String keyName(SealedEcPrivateKey key) throws GeneralSecurityException {
    MessageDigest sha256 =
        MessageDigest.getInstance("SHA-256", engines.provider(Operation.SHA_256));
    byte[] digest = sha256.digest(key.publicKey().getEncoded());
    return HexFormat.of().formatHex(digest, 0, NAME_BYTES);
  }
}
