package org.elastictee.sev.kds;

/** Which of its two kinds of key a chip signs reports with. */
public enum KeyKind {
  /** The chip's own, {@code VCEK}, under an ASK. */
  VCEK("vcek", "SEV-"),
  /** The one loaded by a cloud provider, {@code VLEK}, under an ASVK. */
  VLEK("vlek", "SEV-VLEK-");

  private final String word;
  private final String issuerPrefix;

  KeyKind(String word, String issuerPrefix) {
    this.word = word;
    this.issuerPrefix = issuerPrefix;
  }

  /** Returns the word in the key server's addresses. */
  String word() {
    return word;
  }

  /** Returns the common name of the certificate that issues keys of this kind. */
  String issuer(ProductName product) {
    return issuerPrefix + product.word();
  }
}
