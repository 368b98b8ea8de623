package org.elastictee.sev.attest.verify;

import org.elastictee.sev.attest.AmdCertificate;
import org.elastictee.sev.attest.Product;

/**
 * A root that is a pinned one.
 *
 * @param isTest whether it was passed for tests and is not AMD's
 */
record Root(Product product, AmdCertificate certificate, boolean isTest) {
  /** Tells whose it is. */
  @Override
  public String toString() {
    return (isTest ? "a test root in place of" : "AMD's") + " " + product.rootName();
  }
}
