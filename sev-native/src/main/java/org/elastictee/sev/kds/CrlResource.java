package org.elastictee.sev.kds;

import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.elastictee.sev.attest.AmdCrl;
import org.elastictee.sev.attest.KeyInfo.SigningKey;
import org.elastictee.sev.attest.Product;

/** The list of the certificates that a product's root has revoked. */
record CrlResource(Product product, SigningKey key) implements Resource {
  private static final int MAX_BYTES = 256 * 1024;

  @Override
  public String path() {
    return "/" + key.word() + "/v1/" + product.productName() + "/crl";
  }

  @Override
  public String name() {
    return "crl-" + key.word() + "-" + product.productName();
  }

  @Override
  public int maxBytes() {
    return MAX_BYTES;
  }

  @Override
  public Parsed parse(byte[] content) throws BadContentException {
    AmdCrl crl = Encodings.crl(content);
    if (!crl.issuerCommonName().equals(Optional.of(product.rootName()))) {
      throw new BadContentException("not a revocation list of " + product.rootName());
    }
    Date nextUpdate = crl.x509().getNextUpdate();
    if (nextUpdate == null) {
      throw new BadContentException("the revocation list does not say when the next one is due");
    }
    return new Parsed(List.of(content), nextUpdate.toInstant());
  }
}
