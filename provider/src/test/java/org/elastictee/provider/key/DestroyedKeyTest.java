package org.elastictee.provider.key;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.security.KeyPair;
import java.security.Provider;
import java.security.Security;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.elastictee.provider.ElasticProvider;
import org.elastictee.provider.Providers;
import org.elastictee.sev.seal.SealingPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every service that takes a key, and a sealed key that ends: before it, and in its middle. */
class DestroyedKeyTest {
  private static final Provider PROVIDER = Providers.standard();

  static Stream<String> ciphers() {
    return Providers.algorithms("Cipher");
  }

  static Stream<String> macs() {
    return Providers.algorithms("Mac");
  }

  static Stream<String> signatures() {
    return Providers.algorithms("Signature");
  }

  static Stream<String> agreements() {
    return Providers.algorithms("KeyAgreement");
  }

  private static SealedKey secret(String algorithm) {
    int bytes = algorithm.contains("_128") ? 16 : algorithm.contains("_192") ? 24 : 32;
    return new SealedSecretKey("AES", SealingPolicy.STRICT, new byte[bytes]);
  }

  private static SealedPrivateKey privateKey(KeyPairKind kind) throws Exception {
    return (SealedPrivateKey) SealedKeys.seal(kind.pair().getPrivate(), SealingPolicy.STRICT);
  }

  private static KeyPairKind kindOf(String algorithm) {
    if (algorithm.endsWith("RSA") || algorithm.equals("RSASSA-PSS")) {
      return KeyPairKind.RSA;
    }
    return switch (algorithm) {
      case "EdDSA", "Ed25519" -> KeyPairKind.ED25519;
      case "Ed448" -> KeyPairKind.ED448;
      case "XDH", "X25519" -> KeyPairKind.X25519;
      case "X448" -> KeyPairKind.X448;
      case "ML-DSA", "ML-DSA-65" -> KeyPairKind.ML_DSA_65;
      case "ML-DSA-44" -> KeyPairKind.ML_DSA_44;
      case "ML-DSA-87" -> KeyPairKind.ML_DSA_87;
      default -> KeyPairKind.P_256;
    };
  }

  @ParameterizedTest
  @MethodSource("ciphers")
  void endsCiphers(String algorithm) throws Exception {
    boolean rsa = algorithm.startsWith("RSA");
    SealedKey key = rsa ? privateKey(KeyPairKind.RSA) : secret(algorithm);
    Cipher cipher = Cipher.getInstance(algorithm, PROVIDER);
    int mode = rsa ? Cipher.DECRYPT_MODE : Cipher.ENCRYPT_MODE;
    cipher.init(mode, key);
    key.destroy();
    assertThrows(IllegalStateException.class, () -> cipher.update(new byte[16]));
    assertThrows(IllegalStateException.class, () -> cipher.doFinal(new byte[16]));
    assertThrows(IllegalStateException.class, () -> cipher.init(mode, key));
  }

  static Stream<String> rsaCiphers() {
    return ciphers().filter(algorithm -> algorithm.startsWith("RSA"));
  }

  /** It decrypts and unwraps before it, so that what it refuses after it is right. */
  @ParameterizedTest
  @MethodSource("rsaCiphers")
  void endsDecryptionAndUnwrapping(String algorithm) throws Exception {
    SealedPrivateKey key = privateKey(KeyPairKind.RSA);
    SecretKey content = new SecretKeySpec(new byte[] {1, 2, 3, 4, 5, 6, 7, 8}, "Any");
    Cipher wrapping = Cipher.getInstance(algorithm, PROVIDER);
    wrapping.init(Cipher.WRAP_MODE, key.publicKey());
    byte[] wrapped = wrapping.wrap(content);
    Cipher unwrapping = Cipher.getInstance(algorithm, PROVIDER);
    unwrapping.init(Cipher.UNWRAP_MODE, key);
    assertEquals(content, unwrapping.unwrap(wrapped, "Any", Cipher.SECRET_KEY));
    Cipher decrypting = Cipher.getInstance(algorithm, PROVIDER);
    decrypting.init(Cipher.DECRYPT_MODE, key);
    assertArrayEquals(content.getEncoded(), decrypting.doFinal(wrapped));
    key.destroy();
    assertThrows(
        IllegalStateException.class, () -> unwrapping.unwrap(wrapped, "Any", Cipher.SECRET_KEY));
    assertThrows(IllegalStateException.class, () -> decrypting.doFinal(wrapped));
  }

