package org.elastictee.sev.kds;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/** The certificates above the keys of a product, the intermediate one first. */
record ChainResource(ProductName product, KeyKind kind) implements Resource {
  private static final int MAX_BYTES = 32 * 1024;

  @Override
  public String path() {
    return "/" + kind.word() + "/v1/" + product.word() + "/cert_chain";
  }

  @Override
  public String name() {
    return "cert_chain-" + kind.word() + "-" + product.word();
  }

  @Override
  public int maxBytes() {
    return MAX_BYTES;
  }

  @Override
  public Parsed parse(byte[] content) throws BadContentException {
    List<byte[]> encodings = Encodings.pemCertificates(content);
    if (encodings.size() != 2) {
      throw new BadContentException("not two certificates, but " + encodings.size());
    }
    String rootName = "ARK-" + product.word();
    X509Certificate intermediate = Encodings.certificate(encodings.get(0));
    X509Certificate root = Encodings.certificate(encodings.get(1));
    requireNames(intermediate, kind.issuer(product), rootName);
    requireNames(root, rootName, rootName);
    Instant intermediateExpiry = intermediate.getNotAfter().toInstant();
    Instant rootExpiry = root.getNotAfter().toInstant();
    return new Parsed(
        encodings, rootExpiry.isBefore(intermediateExpiry) ? rootExpiry : intermediateExpiry);
  }

  private static void requireNames(X509Certificate certificate, String subject, String issuer)
      throws BadContentException {
    if (!certificate.getSubjectX500Principal().equals(Encodings.amd(subject))
        || !certificate.getIssuerX500Principal().equals(Encodings.amd(issuer))) {
      throw new BadContentException(
          "where the certificate of " + subject + " by " + issuer + " is due there is another");
    }
  }
}
