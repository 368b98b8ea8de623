package org.elastictee.provider.cipher;

import static org.elastictee.provider.cipher.GcmMessages.data;
import static org.elastictee.provider.cipher.GcmMessages.iv;
import static org.elastictee.provider.cipher.GcmMessages.key;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.security.InvalidAlgorithmParameterException;
import javax.crypto.Cipher;
import org.elastictee.provider.ElasticProvider;
import org.elastictee.provider.key.SealedSecretKey;
import org.elastictee.sev.seal.SealingPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** An IV serves once, on each engine that can stand behind AES/GCM/NoPadding. */
@ParameterizedClass
@MethodSource("org.elastictee.provider.Providers#onEachEngine")
class AesGcmIvTest {
  private static final byte[] AAD = {1, 2, 3};

  private final ElasticProvider provider;

  AesGcmIvTest(ElasticProvider provider) {
    this.provider = provider;
  }

  private Cipher cipher() throws Exception {
    return Cipher.getInstance("AES/GCM/NoPadding", provider);
  }

  @Test
  void refusesTheIvOfTheLastEncryption() throws Exception {
    Cipher cipher = cipher();
    cipher.init(Cipher.ENCRYPT_MODE, key(1), iv(1));
    cipher.doFinal(data(10));
    assertThrows(
        InvalidAlgorithmParameterException.class,
        () -> cipher.init(Cipher.ENCRYPT_MODE, key(1), iv(1)));
    assertThrows(
        InvalidAlgorithmParameterException.class,
        () -> cipher.init(Cipher.WRAP_MODE, key(1), iv(1)));
  }

  @Test
  void refusesItAlsoAfterADecryption() throws Exception {
    Cipher cipher = cipher();
    cipher.init(Cipher.ENCRYPT_MODE, key(1), iv(1));
    byte[] encrypted = cipher.doFinal(data(10));
    cipher.init(Cipher.DECRYPT_MODE, key(1), iv(1));
    cipher.doFinal(encrypted);
    cipher.init(Cipher.DECRYPT_MODE, key(1), iv(2));
    assertThrows(
        InvalidAlgorithmParameterException.class,
        () -> cipher.init(Cipher.ENCRYPT_MODE, key(1), iv(1)));
  }

  @Test
  void refusesItAlsoForASealedKey() throws Exception {
    SealedSecretKey sealed = new SealedSecretKey("AES", SealingPolicy.STRICT, new byte[32]);
    Cipher cipher = cipher();
    cipher.init(Cipher.ENCRYPT_MODE, sealed, iv(1));
    assertThrows(
        InvalidAlgorithmParameterException.class,
        () -> cipher.init(Cipher.ENCRYPT_MODE, sealed, iv(1)));
  }

  @Test
  void takesTheSameIvUnderAnotherKey() throws Exception {
    Cipher cipher = cipher();
    cipher.init(Cipher.ENCRYPT_MODE, key(1), iv(1));
    assertDoesNotThrow(() -> cipher.init(Cipher.ENCRYPT_MODE, key(2), iv(1)));
  }

  @Test
  void takesTheIvOfADecryption() throws Exception {
    Cipher cipher = cipher();
    cipher.init(Cipher.DECRYPT_MODE, key(1), iv(1));
    assertDoesNotThrow(() -> cipher.init(Cipher.ENCRYPT_MODE, key(1), iv(1)));
  }

  @Test
  void encryptsOneMessagePerInit() throws Exception {
    Cipher cipher = cipher();
    cipher.init(Cipher.ENCRYPT_MODE, key(1), iv(1));
    cipher.doFinal(data(10));
    assertThrows(IllegalStateException.class, () -> cipher.doFinal(data(10)));
    assertThrows(IllegalStateException.class, () -> cipher.update(data(10)));
    assertThrows(IllegalStateException.class, () -> cipher.updateAAD(AAD));
  }

  @Test
  void aRefusedInitDoesNotReviveAFinishedEncryption() throws Exception {
    Cipher cipher = cipher();
    cipher.init(Cipher.ENCRYPT_MODE, key(1), iv(1));
    cipher.doFinal(data(10));
    assertThrows(
        InvalidAlgorithmParameterException.class,
        () -> cipher.init(Cipher.ENCRYPT_MODE, key(1), iv(1)));
    assertThrows(IllegalStateException.class, () -> cipher.doFinal(data(10)));
  }
}
