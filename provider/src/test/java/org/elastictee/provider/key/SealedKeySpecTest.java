package org.elastictee.provider.key;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.InvalidAlgorithmParameterException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.stream.Stream;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.SecretKeySpec;
import org.elastictee.provider.ElasticProvider;
import org.elastictee.provider.Providers;
import org.elastictee.sev.seal.SealingPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class SealedKeySpecTest {
  private static final SealedKeySpec SPEC =
      SealedKeySpec.builder(SealingPolicy.UPDATABLE).label("orders").build();

  static Stream<String> keyGenerators() {
    return Providers.algorithms("KeyGenerator");
  }

  @ParameterizedTest
  @MethodSource("keyGenerators")
  void asksForSealedSecretKeysOfEveryAlgorithm(String algorithm) throws Exception {
    KeyGenerator generator = KeyGenerator.getInstance(algorithm, Providers.standard());
    generator.init(SPEC);
    SealedSecretKey key = assertInstanceOf(SealedSecretKey.class, generator.generateKey());
    assertEquals(algorithm, key.getAlgorithm());
    assertEquals(SealingPolicy.UPDATABLE, key.policy());
    assertEquals("orders", key.label());
    assertNotEquals(key.fingerprint(), ((SealedKey) generator.generateKey()).fingerprint());
    generator.init(256);
    assertInstanceOf(SecretKeySpec.class, generator.generateKey());
  }

  @ParameterizedTest
  @EnumSource(KeyPairKind.class)
  void asksForSealedPrivateKeysOfEveryKind(KeyPairKind kind) throws Exception {
    KeyPairGenerator generator =
        KeyPairGenerator.getInstance(kind.generator(), Providers.standard());
    generator.initialize(
        SealedKeySpec.builder(SealingPolicy.UPDATABLE).parameters(kind.parameters()).build());
    KeyPair pair = generator.generateKeyPair();
    SealedPrivateKey key = assertInstanceOf(SealedPrivateKey.class, pair.getPrivate());
    assertEquals(kind.algorithm(), key.getAlgorithm());
    assertEquals(SealingPolicy.UPDATABLE, key.policy());
    assertArrayEquals(pair.getPublic().getEncoded(), key.publicKey().getEncoded());
  }

  @Test
  void takesASizeOrTheDefault() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", Providers.standard());
    generator.initialize(SealedKeySpec.builder(SealingPolicy.STRICT).keySize(256).build());
    assertTrue(generator.generateKeyPair().getPrivate().toString().contains("EC, 256 bits"));
    generator.initialize(SPEC);
    assertTrue(generator.generateKeyPair().getPrivate().toString().contains("EC, 384 bits"));
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    assertEquals("PKCS#8", generator.generateKeyPair().getPrivate().getFormat());
  }

  @Test
  void refusesSizesAndParametersThatTheGeneratorDoesNotTake() throws Exception {
    KeyGenerator aes = KeyGenerator.getInstance("AES", Providers.standard());
    KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA", Providers.standard());
    SealedKeySpec size = SealedKeySpec.builder(SealingPolicy.STRICT).keySize(100).build();
    SealedKeySpec curve =
        SealedKeySpec.builder(SealingPolicy.STRICT)
            .parameters(new ECGenParameterSpec("secp256r1"))
            .build();
    for (SealedKeySpec spec : new SealedKeySpec[] {size, curve}) {
      assertThrows(InvalidAlgorithmParameterException.class, () -> aes.init(spec));
      assertThrows(InvalidAlgorithmParameterException.class, () -> rsa.initialize(spec));
    }
    assertThrows(
        IllegalStateException.class,
        () ->
            SealedKeySpec.builder(SealingPolicy.STRICT)
                .keySize(256)
                .parameters(new ECGenParameterSpec("secp256r1"))
                .build());
  }

  @Test
  void importsByStandardCallsOfTheirOwnName() throws Exception {
    SecretKeyFactory secrets = SecretKeyFactory.getInstance("ElasticSealed", Providers.standard());
    KeyFactory privates = KeyFactory.getInstance("ElasticSealed", Providers.standard());
    SecretKeySpec secret = new SecretKeySpec(new byte[16], "AES");
    ImportKeySpec spec = new ImportKeySpec(secret, SealingPolicy.UPDATABLE);
    SealedKey imported = (SealedKey) secrets.generateSecret(spec);
    assertEquals(SealingPolicy.UPDATABLE, imported.policy());
    assertEquals(SealingPolicy.STRICT, ((SealedKey) secrets.translateKey(secret)).policy());
    KeyPair pair = KeyPairKind.P_256.pair();
    ImportKeySpec privateSpec = new ImportKeySpec(pair.getPrivate(), SealingPolicy.STRICT);
    assertInstanceOf(SealedEcPrivateKey.class, privates.generatePrivate(privateSpec));
    assertInstanceOf(SealedEcPrivateKey.class, privates.translateKey(pair.getPrivate()));
  }

  @Test
  void theKeysEndWithTheirProviderAndNoOthers() throws Exception {
    SealedKey ofAnother;
    SealedKey key;
    KeyGenerator generator;
    KeyGenerator another = KeyGenerator.getInstance("AES", new ElasticProvider());
    another.init(SPEC);
    ofAnother = (SealedKey) another.generateKey();
    try (ElasticProvider provider = new ElasticProvider()) {
      generator = KeyGenerator.getInstance("AES", provider);
      generator.init(SPEC);
      key = (SealedKey) generator.generateKey();
    }
    assertTrue(key.isDestroyed());
    assertThrows(IllegalStateException.class, generator::generateKey);
    assertTrue(!ofAnother.isDestroyed());
  }
}
