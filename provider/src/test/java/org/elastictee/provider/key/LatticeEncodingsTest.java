package org.elastictee.provider.key;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.crypto.params.MLKEMPrivateKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.elastictee.provider.ElasticProvider;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys in the forms of RFC 9881 and RFC 9935, on each engine. */
@ParameterizedClass
@MethodSource("org.elastictee.provider.Providers#onEachEngine")
class LatticeEncodingsTest {
  private final Provider provider;

  LatticeEncodingsTest(ElasticProvider provider) {
    this.provider = provider;
  }

  /** A private key as BouncyCastle writes it: a sequence of its seed and its expanded form. */
  private static PrivateKeyInfo sample(String algorithm) throws Exception {
    PrivateKey key =
        KeyPairGenerator.getInstance(algorithm, new BouncyCastleProvider())
            .generateKeyPair()
            .getPrivate();
    return PrivateKeyInfo.getInstance(key.getEncoded());
  }

  private static byte[] part(PrivateKeyInfo key, int index) throws Exception {
    ASN1Sequence forms = ASN1Sequence.getInstance(key.parsePrivateKey());
    return ASN1OctetString.getInstance(forms.getObjectAt(index)).getOctets();
  }

  private static PKCS8EncodedKeySpec ofSeed(PrivateKeyInfo key, byte[] seed) throws Exception {
    return encoded(key, new DERTaggedObject(false, 0, new DEROctetString(seed)));
  }

  private static PKCS8EncodedKeySpec ofExpanded(PrivateKeyInfo key, byte[] expanded)
      throws Exception {
    return encoded(key, new DEROctetString(expanded));
  }

  private static PKCS8EncodedKeySpec ofBoth(PrivateKeyInfo key, byte[] seed, byte[] expanded)
      throws Exception {
    return encoded(
        key,
        new DERSequence(
            new ASN1Encodable[] {new DEROctetString(seed), new DEROctetString(expanded)}));
  }

  private static PKCS8EncodedKeySpec encoded(PrivateKeyInfo key, ASN1Encodable content)
      throws Exception {
    return new PKCS8EncodedKeySpec(
        new PrivateKeyInfo(key.getPrivateKeyAlgorithm(), content).getEncoded());
  }

  private static byte[] expanded(PrivateKey key) throws Exception {
    AsymmetricKeyParameter parameters = PrivateKeyFactory.createKey(key.getEncoded());
    return parameters instanceof MLKEMPrivateKeyParameters kem
        ? kem.getEncoded()
        : ((MLDSAPrivateKeyParameters) parameters).getEncoded();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ML-DSA-44", "ML-DSA-65", "ML-DSA-87", "ML-KEM-512", "ML-KEM-768", "ML-KEM-1024"})
  void areReadInEachForm(String algorithm) throws Exception {
    PrivateKeyInfo key = sample(algorithm);
    byte[] seed = part(key, 0);
    byte[] expanded = part(key, 1);
    KeyFactory factory = KeyFactory.getInstance(algorithm, provider);
    assertArrayEquals(expanded, expanded(factory.generatePrivate(ofSeed(key, seed))));
    assertArrayEquals(expanded, expanded(factory.generatePrivate(ofExpanded(key, expanded))));
    assertArrayEquals(expanded, expanded(factory.generatePrivate(ofBoth(key, seed, expanded))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ML-DSA-65", "ML-KEM-768"})
  void areRefusedWhereTheFormsDisagree(String algorithm) throws Exception {
    PrivateKeyInfo key = sample(algorithm);
    byte[] expanded = part(key, 1);
    expanded[40] ^= 1;
    PKCS8EncodedKeySpec spec = ofBoth(key, part(key, 0), expanded);
    KeyFactory factory = KeyFactory.getInstance(algorithm, provider);
    assertThrows(InvalidKeySpecException.class, () -> factory.generatePrivate(spec));
  }

  @ParameterizedTest
  @CsvSource({"ML-DSA-65, 31", "ML-DSA-65, 33", "ML-KEM-768, 63", "ML-KEM-768, 65"})
  void areRefusedWhereTheSeedHasAnotherLength(String algorithm, int bytes) throws Exception {
    PKCS8EncodedKeySpec spec = ofSeed(sample(algorithm), new byte[bytes]);
    KeyFactory factory = KeyFactory.getInstance(algorithm, provider);
    assertThrows(InvalidKeySpecException.class, () -> factory.generatePrivate(spec));
  }

  @ParameterizedTest
  @CsvSource({
    "ML-DSA-44, 2560", "ML-DSA-65, 4032", "ML-DSA-87, 4896",
    "ML-KEM-512, 1632", "ML-KEM-768, 2400", "ML-KEM-1024, 3168"
  })
  void areRefusedWhereTheExpandedFormHasAnotherLength(String algorithm, int bytes)
      throws Exception {
    PrivateKeyInfo key = sample(algorithm);
    assertEquals(bytes, part(key, 1).length);
    KeyFactory factory = KeyFactory.getInstance(algorithm, provider);
    for (int wrong : new int[] {0, bytes - 1, bytes + 1}) {
      PKCS8EncodedKeySpec spec = ofExpanded(key, Arrays.copyOf(part(key, 1), wrong));
      assertThrows(InvalidKeySpecException.class, () -> factory.generatePrivate(spec));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ML-DSA-44, 1312", "ML-DSA-65, 1952", "ML-DSA-87, 2592",
    "ML-KEM-512, 800", "ML-KEM-768, 1184", "ML-KEM-1024, 1568"
  })
  void areRefusedWhereThePublicKeyHasAnotherLength(String algorithm, int bytes) throws Exception {
    AlgorithmIdentifier id = sample(algorithm).getPrivateKeyAlgorithm();
    KeyFactory factory = KeyFactory.getInstance(algorithm, provider);
    for (int wrong : new int[] {0, bytes - 1, bytes + 1}) {
      X509EncodedKeySpec spec =
          new X509EncodedKeySpec(new SubjectPublicKeyInfo(id, new byte[wrong]).getEncoded());
      assertThrows(InvalidKeySpecException.class, () -> factory.generatePublic(spec));
    }
    byte[] right = new SubjectPublicKeyInfo(id, new byte[bytes]).getEncoded();
    assertNotNull(factory.generatePublic(new X509EncodedKeySpec(right)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ML-DSA-65", "ML-KEM-768"})
  void areTranslatedFromBouncyCastles(String algorithm) throws Exception {
    PrivateKey key =
        KeyPairGenerator.getInstance(algorithm, new BouncyCastleProvider())
            .generateKeyPair()
            .getPrivate();
    PrivateKey translated =
        (PrivateKey) KeyFactory.getInstance(algorithm, provider).translateKey(key);
    assertArrayEquals(expanded(key), expanded(translated));
  }
}
