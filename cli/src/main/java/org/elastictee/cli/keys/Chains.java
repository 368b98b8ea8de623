package org.elastictee.cli.keys;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Finds the certificates of a key among others, and their order. */
final class Chains {
  private Chains() {}

  /**
   * Reads certificates.
   *
   * @param encoded one in DER, any number in PEM, or a certificate reply of PKCS #7
   * @throws CertificateException if there is none, or one that cannot be read
   */
  static List<X509Certificate> parse(byte[] encoded) throws CertificateException {
    List<X509Certificate> certificates = new ArrayList<>();
    try {
      CertificateFactory.getInstance("X.509")
          .generateCertificates(new ByteArrayInputStream(encoded))
          .forEach(certificate -> certificates.add((X509Certificate) certificate));
    } catch (CertificateException e) {
      throw new CertificateException("this is no certificate that can be read", e);
    }
    if (certificates.isEmpty()) {
      throw new CertificateException("there is no certificate in it");
    }
    return certificates;
  }

  /**
   * Returns the chain of a key, its own certificate first, as far as there are issuers: each has
   * signed the one before. Certificates that do not belong to it are left out.
   *
   * @throws CertificateException if no certificate is that of the key
   */
  static List<X509Certificate> of(PublicKey key, Collection<X509Certificate> certificates)
      throws CertificateException {
    X509Certificate next =
        certificates.stream()
            .filter(one -> Arrays.equals(one.getPublicKey().getEncoded(), key.getEncoded()))
            .findFirst()
            .orElseThrow(() -> new CertificateException("no certificate in it is that of the key"));
    List<X509Certificate> chain = new ArrayList<>();
    Optional<X509Certificate> found = Optional.of(next);
    while (found.isPresent()) {
      X509Certificate last = found.get();
      chain.add(last);
      found =
          certificates.stream()
              .filter(one -> !chain.contains(one) && hasSigned(one, last))
              .findFirst();
    }
    return chain;
  }

  private static boolean hasSigned(X509Certificate issuer, X509Certificate certificate) {
    if (!issuer.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())) {
      return false;
    }
    try {
      certificate.verify(issuer.getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
