package org.elastictee.provider.key;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.elastictee.provider.ElasticProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The checks of ML-DSA keys that engines leave out. */
class LatticeKeysTest {
  private static final int S1 = 128;

  private static PublicKey publicOf(byte[] encoded) {
    return new PublicKey() {
      @Override
      public String getAlgorithm() {
        return "ML-DSA";
      }

      @Override
      public String getFormat() {
        return "X.509";
      }

      @Override
      public byte[] getEncoded() {
        return encoded == null ? null : encoded.clone();
      }
    };
  }

  private static PrivateKey privateOf(byte[] encoded) {
    return new PrivateKey() {
      @Override
      public String getAlgorithm() {
        return "ML-DSA";
      }

      @Override
      public String getFormat() {
        return "PKCS#8";
      }

      @Override
      public byte[] getEncoded() {
        return encoded.clone();
      }
    };
  }

  private static AlgorithmIdentifier algorithm(int set) {
    return new AlgorithmIdentifier(
        new ASN1ObjectIdentifier("2.16.840.1.101.3.4.3." + (set == 44 ? 17 : set == 65 ? 18 : 19)));
  }

  private static Key publicKey(int set, int length) throws Exception {
    return publicOf(new SubjectPublicKeyInfo(algorithm(set), new byte[length]).getEncoded());
  }

  private static Key expanded(int set, byte[] key) throws Exception {
    return privateOf(new PrivateKeyInfo(algorithm(set), new DEROctetString(key)).getEncoded());
  }

  private static Key seed(int length) throws Exception {
    DERTaggedObject seed = new DERTaggedObject(false, 0, new DEROctetString(new byte[length]));
    return privateOf(new PrivateKeyInfo(algorithm(44), seed).getEncoded());
  }

  private static Key both(int seedLength, byte[] key) throws Exception {
    ASN1EncodableVector both = new ASN1EncodableVector();
    both.add(new DEROctetString(new byte[seedLength]));
    both.add(new DEROctetString(key));
    return privateOf(new PrivateKeyInfo(algorithm(44), new DERSequence(both)).getEncoded());
  }

  private static void refuses(Key key) {
    assertThrows(InvalidKeyException.class, () -> LatticeKeys.check(key));
  }

  @ParameterizedTest
  @MethodSource("org.elastictee.provider.Providers#onEachEngine")
  void whatTheEnginesGeneratePasses(ElasticProvider provider) throws Exception {
    for (String set : new String[] {"ML-DSA-44", "ML-DSA-65", "ML-DSA-87"}) {
      KeyPair pair = KeyPairGenerator.getInstance(set, provider).generateKeyPair();
      assertDoesNotThrow(() -> LatticeKeys.check(pair.getPublic()));
      assertDoesNotThrow(() -> LatticeKeys.check(pair.getPrivate()));
    }
  }

  @ParameterizedTest
  @CsvSource({"44, 1312, 2560", "65, 1952, 4032", "87, 2592, 4896"})
  void keysHaveTheLengthOfTheirParameterSet(int set, int publicBytes, int privateBytes)
      throws Exception {
    assertDoesNotThrow(() -> LatticeKeys.check(publicKey(set, publicBytes)));
    assertDoesNotThrow(() -> LatticeKeys.check(expanded(set, new byte[privateBytes])));
    refuses(publicKey(set, publicBytes - 1));
    refuses(publicKey(set, publicBytes + 1));
    refuses(expanded(set, new byte[privateBytes - 1]));
    refuses(expanded(set, new byte[privateBytes + 1]));
  }

  @ParameterizedTest
  @CsvSource({"44, 2560, 768, 4, 5", "65, 4032, 1408, 8, 9", "87, 4896, 1440, 4, 5"})
  void coefficientsOfS1AndS2AreInTheirRange(
      int set, int privateBytes, int vectorBytes, int largest, int tooLarge) throws Exception {
    for (int at : new int[] {S1, S1 + vectorBytes - 1}) {
      // The lowest bits of the first byte are the first coefficient; the highest, the last one.
      int shift = at == S1 ? 0 : set == 65 ? 4 : 5;
      byte[] key = new byte[privateBytes];
      key[at] = (byte) (largest << shift);
      assertDoesNotThrow(() -> LatticeKeys.check(expanded(set, key)));
      key[at] = (byte) (tooLarge << shift);
      refuses(expanded(set, key));
    }
    byte[] behind = new byte[privateBytes];
    Arrays.fill(behind, S1 + vectorBytes, privateBytes, (byte) 0xff);
    assertDoesNotThrow(() -> LatticeKeys.check(expanded(set, behind)));
  }

  @Test
  void aSeedHas32BytesAloneAndBesideTheExpandedKey() throws Exception {
    assertDoesNotThrow(() -> LatticeKeys.check(seed(32)));
    assertDoesNotThrow(() -> LatticeKeys.check(both(32, new byte[2560])));
    refuses(seed(31));
    refuses(seed(33));
    refuses(both(31, new byte[2560]));
    refuses(both(32, new byte[2559]));
  }

  @Test
  void aPrivateKeyThatHoldsNothingIsRefused() throws Exception {
    refuses(expanded(44, new byte[0]));
    refuses(privateOf(new PrivateKeyInfo(algorithm(44), new DERSequence()).getEncoded()));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 5, 30})
  void whatIsNoEncodingIsRefused(int length) {
    refuses(publicOf(new byte[length]));
    refuses(privateOf(new byte[length]));
  }

  @Test
  void aKeyWithoutEncodingIsRefused() {
    refuses(publicOf(null));
  }
}
