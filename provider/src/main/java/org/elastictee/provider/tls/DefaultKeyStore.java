package org.elastictee.provider.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyManagementException;
import java.security.KeyStore;
import java.util.Arrays;
import javax.net.ssl.KeyManager;

/**
 * The key store that applications name by the standard system properties {@code
 * javax.net.ssl.keyStore}, {@code …Type}, {@code …Provider} and {@code …Password} (JSSE Reference
 * Guide, "Customizing the Default Keystores").
 */
final class DefaultKeyStore {
  private static final String PREFIX = "javax.net.ssl.keyStore";
  private static final String NO_FILE = "NONE";

  private DefaultKeyStore() {}

  /**
   * Returns the key managers of that key store, or null if none is named.
   *
   * @throws KeyManagementException if it is named and cannot be opened
   */
  static KeyManager[] keyManagers() throws KeyManagementException {
    String file = System.getProperty(PREFIX, "");
    if (file.isEmpty()) {
      return null;
    }
    String password = System.getProperty(PREFIX + "Password", "");
    char[] chars = password.isEmpty() ? null : password.toCharArray();
    try {
      KeyStore keyStore = create();
      load(keyStore, file, chars);
      return new KeyManager[] {new ElasticKeyManager(new KeyStoreIdentities(keyStore, chars))};
    } catch (GeneralSecurityException | IOException e) {
      throw new KeyManagementException("the key store of " + PREFIX + " cannot be opened", e);
    } finally {
      if (chars != null) {
        Arrays.fill(chars, '\0');
      }
    }
  }

  private static KeyStore create() throws GeneralSecurityException {
    String type = System.getProperty(PREFIX + "Type", KeyStore.getDefaultType());
    String provider = System.getProperty(PREFIX + "Provider", "");
    return provider.isEmpty() ? KeyStore.getInstance(type) : KeyStore.getInstance(type, provider);
  }

  private static void load(KeyStore keyStore, String file, char[] password)
      throws GeneralSecurityException, IOException {
    if (file.equals(NO_FILE)) {
      keyStore.load(null, password);
      return;
    }
    try (InputStream in = Files.newInputStream(Path.of(file))) {
      keyStore.load(in, password);
    }
  }
}
