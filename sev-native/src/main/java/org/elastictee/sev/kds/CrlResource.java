package org.elastictee.sev.kds;

import java.security.cert.X509CRL;
import java.util.List;

/** The list of the certificates that a product's root has revoked. */
record CrlResource(ProductName product, KeyKind kind) implements Resource {
  private static final int MAX_BYTES = 256 * 1024;

  @Override
  public String path() {
    return "/" + kind.word() + "/v1/" + product.word() + "/crl";
  }

  @Override
  public String name() {
    return "crl-" + kind.word() + "-" + product.word();
  }

  @Override
  public int maxBytes() {
    return MAX_BYTES;
  }

  @Override
  public Parsed parse(byte[] content) throws BadContentException {
    X509CRL crl = Encodings.crl(content);
    if (!crl.getIssuerX500Principal().equals(Encodings.amd("ARK-" + product.word()))) {
      throw new BadContentException("not a revocation list of ARK-" + product.word());
    }
    if (crl.getNextUpdate() == null) {
      throw new BadContentException("the revocation list does not say when the next one is due");
    }
    return new Parsed(List.of(content), crl.getNextUpdate().toInstant());
  }
}
