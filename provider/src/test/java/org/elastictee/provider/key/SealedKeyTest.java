package org.elastictee.provider.key;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.security.InvalidKeyException;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.elastictee.provider.Providers;
import org.elastictee.sev.seal.SealingPolicy;
import org.junit.jupiter.api.Test;

class SealedKeyTest {
  private static byte[] bytes() {
    byte[] bytes = new byte[32];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (0xA0 + i);
    }
    return bytes;
  }

  private static SealedSecretKey key() {
    return new SealedSecretKey("AES", SealingPolicy.STRICT, bytes());
  }

  @Test
  void takesTheBytesOver() {
    byte[] bytes = bytes();
    new SealedSecretKey("AES", SealingPolicy.STRICT, bytes).destroy();
    assertArrayEquals(new byte[32], bytes);
  }

  /** And does not call our own key one of another provider. */
  @Test
  void saysOfASealedPrivateKeyThatItIsNotSymmetric() throws Exception {
    ECPublicKey publicKey =
        (ECPublicKey)
            KeyPairGenerator.getInstance("EC", Providers.standard()).generateKeyPair().getPublic();
    SealedEcPrivateKey key =
        new SealedEcPrivateKey(SealingPolicy.STRICT, new byte[] {1}, publicKey);
    Mac mac = Mac.getInstance("HmacSHA256", Providers.standard());
    InvalidKeyException refusal = assertThrows(InvalidKeyException.class, () -> mac.init(key));
    assertEquals("the sealed key is a private key, and not a symmetric one", refusal.getMessage());
  }

  @Test
  void hasNoEncoding() {
    assertNull(key().getFormat());
    assertNull(key().getEncoded());
  }

  @Test
  void equalsOnlyItself() {
    SealedSecretKey key = key();
    assertEquals(key, key);
    assertNotEquals(key, key());
    assertNotEquals(key, KeyAccess.copy(key));
  }

  @Test
  void hasTheSameFingerprintForTheSameBytesAndAlgorithm() {
    assertEquals(key().fingerprint(), key().fingerprint());
    assertNotEquals(
        key().fingerprint(),
        new SealedSecretKey("HmacSHA256", SealingPolicy.STRICT, bytes()).fingerprint());
    assertTrue(key().fingerprint().matches("[0-9a-f]{16}"));
  }

  @Test
  void printsNoBytes() {
    SealedSecretKey key = key();
    assertEquals(
        "SealedKey[AES, 256 bits, STRICT, fingerprint " + key.fingerprint() + "]", key.toString());
    assertFalse(key.toString().contains(HexFormat.of().formatHex(bytes(), 0, 4)));
  }

  @Test
  void isNotSerialized() throws Exception {
    try (ObjectOutputStream out = new ObjectOutputStream(new ByteArrayOutputStream())) {
      assertThrows(NotSerializableException.class, () -> out.writeObject(key()));
    }
  }

  @Test
  void isOfNoUseAfterDestroy() throws Exception {
    SealedSecretKey key = key();
    key.destroy();
    assertTrue(key.isDestroyed());
    assertTrue(key.toString().endsWith(", destroyed]"));
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", Providers.standard());
    Mac mac = Mac.getInstance("HmacSHA256", Providers.standard());
    assertThrows(IllegalStateException.class, () -> cipher.init(Cipher.ENCRYPT_MODE, key));
    assertThrows(IllegalStateException.class, () -> mac.init(key));
    assertThrows(IllegalStateException.class, () -> KeyAccess.copy(key));
  }

  @Test
  void isDestroyedTwiceWithoutHarm() {
    SealedSecretKey key = key();
    key.destroy();
    key.destroy();
    assertTrue(key.isDestroyed());
  }

  @Test
  void outlivesItsCopy() {
    SealedSecretKey key = key();
    KeyAccess.copy(key).destroy();
    assertFalse(key.isDestroyed());
  }

  @Test
  void encryptsAndAuthenticatesAsAnOrdinaryKeyWould() throws Exception {
    SecretKeySpec ordinary = new SecretKeySpec(bytes(), "AES");
    GCMParameterSpec spec = new GCMParameterSpec(128, new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9});
    Cipher ours = Cipher.getInstance("AES/GCM/NoPadding", Providers.standard());
    Cipher theirs = Cipher.getInstance("AES/GCM/NoPadding", "SunJCE");
    ours.init(Cipher.ENCRYPT_MODE, key(), spec);
    theirs.init(Cipher.ENCRYPT_MODE, ordinary, spec);
    assertArrayEquals(theirs.doFinal(new byte[100]), ours.doFinal(new byte[100]));

    Mac ourMac = Mac.getInstance("HmacSHA256", Providers.standard());
    Mac theirMac = Mac.getInstance("HmacSHA256", "SunJCE");
    ourMac.init(key());
    theirMac.init(ordinary);
    assertArrayEquals(theirMac.doFinal(new byte[100]), ourMac.doFinal(new byte[100]));
  }

  /**
   * The JCA finds us behind the JDK, because the JDK's services do not take a key without a format.
   */
  @Test
  void isPassedOverByOtherProviders() throws Exception {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", "SunJCE");
    assertThrows(InvalidKeyException.class, () -> cipher.init(Cipher.ENCRYPT_MODE, key()));
    assertInstanceOf(SealedKey.class, key());
  }
}
