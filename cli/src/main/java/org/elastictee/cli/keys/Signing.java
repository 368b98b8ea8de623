package org.elastictee.cli.keys;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.Provider;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/** Signs certificates and requests by keys that nobody reads. */
final class Signing {
  private static final int SERIAL_BITS = 128;
  private static final int P256_BITS = 256;
  private static final int P384_BITS = 384;
  private static final int RSA_OF_SHA256_BITS = 2048;

  private final Provider provider;

  Signing(Provider provider) {
    this.provider = provider;
  }

  /**
   * Makes a certificate that a key pair signs itself, valid from now on.
   *
   * @throws InvalidKeyException if it is a pair that does not sign
   */
  X509Certificate selfSigned(
      KeyPair pair, X500Name name, Optional<GeneralNames> alternativeNames, Duration life)
      throws GeneralSecurityException {
    Instant now = Instant.now();
    BigInteger serial = new BigInteger(SERIAL_BITS - 1, new SecureRandom()).setBit(SERIAL_BITS - 1);
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            name, serial, Date.from(now), Date.from(now.plus(life)), name, pair.getPublic());
    if (alternativeNames.isPresent()) {
      try {
        builder.addExtension(Extension.subjectAlternativeName, false, alternativeNames.get());
      } catch (CertIOException e) {
        throw new GeneralSecurityException("the certificate cannot be encoded", e);
      }
    }
    return new JcaX509CertificateConverter().getCertificate(builder.build(signer(pair)));
  }

  /**
   * Makes a request for a certificate (PKCS #10, RFC 2986).
   *
   * @throws InvalidKeyException if it is a pair that does not sign
   */
  PKCS10CertificationRequest request(
      KeyPair pair, X500Name name, Optional<GeneralNames> alternativeNames)
      throws GeneralSecurityException {
    JcaPKCS10CertificationRequestBuilder builder =
        new JcaPKCS10CertificationRequestBuilder(name, pair.getPublic());
    if (alternativeNames.isPresent()) {
      try {
        builder.addAttribute(
            PKCSObjectIdentifiers.pkcs_9_at_extensionRequest,
            new Extensions(
                new Extension(
                    Extension.subjectAlternativeName, false, alternativeNames.get().getEncoded())));
      } catch (IOException e) {
        throw new GeneralSecurityException("the request cannot be encoded", e);
      }
    }
    return builder.build(signer(pair));
  }

  private ContentSigner signer(KeyPair pair) throws GeneralSecurityException {
    try {
      return new JcaContentSignerBuilder(signature(pair.getPublic()))
          .setProvider(provider)
          .build(pair.getPrivate());
    } catch (OperatorCreationException e) {
      throw new GeneralSecurityException("the key does not sign", e);
    }
  }

  /** Returns the signature of about the strength of the key, as keytool has it. */
  private static String signature(PublicKey key) throws InvalidKeyException {
    if (key instanceof ECKey ec) {
      int bits = ec.getParams().getOrder().bitLength();
      return hash(bits <= P256_BITS ? 256 : bits <= P384_BITS ? 384 : 512) + "withECDSA";
    }
    if (key instanceof RSAKey rsa) {
      return hash(rsa.getModulus().bitLength() <= RSA_OF_SHA256_BITS ? 256 : 384) + "withRSA";
    }
    return switch (key.getAlgorithm()) {
      case "EdDSA", "Ed25519", "Ed448" -> edDsa(key);
      default ->
          throw new InvalidKeyException("keys of " + key.getAlgorithm() + " sign no certificates");
    };
  }

  private static String hash(int bits) {
    return "SHA" + bits;
  }

  /** The JDK names both EdDSA; their encodings differ in length. */
  private static String edDsa(PublicKey key) {
    final int ed25519Bytes = 44;
    return key.getEncoded().length == ed25519Bytes ? "Ed25519" : "Ed448";
  }
}
