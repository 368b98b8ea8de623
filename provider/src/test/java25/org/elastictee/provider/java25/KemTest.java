package org.elastictee.provider.java25;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import javax.crypto.DecapsulateException;
import javax.crypto.KEM;
import javax.crypto.SecretKey;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.elastictee.provider.ElasticProvider;
import org.elastictee.provider.key.SealedKeySpec;
import org.elastictee.sev.seal.SealingPolicy;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** ML-KEM on each engine; on JDK 17, Wycheproof alone says the same of it. */
@ParameterizedClass
@MethodSource("org.elastictee.provider.Providers#onEachEngine")
class KemTest {
  private final Provider provider;

  KemTest(ElasticProvider provider) {
    this.provider = provider;
  }

  private KeyPair keys(String algorithm) throws Exception {
    return KeyPairGenerator.getInstance(algorithm, provider).generateKeyPair();
  }

  @ParameterizedTest
  @CsvSource({"ML-KEM, 1088", "ML-KEM-512, 768", "ML-KEM-768, 1088", "ML-KEM-1024, 1568"})
  void agreesOnASecret(String algorithm, int ciphertextBytes) throws Exception {
    KeyPair keys = keys(algorithm);
    KEM kem = KEM.getInstance(algorithm, provider);
    KEM.Encapsulated made = kem.newEncapsulator(keys.getPublic()).encapsulate(0, 32, "AES");
    SecretKey opened =
        kem.newDecapsulator(keys.getPrivate()).decapsulate(made.encapsulation(), 0, 32, "AES");
    assertEquals(ciphertextBytes, made.encapsulation().length);
    assertEquals("AES", opened.getAlgorithm());
    assertArrayEquals(made.key().getEncoded(), opened.getEncoded());
  }

  @ParameterizedTest
  @ValueSource(strings = {"ML-KEM-512", "ML-KEM-768", "ML-KEM-1024"})
  void takesTheKeysOfOthers(String algorithm) throws Exception {
    for (Provider maker :
        new Provider[] {Security.getProvider("SunJCE"), new BouncyCastleProvider()}) {
      KeyPair keys = KeyPairGenerator.getInstance(algorithm, maker).generateKeyPair();
      KEM kem = KEM.getInstance(algorithm, provider);
      KEM.Encapsulated made = kem.newEncapsulator(keys.getPublic()).encapsulate();
      SecretKey opened = kem.newDecapsulator(keys.getPrivate()).decapsulate(made.encapsulation());
      assertArrayEquals(made.key().getEncoded(), opened.getEncoded());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ML-KEM-512", "ML-KEM-768", "ML-KEM-1024"})
  void endsWithASealedKey(String algorithm) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm, provider);
    generator.initialize(SealedKeySpec.builder(SealingPolicy.STRICT).build());
    KeyPair keys = generator.generateKeyPair();
    KEM kem = KEM.getInstance(algorithm, provider);
    KEM.Encapsulated made = kem.newEncapsulator(keys.getPublic()).encapsulate();
    KEM.Decapsulator decapsulator = kem.newDecapsulator(keys.getPrivate());
    assertArrayEquals(
        made.key().getEncoded(), decapsulator.decapsulate(made.encapsulation()).getEncoded());
    keys.getPrivate().destroy();
    assertThrows(IllegalStateException.class, () -> decapsulator.decapsulate(made.encapsulation()));
    assertThrows(IllegalStateException.class, () -> kem.newDecapsulator(keys.getPrivate()));
  }

  /** FIPS 203 answers what was altered with another secret, and not with an error. */
  @ParameterizedTest
  @ValueSource(strings = {"ML-KEM-512", "ML-KEM-768", "ML-KEM-1024"})
  void opensWhatWasAlteredToAnotherSecret(String algorithm) throws Exception {
    KeyPair keys = keys(algorithm);
    KEM kem = KEM.getInstance(algorithm, provider);
    KEM.Encapsulated made = kem.newEncapsulator(keys.getPublic()).encapsulate();
    byte[] altered = made.encapsulation();
    altered[0] ^= 1;
    SecretKey opened = kem.newDecapsulator(keys.getPrivate()).decapsulate(altered);
    assertFalse(Arrays.equals(made.key().getEncoded(), opened.getEncoded()));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1087, 1089})
  void refusesACiphertextOfAnotherLength(int bytes) throws Exception {
    KEM kem = KEM.getInstance("ML-KEM-768", provider);
    KEM.Decapsulator decapsulator = kem.newDecapsulator(keys("ML-KEM-768").getPrivate());
    assertThrows(DecapsulateException.class, () -> decapsulator.decapsulate(new byte[bytes]));
  }

  @ParameterizedTest
  @ValueSource(strings = {"EC", "ML-KEM-512", "ML-DSA-65"})
  void refusesKeysThatAreNotItsOwn(String algorithm) throws Exception {
    KeyPair keys = keys(algorithm);
    KEM kem = KEM.getInstance("ML-KEM-768", provider);
    assertThrows(InvalidKeyException.class, () -> kem.newEncapsulator(keys.getPublic()));
    assertThrows(InvalidKeyException.class, () -> kem.newDecapsulator(keys.getPrivate()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ML-KEM", "ML-KEM-768"})
  void refusesKeysThatAreMissing(String algorithm) throws Exception {
    KEM kem = KEM.getInstance(algorithm, provider);
    assertThrows(InvalidKeyException.class, () -> kem.newEncapsulator((PublicKey) null));
    assertThrows(InvalidKeyException.class, () -> kem.newDecapsulator((PrivateKey) null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ML-KEM", "ML-KEM-768"})
  void takesNoParameters(String algorithm) throws Exception {
    KeyPair keys = keys("ML-KEM-768");
    KEM kem = KEM.getInstance(algorithm, provider);
    NamedParameterSpec parameters = new NamedParameterSpec("ML-KEM-768");
    assertThrows(
        InvalidAlgorithmParameterException.class,
        () -> kem.newEncapsulator(keys.getPublic(), parameters, null));
    assertThrows(
        InvalidAlgorithmParameterException.class,
        () -> kem.newDecapsulator(keys.getPrivate(), parameters));
  }
}
