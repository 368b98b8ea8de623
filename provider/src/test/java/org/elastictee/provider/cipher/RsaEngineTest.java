package org.elastictee.provider.cipher;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import javax.crypto.Cipher;
import org.elastictee.provider.engine.EngineTable;
import org.elastictee.provider.engine.Operation;
import org.junit.jupiter.api.Test;

class RsaEngineTest {
  /** By the public key, the cipher encrypts what it would have decrypted. */
  @Test
  void doesNotDecryptByAKeyThatWasForgotten() throws Exception {
    KeyPair pair = KeyPairGenerator.getInstance("RSA").generateKeyPair();
    RsaEngine engine = new RsaEngine(EngineTable.standard(), Operation.RSA_PKCS1);
    engine.start(candidate -> candidate.init(Cipher.ENCRYPT_MODE, pair.getPublic()));
    byte[] encrypted = engine.cipher().doFinal(new byte[5]);
    engine.start(candidate -> candidate.init(Cipher.DECRYPT_MODE, pair.getPrivate()));
    assertArrayEquals(new byte[5], engine.cipher().doFinal(encrypted));
    engine.forgetPrivateKey(pair.getPublic());
    assertEquals(encrypted.length, engine.cipher().doFinal(new byte[5]).length);
  }
}
