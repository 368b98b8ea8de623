package org.elastictee.cli.keys;

import picocli.CommandLine.Option;

/** Which derived key. */
final class DerivedOption {
  @Option(
      names = "--label",
      required = true,
      paramLabel = "TEXT",
      description = "What the key is for; another label is another key.")
  private String label;

  @Option(
      names = "--algorithm",
      required = true,
      paramLabel = "NAME",
      description =
          "P-256, P-384, Ed25519, X25519; AES-128, AES-192, AES-256, ChaCha20, HmacSHA256.")
  private KeyAlgorithm algorithm;

  String label() {
    return label;
  }

  KeyAlgorithm algorithm() {
    return algorithm;
  }
}
