package org.elastictee.provider.keystore;

import java.util.Locale;

/** Names of entries: they are not case-sensitive, in no language. */
final class Aliases {
  private Aliases() {}

  static String normalize(String alias) {
    return alias.toLowerCase(Locale.ROOT);
  }

  static boolean isIdentity(String alias) {
    return normalize(alias).equals(DerivedIdentity.ALIAS);
  }
}
