package org.elastictee.provider;

import java.util.List;

/**
 * The rows of {@link ServiceTable} for {@code javax.crypto.KDF}: none, as the type is newer than
 * this JVM. From Java 25 on, the class of this name in {@code src/main/java25} stands in its place.
 */
final class KdfServices {
  static final List<ServiceTable.Row> ROWS = List.of();

  private KdfServices() {}
}
