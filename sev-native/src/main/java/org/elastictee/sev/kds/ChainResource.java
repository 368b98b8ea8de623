package org.elastictee.sev.kds;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.elastictee.sev.attest.AmdCertificate;
import org.elastictee.sev.attest.KeyInfo.SigningKey;
import org.elastictee.sev.attest.Product;

/** The certificates above the keys of a product, the intermediate one first. */
record ChainResource(Product product, SigningKey key) implements Resource {
  private static final int MAX_BYTES = 32 * 1024;

  @Override
  public String path() {
    return "/" + key.word() + "/v1/" + product.productName() + "/cert_chain";
  }

  @Override
  public String name() {
    return "cert_chain-" + key.word() + "-" + product.productName();
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
    String rootName = product.rootName();
    AmdCertificate intermediate = Encodings.certificate(encodings.get(0));
    AmdCertificate root = Encodings.certificate(encodings.get(1));
    requireNames(intermediate, product.authorityName(key), rootName);
    requireNames(root, rootName, rootName);
    Instant intermediateExpiry = intermediate.x509().getNotAfter().toInstant();
    Instant rootExpiry = root.x509().getNotAfter().toInstant();
    return new Parsed(
        encodings, rootExpiry.isBefore(intermediateExpiry) ? rootExpiry : intermediateExpiry);
  }

  private static void requireNames(AmdCertificate certificate, String subject, String issuer)
      throws BadContentException {
    if (!certificate.commonName().equals(Optional.of(subject))
        || !certificate.issuerCommonName().equals(Optional.of(issuer))) {
      throw new BadContentException(
          "where the certificate of " + subject + " by " + issuer + " is due there is another");
    }
  }
}
