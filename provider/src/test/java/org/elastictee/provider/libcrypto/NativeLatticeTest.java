package org.elastictee.provider.libcrypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.SignatureException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.jcajce.interfaces.MLDSAPrivateKey;
import org.bouncycastle.jcajce.interfaces.MLKEMPrivateKey;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** ML-DSA and ML-KEM by libcrypto 3.5 itself, with BouncyCastle's keys. */
class NativeLatticeTest {
  private static final Provider BOUNCY_CASTLE = new BouncyCastleProvider();
  private static final byte[] MESSAGE = {1, 2, 3};

  private static Provider provider;
  private static Libcrypto libcrypto;

  @BeforeAll
  static void needsLibcrypto() {
    provider = Machine.libcryptoWithLattices();
    libcrypto = Libcrypto.loaded().orElseThrow();
  }

  private static KeyPair pair(String algorithm) throws Exception {
    return KeyPairGenerator.getInstance(algorithm, BOUNCY_CASTLE).generateKeyPair();
  }

  private static KemKeys publicOf(String name, KeyPair pair) throws Exception {
    return KemKeys.of(libcrypto, new EncodedKeys(Set.of(name)), pair.getPublic());
  }

  private static KemKeys privateOf(String name, KeyPair pair) throws Exception {
    return KemKeys.of(libcrypto, new EncodedKeys(Set.of(name)), pair.getPrivate());
  }

  @ParameterizedTest
  @CsvSource({"ML-DSA-44, 2420", "ML-DSA-65, 3309", "ML-DSA-87, 4627"})
  void signsForBouncyCastleAndVerifiesWhatItSigns(String name, int bytes) throws Exception {
    KeyPair pair = pair(name);
    byte[] ours = sign(provider, name, pair);
    assertEquals(bytes, ours.length);
    assertTrue(verifies(BOUNCY_CASTLE, name, pair, ours));
    byte[] theirs = sign(BOUNCY_CASTLE, name, pair);
    assertTrue(verifies(provider, name, pair, theirs));
    theirs[bytes / 2] ^= 1;
    assertFalse(verifies(provider, name, pair, theirs));
    assertThrows(
        SignatureException.class,
        () -> verifies(provider, name, pair, Arrays.copyOf(ours, bytes - 1)));
  }

  private static byte[] sign(Provider by, String name, KeyPair pair) throws Exception {
    Signature signature = Signature.getInstance(name, by);
    signature.initSign(pair.getPrivate());
    signature.update(MESSAGE);
    return signature.sign();
  }

  private static boolean verifies(Provider by, String name, KeyPair pair, byte[] signed)
      throws Exception {
    Signature signature = Signature.getInstance(name, by);
    signature.initVerify(pair.getPublic());
    signature.update(MESSAGE);
    return signature.verify(signed);
  }

  @ParameterizedTest
  @CsvSource({"ML-KEM-512, 768", "ML-KEM-768, 1088", "ML-KEM-1024, 1568"})
  void agreesOnASecret(String name, int bytes) throws Exception {
    KeyPair pair = pair(name);
    KemKeys.Encapsulation made = publicOf(name, pair).encapsulate(Optional.empty());
    assertEquals(bytes, made.ciphertext().length);
    assertArrayEquals(
        made.secret(), privateOf(name, pair).decapsulate(made.ciphertext()).orElseThrow());
  }

  @Test
  void encapsulatesWithTheRandomnessThatIsNamed() throws Exception {
    KemKeys key = publicOf("ML-KEM-768", pair("ML-KEM-768"));
    byte[] first = key.encapsulate(Optional.of(new Sevens())).ciphertext();
    assertArrayEquals(first, key.encapsulate(Optional.of(new Sevens())).ciphertext());
    assertFalse(Arrays.equals(first, key.encapsulate(Optional.empty()).ciphertext()));
  }

  /** FIPS 203 section 6.3. */
  @Test
  void opensWhatWasAlteredToAnotherSecretAndAlwaysTheSame() throws Exception {
    KeyPair pair = pair("ML-KEM-768");
    KemKeys.Encapsulation made = publicOf("ML-KEM-768", pair).encapsulate(Optional.empty());
    byte[] altered = made.ciphertext();
    altered[5] ^= 1;
    KemKeys key = privateOf("ML-KEM-768", pair);
    byte[] other = key.decapsulate(altered).orElseThrow();
    assertFalse(Arrays.equals(made.secret(), other));
    assertArrayEquals(other, key.decapsulate(altered).orElseThrow());
  }

  /** What BouncyCastle keeps of an expanded key is the array that it hands out. */
  @Test
  void leavesTheKeysOfOthersAsTheyAre() throws Exception {
    PrivateKey kem = ((MLKEMPrivateKey) pair("ML-KEM-768").getPrivate()).getPrivateKey(false);
    PrivateKey dsa = ((MLDSAPrivateKey) pair("ML-DSA-65").getPrivate()).getPrivateKey(false);
    for (PrivateKey key : List.of(kem, dsa)) {
      byte[] before = key.getEncoded().clone();
      EncodedKeys reader = new EncodedKeys(Set.of(key.getAlgorithm()));
      reader.read(key, new NativeKeys(libcrypto, new NativeBuffer())).close();
      assertArrayEquals(before, key.getEncoded());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1087, 1089})
  void opensNoCiphertextOfAnotherLength(int bytes) throws Exception {
    KemKeys key = privateOf("ML-KEM-768", pair("ML-KEM-768"));
    assertEquals(Optional.empty(), key.decapsulate(new byte[bytes]));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ML-KEM-512", "ML-DSA-65"})
  void refusesKeysOfAnotherParameterSet(String name) throws Exception {
    KeyPair pair = pair(name);
    assertThrows(InvalidKeyException.class, () -> publicOf("ML-KEM-768", pair));
    assertThrows(InvalidKeyException.class, () -> privateOf("ML-KEM-768", pair));
  }

  @Test
  void isAKemWhereTheJvmHasTheType() {
    assumeTrue(KemSpis.areSupported(), "this JVM has no javax.crypto.KEM");
    for (String name : new String[] {"ML-KEM", "ML-KEM-512", "ML-KEM-768", "ML-KEM-1024"}) {
      assertEquals("KEM", provider.getService("KEM", name).getType());
    }
  }

  /** Always the same bytes. */
  private static final class Sevens extends SecureRandom {
    private static final long serialVersionUID = 1L;

    @Override
    public void nextBytes(byte[] bytes) {
      Arrays.fill(bytes, (byte) 7);
    }
  }
}
