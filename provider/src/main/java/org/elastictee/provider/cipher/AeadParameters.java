package org.elastictee.provider.cipher;

import java.security.spec.AlgorithmParameterSpec;

/** Parameters that an {@link Aead} takes. Immutable, as long as nobody changes the IV. */
final class AeadParameters {
  private final AlgorithmParameterSpec spec;
  private final byte[] iv;
  private final int tagBytes;

  /**
   * Creates them.
   *
   * @param spec as the caller gave them
   * @param iv of them; taken over
   * @param tagBytes the length of the tag
   */
  AeadParameters(AlgorithmParameterSpec spec, byte[] iv, int tagBytes) {
    this.spec = spec;
    this.iv = iv;
    this.tagBytes = tagBytes;
  }

  AlgorithmParameterSpec spec() {
    return spec;
  }

  /** Returns the IV itself, not to be changed. */
  byte[] iv() {
    return iv;
  }

  int tagBytes() {
    return tagBytes;
  }
}
