package org.elastictee.provider.keystore;

import java.nio.file.Path;
import java.security.KeyStore;
import javax.crypto.spec.SecretKeySpec;
import org.elastictee.provider.ElasticProvider;

/** Programs that store keys, for JVMs of their own. */
final class StoringProgram {
  private StoringProgram() {}

  private static ElasticLoadStoreParameter at(String file) {
    return ElasticLoadStoreParameter.builder(Path.of(file)).createMissing(true).build();
  }

  /** Stores new keys for ever, and prints the name of each when it is stored. */
  public static final class Endless {
    public static void main(String[] args) throws Exception {
      KeyStore keyStore = KeyStore.getInstance("Elastic", new ElasticProvider());
      keyStore.load(at(args[0]));
      for (int i = 0; ; i++) {
        String name = args[1] + "-" + i;
        keyStore.setKeyEntry(name, Stores.aes(i), null, null);
        keyStore.store(at(args[0]));
        System.out.println(name);
      }
    }
  }

  /** Adds as many keys as are asked for, each by an update of its own. */
  public static final class Updating {
    public static void main(String[] args) throws Exception {
      KeyStore keyStore = KeyStore.getInstance("Elastic", new ElasticProvider());
      for (int i = 0; i < Integer.parseInt(args[2]); i++) {
        String name = args[1] + "-" + i;
        KeyStoreFile.update(
            keyStore, at(args[0]), k -> k.setKeyEntry(name, Stores.aes(1), null, null));
      }
    }
  }

  /** Stores a key that is too large for the disk, then one that is not. */
  public static final class TooLarge {
    public static void main(String[] args) throws Exception {
      KeyStore keyStore = KeyStore.getInstance("Elastic", new ElasticProvider());
      keyStore.load(at(args[0]));
      keyStore.setKeyEntry("large", new SecretKeySpec(new byte[100_000], "Hmac"), null, null);
      try {
        keyStore.store(at(args[0]));
      } catch (KeyStoreFileException e) {
        System.out.println(e.reason() + " " + keyStore.containsAlias("large"));
      }
      if (args.length > 1) {
        keyStore.deleteEntry("large");
        keyStore.setKeyEntry("small", Stores.aes(2), null, null);
        keyStore.store(at(args[0]));
        System.out.println("stored");
      }
    }
  }
}