  @ParameterizedTest
  @MethodSource("macs")
  void endsMacs(String algorithm) throws Exception {
    SealedKey key = secret(algorithm);
    Mac mac = Mac.getInstance(algorithm, PROVIDER);
    mac.init(key);
    key.destroy();
    assertThrows(IllegalStateException.class, () -> mac.update(new byte[16]));
    assertThrows(IllegalStateException.class, mac::doFinal);
    assertThrows(IllegalStateException.class, () -> mac.init(key));
  }

  /** They sign before it, so that the others verify, and not after it. */
  @ParameterizedTest
  @MethodSource("signatures")
  void endsSignatures(String algorithm) throws Exception {
    KeyPairKind kind = kindOf(algorithm);
    KeyPair pair = kind.pair();
    SealedPrivateKey key = privateKey(kind);
    Signature signature = signature(algorithm);
    signature.initSign(key);
    signature.update(new byte[32]);
    byte[] signed = signature.sign();
    Signature verifying = signature(algorithm);
    verifying.initVerify(pair.getPublic());
    verifying.update(new byte[32]);
    assertTrue(verifying.verify(signed));
    key.destroy();
    assertThrows(IllegalStateException.class, () -> signature.update(new byte[32]));
    assertThrows(
        IllegalStateException.class, () -> signature.update(ByteBuffer.wrap(new byte[32])));
    assertThrows(IllegalStateException.class, signature::sign);
    assertThrows(IllegalStateException.class, () -> signature.initSign(key));
  }

  private static Signature signature(String algorithm) throws Exception {
    Signature signature = Signature.getInstance(algorithm, PROVIDER);
    if (algorithm.equals("RSASSA-PSS")) {
      signature.setParameter(
          new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
    }
    return signature;
  }

  @ParameterizedTest
  @MethodSource("agreements")
  void endsAgreements(String algorithm) throws Exception {
    KeyPairKind kind = kindOf(algorithm);
    SealedPrivateKey key = privateKey(kind);
    KeyAgreement agreement = KeyAgreement.getInstance(algorithm, PROVIDER);
    agreement.init(key);
    agreement.doPhase(kind.pair().getPublic(), true);
    key.destroy();
    assertThrows(IllegalStateException.class, agreement::generateSecret);
    assertThrows(
        IllegalStateException.class, () -> agreement.doPhase(kind.pair().getPublic(), true));
    assertThrows(IllegalStateException.class, () -> agreement.init(key));
  }

  /** The JDK's services are asked first, and do not take the key. */
  @Test
  void sealedKeysFindElasticBehindAllOthers() throws Exception {
    ElasticProvider last = new ElasticProvider();
    Security.addProvider(last);
    try {
      for (String algorithm : new String[] {"SHA256withECDSA", "SHA256withRSA", "EdDSA"}) {
        SealedPrivateKey key = privateKey(kindOf(algorithm));
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(key);
        assertEquals(last, signature.getProvider());
      }
      for (String algorithm : new String[] {"ECDH", "X25519"}) {
        KeyAgreement agreement = KeyAgreement.getInstance(algorithm);
        agreement.init(privateKey(kindOf(algorithm)));
        assertEquals(last, agreement.getProvider());
      }
      Cipher rsa = Cipher.getInstance("RSA/ECB/PKCS1Padding");
      rsa.init(Cipher.DECRYPT_MODE, privateKey(KeyPairKind.RSA));
      assertEquals(last, rsa.getProvider());
      Cipher gcm = Cipher.getInstance("AES/GCM/NoPadding");
      gcm.init(Cipher.ENCRYPT_MODE, secret("AES"));
      assertEquals(last, gcm.getProvider());
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(secret("HmacSHA256"));
      assertEquals(last, mac.getProvider());
    } finally {
      Security.removeProvider(ElasticProvider.NAME);
    }
  }
}
