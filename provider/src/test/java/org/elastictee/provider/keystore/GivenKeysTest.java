package org.elastictee.provider.keystore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.security.KeyStore;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import org.elastictee.provider.key.KeyAccess;
import org.elastictee.provider.key.LiveKeys;
import org.elastictee.provider.key.RootSource;
import org.elastictee.provider.key.SealedKey;
import org.elastictee.provider.key.SealedSecretKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of the keys that a key store gives out. */
class GivenKeysTest {
  private static final String ALIAS = "key";

  @TempDir Path folder;
  private RootSource root;

  @BeforeEach
  void openRoot() throws Exception {
    root = Stores.root(folder.resolve("root"));
  }

  /** Else 2^32 encryptions would be allowed after each load. */
  @Test
  void countTheirEncryptionsOverAllLoads() throws Exception {
    byte[] bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    KeyStore first = Stores.empty(root);
    first.setKeyEntry(ALIAS, new SecretKeySpec(bytes, "AES"), null, null);
    byte[] file = Stores.bytes(first);
    SealedSecretKey last = null;
    for (int loads = 0; loads < 3; loads++) {
      last = assertInstanceOf(SealedSecretKey.class, Stores.load(root, file).getKey(ALIAS, null));
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", Stores.PROVIDER);
      cipher.init(Cipher.ENCRYPT_MODE, last);
      cipher.doFinal(new byte[5]);
    }
    assertEquals(3, KeyAccess.encryptions(last).get());
  }

  @Test
  void endWithTheirProviderAndNotWithAnother() throws Exception {
    LiveKeys live = new LiveKeys();
    KeyStore keyStore = Stores.over(root, live);
    keyStore.load(null, null);
    keyStore.setKeyEntry(ALIAS, Stores.aes(1), null, null);
    SealedKey given = (SealedKey) keyStore.getKey(ALIAS, null);
    SealedKey identity = (SealedKey) keyStore.getKey(DerivedIdentity.ALIAS, null);
    SealedKey ofAnother = (SealedKey) Stores.empty(root).getKey(DerivedIdentity.ALIAS, null);
    live.close();
    assertTrue(given.isDestroyed());
    assertTrue(identity.isDestroyed());
    assertFalse(ofAnother.isDestroyed());
    assertThrows(IllegalStateException.class, () -> keyStore.getKey(ALIAS, null));
    assertThrows(IllegalStateException.class, () -> keyStore.getKey(DerivedIdentity.ALIAS, null));
  }
}
