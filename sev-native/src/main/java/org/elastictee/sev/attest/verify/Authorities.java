package org.elastictee.sev.attest.verify;

import java.security.cert.X509Certificate;
import java.util.Locale;
import java.util.Optional;
import org.elastictee.sev.attest.AmdCertificate;
import org.elastictee.sev.attest.KeyInfo.SigningKey;
import org.elastictee.sev.attest.Product;

/** Steps 3 to 5: from the kind of processor over its root to the authority of its keys. */
final class Authorities {
  private static final int KEY_CERT_SIGN = 5;
  private static final int CRL_SIGN = 6;

  private Authorities() {}

  /** Step 3: the product by CPUID or, before version 3, by who issued the endorsement key. */
  static Product product(ReadEvidence evidence) throws CheckException {
    var report = evidence.report();
    if (report.cpuidFamId().isPresent() && report.cpuidModId().isPresent()) {
      int family = report.cpuidFamId().getAsInt();
      int model = report.cpuidModId().getAsInt();
      return Product.ofCpuid(family, model)
          .orElseThrow(
              () ->
                  CheckException.failed(
                      String.format(
                          Locale.ROOT,
                          "no product is known of family 0x%02x and model 0x%02x",
                          family,
                          model)));
    }
    SigningKey key = evidence.signingKey();
    Optional<AmdCertificate> leaf = evidence.find(EndorsementSteps.name(key));
    if (leaf.isEmpty()) {
      throw CheckException.notAsked(
          "the report does not tell the processor, and there is no certificate "
              + EndorsementSteps.name(key)
              + " that would");
    }
    for (Product product : Product.values()) {
      if (leaf.get().issuerCommonName().equals(Optional.of(product.authorityName(key)))) {
        return product;
      }
    }
    throw CheckException.failed("the issuer of the endorsement key is of no product that is known");
  }

  /** Step 4: the root of the evidence is a pinned one. */
  static Root root(Product product, ReadEvidence evidence, TrustAnchors anchors)
      throws CheckException {
    String name = product.rootName();
    CheckException.require(
        anchors.has(product), "no root key of " + product.productName() + " is pinned");
    return anchors
        .accept(product, evidence.require(name))
        .orElseThrow(
            () -> CheckException.failed(name + " of the evidence is not the pinned root key"));
  }

  /** Step 5: the root is as AMD's is, and so is the authority of the keys, which it has signed. */
  static AmdCertificate authority(Root root, ReadEvidence evidence, VerificationPolicy policy)
      throws CheckException {
    Product product = root.product();
    AmdCertificate ark = root.certificate();
    requireForm(ark, Integer.MAX_VALUE, policy);
    CertificateForm.requireCrlUrl(ark, crlUrl(product, SigningKey.VCEK));
    CheckException.require(
        ark.commonName().equals(Optional.of(product.rootName())), "the root has another name");
    CertificateForm.requireSignedBy(ark, ark);
    CheckException.require(
        hasKeyUsage(ark.x509(), CRL_SIGN), product.rootName() + " may not sign revocation lists");

    SigningKey key = evidence.signingKey();
    AmdCertificate authority = evidence.require(product.authorityName(key));
    requireForm(authority, 0, policy);
    CertificateForm.requireCrlUrl(authority, crlUrl(product, key));
    CertificateForm.requireSignedBy(authority, ark);
    return authority;
  }

  private static void requireForm(
      AmdCertificate certificate, int pathLength, VerificationPolicy policy) throws CheckException {
    X509Certificate x509 = certificate.x509();
    String name = CertificateForm.name(certificate);
    CheckException.require(
        x509.getBasicConstraints() == pathLength, name + " is not an authority of this rank");
    CheckException.require(hasKeyUsage(x509, KEY_CERT_SIGN), name + " may not sign certificates");
    CheckException.require(
        !x509.hasUnsupportedCriticalExtension(), name + " has an unknown critical extension");
    CertificateForm.requireRsa4096(certificate);
    CertificateForm.requireValid(certificate, policy);
  }

  private static boolean hasKeyUsage(X509Certificate certificate, int bit) {
    boolean[] usage = certificate.getKeyUsage();
    return usage != null && usage[bit];
  }

  private static String crlUrl(Product product, SigningKey key) {
    return "https://kdsintf.amd.com/" + key.word() + "/v1/" + product.productName() + "/crl";
  }
}
