package org.elastictee.cli.keys;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import org.elastictee.provider.key.SealedPrivateKey;

/** Finds what must be there. */
final class StoredKeys {
  private StoredKeys() {}

  /**
   * Requires an entry.
   *
   * @throws KeyStoreException if there is none
   */
  static void require(KeyStore keyStore, String alias) throws KeyStoreException {
    if (!keyStore.containsAlias(alias)) {
      throw new KeyStoreException("there is no entry " + alias);
    }
  }

  /**
   * Returns a private key, an object of the caller's own.
   *
   * @throws KeyStoreException if there is none
   */
  static SealedPrivateKey privateKey(KeyStore keyStore, String alias)
      throws GeneralSecurityException {
    require(keyStore, alias);
    if (keyStore.getKey(alias, null) instanceof SealedPrivateKey key) {
      return key;
    }
    throw new KeyStoreException("the entry " + alias + " is no private key");
  }
}
