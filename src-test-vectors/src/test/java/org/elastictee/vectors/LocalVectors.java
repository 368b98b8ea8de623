package org.elastictee.vectors;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;

/** The folder of vectors that the build names. */
final class LocalVectors {
  private LocalVectors() {}

  static Path folder() {
    String folder = System.getProperty("elastic.vectors.wycheproof");
    assumeTrue(folder != null, "elastic.vectors.wycheproof is not set: no Wycheproof vectors");
    return Path.of(folder);
  }

  static Corpus corpus() {
    return Corpus.of(folder());
  }
}
