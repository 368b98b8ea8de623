package org.elastictee.provider.key;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.EdECKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.RSAKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.XECKey;
import java.security.interfaces.XECPrivateKey;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import javax.crypto.spec.SecretKeySpec;
import org.elastictee.provider.engine.EngineTable;
import org.elastictee.sev.seal.SealingPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SealedKeysTest {
  private static final SealingPolicy POLICY = SealingPolicy.STRICT;

  private static SealedPrivateKey seal(PrivateKey key) throws Exception {
    return (SealedPrivateKey) SealedKeys.seal(key, POLICY);
  }

  @ParameterizedTest
  @EnumSource(KeyPairKind.class)
  void knowsThePublicKeyThatBelongsToAPrivateOne(KeyPairKind kind) throws Exception {
    KeyPair pair = kind.pair();
    assertArrayEquals(
        pair.getPublic().getEncoded(), seal(pair.getPrivate()).publicKey().getEncoded());
  }

  @ParameterizedTest
  @EnumSource(KeyPairKind.class)
  void hidesTheKey(KeyPairKind kind) throws Exception {
    SealedPrivateKey key = seal(kind.pair().getPrivate());
    assertNull(key.getFormat());
    assertNull(key.getEncoded());
    try (ObjectOutputStream out = new ObjectOutputStream(new ByteArrayOutputStream())) {
      assertThrows(NotSerializableException.class, () -> out.writeObject(key));
    }
    assertEquals(
        "SealedKey[" + kind.printed() + ", STRICT, fingerprint " + key.fingerprint() + "]",
        key.toString());
  }

  /** JSSE and keytool ask a key for its size, and the interfaces of private keys for its value. */
  @ParameterizedTest
  @EnumSource(KeyPairKind.class)
  void isAKeyOfItsKindAndNoPrivateKeyOfIt(KeyPairKind kind) throws Exception {
    SealedPrivateKey key = seal(kind.pair().getPrivate());
    PublicKey publicKey = key.publicKey();
    assertEquals(publicKey instanceof RSAKey, key instanceof RSAKey);
    assertEquals(publicKey instanceof ECKey, key instanceof ECKey);
    assertEquals(publicKey instanceof EdECKey, key instanceof EdECKey);
    assertEquals(publicKey instanceof XECKey, key instanceof XECKey);
    for (Class<?> type :
        new Class<?>[] {
          RSAPrivateKey.class, ECPrivateKey.class, EdECPrivateKey.class, XECPrivateKey.class
        }) {
      assertFalse(type.isInstance(key));
    }
  }

  @ParameterizedTest
  @EnumSource(KeyPairKind.class)
  void comesBackFromItsEncoding(KeyPairKind kind) throws Exception {
    SealedPrivateKey key = seal(kind.pair().getPrivate());
    byte[] encoded = KeyAccess.bytes(key);
    SealedKey again = SealedKeys.decode(SealedKeys.kind(key), key.getAlgorithm(), encoded, POLICY);
    assertEquals(key.fingerprint(), again.fingerprint());
    assertEquals(key.toString(), again.toString());
    assertEquals(key.getClass(), again.getClass());
    assertArrayEquals(new byte[encoded.length], encoded);
    assertArrayEquals(KeyAccess.bytes(key), KeyAccess.bytes(again));
  }

  @ParameterizedTest
  @EnumSource(KeyPairKind.class)
  void opensToTheOriginal(KeyPairKind kind) throws Exception {
    PrivateKey original = kind.pair().getPrivate();
    PrivateKey opened = KeyAccess.open(seal(original), EngineTable.standard());
    assertEquals(original, opened);
  }

  @ParameterizedTest
  @EnumSource(KeyPairKind.class)
  void isCopiedAndDestroyedApart(KeyPairKind kind) throws Exception {
    SealedPrivateKey key = seal(kind.pair().getPrivate());
    SealedPrivateKey copy = KeyAccess.copy(key);
    assertNotSame(key, copy);
    assertEquals(key.fingerprint(), copy.fingerprint());
    key.destroy();
    assertTrue(key.toString().endsWith(", destroyed]"));
    assertFalse(copy.isDestroyed());
    assertThrows(IllegalStateException.class, () -> KeyAccess.bytes(key));
    assertThrows(IllegalStateException.class, () -> KeyAccess.copy(key));
    assertThrows(IllegalStateException.class, () -> SealedKeys.seal(key, POLICY));
    assertThrows(IllegalStateException.class, () -> KeyAccess.open(key, EngineTable.standard()));
  }

  @Test
  void takesASecretKeyAndLeavesTheOriginal() throws Exception {
    SecretKeySpec original = new SecretKeySpec(new byte[] {1, 2, 3}, "Any");
    SealedKey key = SealedKeys.seal(original, POLICY);
    assertInstanceOf(SealedSecretKey.class, key);
    assertArrayEquals(new byte[] {1, 2, 3}, KeyAccess.bytes(key));
    assertArrayEquals(new byte[] {1, 2, 3}, original.getEncoded());
    assertEquals("Any", key.getAlgorithm());
  }

  @Test
  void bindsNoSealedKeyAnew() throws Exception {
    SealedKey key = SealedKeys.seal(new SecretKeySpec(new byte[16], "AES"), POLICY);
    assertEquals(key.fingerprint(), SealedKeys.seal(key, POLICY).fingerprint());
    assertThrows(InvalidKeyException.class, () -> SealedKeys.seal(key, SealingPolicy.UPDATABLE));
  }

  static Stream<Key> keysThatAreNotSealed() throws Exception {
    return Stream.of(null, KeyPairKind.P_256.pair().getPublic(), new HiddenKey());
  }

  /** It is of no use to seal, as others have it, or there is nothing to seal. */
  @Test
  void refusesPublicKeysAndKeysThatHide() throws Exception {
    for (Key key : keysThatAreNotSealed().toList()) {
      assertThrows(InvalidKeyException.class, () -> SealedKeys.seal(key, POLICY));
    }
  }

  @ParameterizedTest
  @EnumSource(KeyPairKind.class)
  void refusesWhatIsCutOrOfAnotherAlgorithm(KeyPairKind kind) throws Exception {
    byte[] encoded = KeyAccess.bytes(seal(kind.pair().getPrivate()));
    for (int length = 0; length < encoded.length; length += 1 + encoded.length / 50) {
      byte[] cut = Arrays.copyOf(encoded, length);
      assertThrows(
          InvalidKeyException.class,
          () -> SealedKeys.decode(SealedKeys.Kind.PRIVATE, kind.algorithm(), cut, POLICY));
    }
    assertThrows(
        InvalidKeyException.class,
        () -> SealedKeys.decode(SealedKeys.Kind.PRIVATE, "Other", encoded, POLICY));
  }

  /** A scalar of 0, and one of the order of P-256: no keys. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0000000000000000000000000000000000000000000000000000000000000000",
        "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551"
      })
  void refusesScalarsThatAreOutOfRange(String scalar) throws Exception {
    byte[] encoded = KeyAccess.bytes(seal(KeyPairKind.P_256.pair().getPrivate()));
    byte[] bytes = HexFormat.of().parseHex(scalar);
    System.arraycopy(bytes, 0, encoded, encoded.length - bytes.length, bytes.length);
    assertThrows(
        InvalidKeyException.class,
        () -> SealedKeys.decode(SealedKeys.Kind.PRIVATE, "EC", encoded, POLICY));
  }

  /** The last bits are of the CRT coefficient. */
  @Test
  void refusesRsaNumbersThatDoNotBelongTogether() throws Exception {
    byte[] encoded = KeyAccess.bytes(seal(KeyPairKind.RSA.pair().getPrivate()));
    encoded[encoded.length - 1] ^= 1;
    assertThrows(
        InvalidKeyException.class,
        () -> SealedKeys.decode(SealedKeys.Kind.PRIVATE, "RSA", encoded, POLICY));
  }

  /** A key of a hardware module, say. */
  private static final class HiddenKey implements PrivateKey {
    private static final long serialVersionUID = 1L;

    @Override
    public String getAlgorithm() {
      return "EC";
    }

    @Override
    public String getFormat() {
      return null;
    }

    @Override
    public byte[] getEncoded() {
      return null;
    }
  }
}
