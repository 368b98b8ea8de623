package org.elastictee.provider.cipher;

import static org.elastictee.provider.cipher.GcmMessages.data;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import org.elastictee.provider.Providers;
import org.elastictee.provider.engine.Engine;
import org.elastictee.provider.engine.EngineTable;
import org.elastictee.provider.key.KeyAccess;
import org.elastictee.provider.key.SealedSecretKey;
import org.elastictee.sev.seal.SealingPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A key has so many encryptions and no more, and a message so many bytes; here they are few. */
@ParameterizedClass
@EnumSource(Aead.class)
class AeadLimitsTest {
  private static final int LIMIT = 3;
  private static final int MESSAGE_BYTES = 100;
  private static final EngineTable ENGINES = EngineTable.preferring(Engine.BOUNCY_CASTLE);

  private final Aead aead;

  AeadLimitsTest(Aead aead) {
    this.aead = aead;
  }

  private Cipher cipher() throws Exception {
    SecureRandom random = SecureRandom.getInstance("Elastic", Providers.standard());
    AeadSpi spi = new AeadSpi(aead, ENGINES, 0, random, new AeadLimits(LIMIT, MESSAGE_BYTES));
    return new Cipher(spi, ENGINES.provider(aead.operation()), aead.operation().algorithm()) {};
  }

  private static Key key(int seed) {
    return new SecretKeySpec(bytes(seed), "AES");
  }

  /** One that no other test counts under. */
  private static SealedSecretKey sealed() {
    byte[] bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    return new SealedSecretKey("AES", SealingPolicy.STRICT, bytes);
  }

  private static byte[] bytes(int seed) {
    byte[] bytes = new byte[32];
    bytes[0] = (byte) seed;
    return bytes;
  }

  private static void encrypt(Cipher cipher, Key key) throws Exception {
    cipher.init(Cipher.ENCRYPT_MODE, key);
    cipher.doFinal(data(5));
  }

  private static void use(Cipher cipher, Key key, int times) throws Exception {
    for (int i = 0; i < times; i++) {
      encrypt(cipher, key);
    }
  }

  @Test
  void theLimitsAreThoseOfSp80038d() {
    assertEquals(1L << 32, AeadLimits.ENCRYPTIONS);
    assertEquals(((1L << 39) - 256) / 8, Aead.LONGEST_MESSAGE);
  }

  @ParameterizedTest
  @ValueSource(ints = {Cipher.ENCRYPT_MODE, Cipher.WRAP_MODE})
  void aKeyThatHadAllOfItsIvsIsRefused(int mode) throws Exception {
    Cipher cipher = cipher();
    use(cipher, key(1), LIMIT);
    assertThrows(InvalidKeyException.class, () -> cipher.init(mode, key(1)));
    assertThrows(
        InvalidKeyException.class, () -> cipher.init(mode, key(1), (AlgorithmParameterSpec) null));
    assertThrows(InvalidKeyException.class, () -> cipher.init(mode, key(1)));
  }

  @Test
  void aRefusedKeyLeavesNothingToUse() throws Exception {
    Cipher cipher = cipher();
    use(cipher, key(1), LIMIT);
    assertThrows(InvalidKeyException.class, () -> cipher.init(Cipher.ENCRYPT_MODE, key(1)));
    assertThrows(IllegalStateException.class, () -> cipher.doFinal(data(5)));
  }

  @Test
  void anotherKeyHasItsOwn() throws Exception {
    Cipher cipher = cipher();
    use(cipher, key(1), LIMIT);
    use(cipher, key(2), LIMIT);
    assertThrows(InvalidKeyException.class, () -> encrypt(cipher, key(2)));
  }

  @Test
  void decryptionsInBetweenDoNotStartTheCountAnew() throws Exception {
    Cipher cipher = cipher();
    for (int i = 0; i < LIMIT; i++) {
      cipher.init(Cipher.ENCRYPT_MODE, key(1));
      byte[] encrypted = cipher.doFinal(data(5));
      cipher.init(Cipher.DECRYPT_MODE, key(1), cipher.getParameters());
      assertArrayEquals(data(5), cipher.doFinal(encrypted));
    }
    assertThrows(InvalidKeyException.class, () -> encrypt(cipher, key(1)));
  }

