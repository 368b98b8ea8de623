package org.elastictee.provider.key;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
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
import java.nio.ByteBuffer;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.elastictee.provider.Providers;
import org.elastictee.sev.seal.SealingPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AES/GCM/NoPadding",
        "AES/GCM-SIV/NoPadding",
        "ChaCha20-Poly1305",
        "AES/CBC/PKCS5Padding",
        "AES/CTR/NoPadding",
        "AES/KW/NoPadding"
      })
  void endsTheCiphersThatBeganWithIt(String transformation) throws Exception {
    for (int mode : new int[] {Cipher.ENCRYPT_MODE, Cipher.WRAP_MODE}) {
      SealedSecretKey key = key();
      Cipher cipher = Cipher.getInstance(transformation, Providers.standard());
      cipher.init(mode, key);
      key.destroy();
      if (mode == Cipher.WRAP_MODE) {
        SecretKeySpec other = new SecretKeySpec(bytes(), "AES");
        assertThrows(IllegalStateException.class, () -> cipher.wrap(other));
      } else {
        ByteBuffer output = ByteBuffer.allocate(100);
        assertThrows(IllegalStateException.class, () -> cipher.update(new byte[16]));
        assertThrows(
            IllegalStateException.class, () -> cipher.update(ByteBuffer.allocate(16), output));
        assertThrows(IllegalStateException.class, () -> cipher.doFinal(new byte[16]));
        assertThrows(
            IllegalStateException.class, () -> cipher.doFinal(ByteBuffer.allocate(16), output));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"AES/GCM/NoPadding", "AES/CBC/PKCS5Padding", "AES/KW/NoPadding"})
  void endsDecryptionsToo(String transformation) throws Exception {
    SealedSecretKey key = key();
    Cipher cipher = Cipher.getInstance(transformation, Providers.standard());
    cipher.init(Cipher.ENCRYPT_MODE, key);
    byte[] encrypted = cipher.doFinal(new byte[16]);
    cipher.init(Cipher.DECRYPT_MODE, key, cipher.getParameters());
    key.destroy();
    assertThrows(IllegalStateException.class, () -> cipher.doFinal(encrypted));
  }

  @Test
  void takesNoMoreAad() throws Exception {
    SealedSecretKey key = key();
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", Providers.standard());
    cipher.init(Cipher.ENCRYPT_MODE, key);
    key.destroy();
    assertThrows(IllegalStateException.class, () -> cipher.updateAAD(new byte[1]));
    assertThrows(IllegalStateException.class, () -> cipher.updateAAD(ByteBuffer.allocate(1)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"HmacSHA256", "AES-CMAC"})
  void endsTheMacsThatBeganWithIt(String algorithm) throws Exception {
    SealedSecretKey key = key();
    Mac mac = Mac.getInstance(algorithm, Providers.standard());
    mac.init(key);
    Mac copy = (Mac) mac.clone();
    key.destroy();
    for (Mac each : List.of(mac, copy)) {
      assertThrows(IllegalStateException.class, () -> each.update((byte) 1));
      assertThrows(IllegalStateException.class, () -> each.update(new byte[16]));
      assertThrows(IllegalStateException.class, () -> each.update(ByteBuffer.allocate(1)));
      assertThrows(IllegalStateException.class, each::doFinal);
    }
    mac.init(new SecretKeySpec(bytes(), "AES"));
    assertDoesNotThrow(() -> mac.doFinal());
  }

  @Test
  void endsTheSignaturesThatBeganWithIt() throws Exception {
    KeyPair pair = KeyPairGenerator.getInstance("EC", Providers.standard()).generateKeyPair();
    byte[] scalar = new byte[48];
    byte[] value = ((ECPrivateKey) pair.getPrivate()).getS().toByteArray();
    int length = Math.min(48, value.length);
    System.arraycopy(value, value.length - length, scalar, 48 - length, length);
    ECPublicKey publicKey = (ECPublicKey) pair.getPublic();
    SealedEcPrivateKey key = new SealedEcPrivateKey(SealingPolicy.STRICT, scalar, publicKey);
    Signature signature = Signature.getInstance("SHA384withECDSA", Providers.standard());
    signature.initSign(key);
    key.destroy();
    assertThrows(IllegalStateException.class, () -> signature.update((byte) 1));
    assertThrows(IllegalStateException.class, () -> signature.update(ByteBuffer.allocate(1)));
    assertThrows(IllegalStateException.class, signature::sign);
    signature.initVerify(publicKey);
    assertDoesNotThrow(() -> signature.update((byte) 1));
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
