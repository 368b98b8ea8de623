package org.elastictee.provider.cipher;

import static org.elastictee.provider.cipher.GcmMessages.data;
import static org.elastictee.provider.cipher.GcmMessages.iv;
import static org.elastictee.provider.cipher.GcmMessages.key;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.security.InvalidAlgorithmParameterException;
import java.security.Key;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import org.elastictee.provider.ElasticProvider;
import org.elastictee.provider.key.KeyAccess;
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
  void refusesItAlsoAfterAnInitThatWasNotUsed() throws Exception {
    Cipher cipher = cipher();
    cipher.init(Cipher.ENCRYPT_MODE, key(1), iv(1));
    cipher.doFinal(data(10));
    cipher.init(Cipher.ENCRYPT_MODE, key(1), iv(2));
    assertRefused(cipher, key(1), 1);
  }

  @Test
  void refusesItAlsoAfterAnEncryptionThatWasNotFinished() throws Exception {
    Cipher cipher = cipher();
    cipher.init(Cipher.ENCRYPT_MODE, key(1), iv(1));
    cipher.update(data(100));
    cipher.init(Cipher.ENCRYPT_MODE, key(1), iv(2));
    assertRefused(cipher, key(1), 1);
  }

  @Test
  void refusesTheIvsOfEarlierEncryptionsUnderEveryKey() throws Exception {
    Cipher cipher = cipher();
    for (int message = 0; message < UsedIvs.REMEMBERED; message++) {
      cipher.init(Cipher.ENCRYPT_MODE, key(message % 3), numbered(message));
      cipher.doFinal(data(1));
    }
    cipher.init(Cipher.ENCRYPT_MODE, key(9), iv(9));
    for (int message = 0; message < UsedIvs.REMEMBERED; message++) {
      Key key = key(message % 3);
      GCMParameterSpec used = numbered(message);
      assertThrows(
          InvalidAlgorithmParameterException.class,
          () -> cipher.init(Cipher.ENCRYPT_MODE, key, used));
    }
  }

  @Test
  void takesAnIvWhoseEncryptionNeverBegan() throws Exception {
    Cipher cipher = cipher();
    cipher.init(Cipher.ENCRYPT_MODE, key(1), iv(1));
    cipher.init(Cipher.ENCRYPT_MODE, key(1), iv(2));
    assertDoesNotThrow(() -> cipher.init(Cipher.ENCRYPT_MODE, key(1), iv(1)));
  }

  @Test
  void refusesItWhicheverObjectHoldsTheKey() throws Exception {
    SealedSecretKey sealed = new SealedSecretKey("AES", SealingPolicy.STRICT, key(1).getEncoded());
    List<Key> same = List.of(key(1), key(1), sealed, KeyAccess.copy(sealed));
    for (Key first : same) {
      Cipher cipher = cipher();
      cipher.init(Cipher.ENCRYPT_MODE, first, iv(1));
      cipher.doFinal(data(10));
      for (Key second : same) {
        assertRefused(cipher, second, 1);
      }
    }
  }

  /** A key that changes its bytes is another key, though the object is the same. */
  @Test
  void looksAtTheBytesOfAKeyEachTime() throws Exception {
    ChangingKey changing = new ChangingKey();
    Cipher cipher = cipher();
    cipher.init(Cipher.ENCRYPT_MODE, changing, iv(1));
    cipher.doFinal(data(10));
    changing.bytes[0] = 1;
    assertDoesNotThrow(() -> cipher.init(Cipher.ENCRYPT_MODE, changing, iv(1)));
    changing.bytes[0] = 0;
    assertRefused(cipher, changing, 1);
  }

  private static void assertRefused(Cipher cipher, Key key, int seed) {
    assertThrows(
        InvalidAlgorithmParameterException.class,
        () -> cipher.init(Cipher.ENCRYPT_MODE, key, iv(seed)));
  }

  private static GCMParameterSpec numbered(int message) {
    return new GCMParameterSpec(128, ByteBuffer.allocate(12).putInt(message).array());
  }

  private static final class ChangingKey implements SecretKey {
    private static final long serialVersionUID = 1L;

    private final byte[] bytes = new byte[32];

    @Override
    public String getAlgorithm() {
      return "AES";
    }

    @Override
    public String getFormat() {
      return "RAW";
    }

    @Override
    public byte[] getEncoded() {
      return bytes.clone();
    }
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