  @Test
  void anIvThatTheCallerNamesIsTheCallersToCount() throws Exception {
    Cipher cipher = cipher();
    use(cipher, key(1), LIMIT);
    assertDoesNotThrow(
        () -> cipher.init(Cipher.ENCRYPT_MODE, key(1), aead.specOf(new byte[Aead.USUAL_IV_BYTES])));
  }

  @Test
  void aSealedKeyCountsOverAllCiphers() throws Exception {
    SealedSecretKey sealed = sealed();
    for (int i = 0; i < LIMIT; i++) {
      encrypt(cipher(), sealed);
    }
    assertThrows(InvalidKeyException.class, () -> encrypt(cipher(), sealed));
    assertDoesNotThrow(() -> encrypt(cipher(), sealed()));
  }

  @Test
  void aSealedKeyCountsWithItsCopies() throws Exception {
    SealedSecretKey sealed = sealed();
    SealedSecretKey copy = KeyAccess.copy(sealed);
    use(cipher(), sealed, 1);
    use(cipher(), copy, LIMIT - 1);
    assertThrows(InvalidKeyException.class, () -> encrypt(cipher(), sealed));
    assertThrows(InvalidKeyException.class, () -> encrypt(cipher(), copy));
  }

  @Test
  void underASealedKeyEncryptionsWithTheCallersIvsCountToo() throws Exception {
    SealedSecretKey sealed = sealed();
    for (int i = 0; i < LIMIT; i++) {
      cipher().init(Cipher.ENCRYPT_MODE, sealed, aead.specOf(iv(i)));
    }
    assertThrows(
        InvalidKeyException.class,
        () -> cipher().init(Cipher.ENCRYPT_MODE, sealed, aead.specOf(iv(LIMIT))));
    assertThrows(InvalidKeyException.class, () -> encrypt(cipher(), sealed));
    assertDoesNotThrow(() -> cipher().init(Cipher.DECRYPT_MODE, sealed, aead.specOf(iv(0))));
  }

  @Test
  void anIvThatIsRefusedDoesNotCount() throws Exception {
    SealedSecretKey sealed = sealed();
    Cipher cipher = cipher();
    cipher.init(Cipher.ENCRYPT_MODE, sealed, aead.specOf(iv(1)));
    cipher.doFinal(data(5));
    assertThrows(
        InvalidAlgorithmParameterException.class,
        () -> cipher.init(Cipher.ENCRYPT_MODE, sealed, aead.specOf(iv(1))));
    assertEquals(1, KeyAccess.encryptions(sealed).get());
  }

  private static byte[] iv(int seed) {
    byte[] iv = new byte[Aead.USUAL_IV_BYTES];
    iv[0] = (byte) seed;
    return iv;
  }

  @Test
  void aMessageHasNoMoreBytesThanTheLimit() throws Exception {
    Cipher cipher = cipher();
    cipher.init(Cipher.ENCRYPT_MODE, key(1));
    int given = length(cipher.update(data(60)));
    assertThrows(ProviderException.class, () -> cipher.update(data(41)));
    assertThrows(
        ProviderException.class,
        () -> cipher.update(ByteBuffer.wrap(data(41)), ByteBuffer.allocate(200)));
    assertThrows(ProviderException.class, () -> cipher.doFinal(data(41)));
    given += cipher.update(ByteBuffer.wrap(data(30)), ByteBuffer.allocate(200));
    assertThrows(ProviderException.class, () -> cipher.doFinal(data(11)));
    given += cipher.doFinal(data(10)).length;
    assertEquals(MESSAGE_BYTES + 16, given);
  }

  private static int length(byte[] output) {
    return output == null ? 0 : output.length;
  }

  @Test
  void aKeyThatDoesNotFitIsNotCounted() throws Exception {
    SealedSecretKey wrong = new SealedSecretKey("AES", SealingPolicy.STRICT, new byte[5]);
    assertThrows(InvalidKeyException.class, () -> encrypt(cipher(), wrong));
    assertEquals(0, KeyAccess.encryptions(wrong).get());
  }
}
