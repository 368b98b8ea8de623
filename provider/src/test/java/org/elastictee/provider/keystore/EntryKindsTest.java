package org.elastictee.provider.keystore;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PSSParameterSpec;
import java.util.Collections;
import java.util.List;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.elastictee.provider.key.RootSource;
import org.elastictee.provider.key.SealedPrivateKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Private keys with their chains, and trusted certificates, through every method. */
class EntryKindsTest {
  @TempDir Path folder;
  private RootSource root;
  private KeyPair pair;
  private X509Certificate own;
  private X509Certificate issuer;

  @BeforeEach
  void makeCertificates() throws Exception {
    root = Stores.root(folder.resolve("root"));
    pair = Stores.pair("EC");
    own = Stores.certificate("own", pair);
    issuer = Stores.certificate("issuer", Stores.pair("EC"));
  }

  private KeyStore stored() throws Exception {
    KeyStore keyStore = Stores.empty(root);
    keyStore.setKeyEntry("Pair", pair.getPrivate(), null, new Certificate[] {own, issuer});
    keyStore.setCertificateEntry("Trusted", issuer);
    return Stores.load(root, Stores.bytes(keyStore));
  }

  @ParameterizedTest
  @CsvSource({"EC, SHA256withECDSA", "RSA, RSASSA-PSS", "RSA, SHA384withRSA", "Ed25519, Ed25519"})
  void signsByAKeyThatWasStored(String algorithm, String signatureAlgorithm) throws Exception {
    KeyPair signing = Stores.pair(algorithm);
    KeyStore keyStore = Stores.empty(root);
    keyStore.setKeyEntry(
        "k", signing.getPrivate(), null, new Certificate[] {Stores.certificate("k", signing)});
    PrivateKey key =
        (PrivateKey) Stores.load(root, Stores.bytes(keyStore)).getKey("k", new char[0]);
    assertInstanceOf(SealedPrivateKey.class, key);
    assertNull(key.getEncoded());
    Signature signature = Signature.getInstance(signatureAlgorithm, Stores.PROVIDER);
    if (signatureAlgorithm.equals("RSASSA-PSS")) {
      signature.setParameter(PSSParameterSpec.DEFAULT);
    }
    signature.initSign(key);
    byte[] made = signature.sign();
    signature.initVerify(signing.getPublic());
    assertTrue(signature.verify(made));
  }

  @Test
  void givesPrivateKeysWithTheirChains() throws Exception {
    KeyStore keyStore = stored();
    KeyStore.PrivateKeyEntry entry = (KeyStore.PrivateKeyEntry) keyStore.getEntry("pair", null);
    assertArrayEquals(new Certificate[] {own, issuer}, entry.getCertificateChain());
    assertArrayEquals(new Certificate[] {own, issuer}, keyStore.getCertificateChain("PAIR"));
    assertEquals(own, keyStore.getCertificate("pair"));
    assertTrue(keyStore.isKeyEntry("pair"));
    assertFalse(keyStore.isCertificateEntry("pair"));
    assertTrue(keyStore.entryInstanceOf("pair", KeyStore.PrivateKeyEntry.class));
  }

  @Test
  void givesTrustedCertificates() throws Exception {
    KeyStore keyStore = stored();
    KeyStore.TrustedCertificateEntry entry =
        (KeyStore.TrustedCertificateEntry) keyStore.getEntry("trusted", null);
    assertEquals(issuer, entry.getTrustedCertificate());
    assertTrue(keyStore.isCertificateEntry("trusted"));
    assertFalse(keyStore.isKeyEntry("trusted"));
    assertNull(keyStore.getCertificateChain("trusted"));
    assertNull(keyStore.getKey("trusted", null));
    assertTrue(keyStore.entryInstanceOf("trusted", KeyStore.TrustedCertificateEntry.class));
  }

  @Test
  void findsAliasesOfTrustedCertificatesAndHeadsOfChains() throws Exception {
    KeyStore keyStore = stored();
    assertEquals("pair", keyStore.getCertificateAlias(own));
    assertEquals("trusted", keyStore.getCertificateAlias(issuer));
    assertNull(keyStore.getCertificateAlias(Stores.certificate("no", pair)));
  }

  @Test
  void keepsTheDateOfCreation() throws Exception {
    KeyStore keyStore = Stores.empty(root);
    keyStore.setCertificateEntry("trusted", issuer);
    assertEquals(
        keyStore.getCreationDate("trusted"),
        Stores.load(root, Stores.bytes(keyStore)).getCreationDate("trusted"));
  }

  @Test
  void takesEntriesOfEachKind() throws Exception {
    KeyStore keyStore = Stores.empty(root);
    keyStore.setEntry(
        "pair",
        new KeyStore.PrivateKeyEntry(pair.getPrivate(), new Certificate[] {own}),
        new KeyStore.PasswordProtection("any".toCharArray()));
    keyStore.setEntry("trusted", new KeyStore.TrustedCertificateEntry(issuer), null);
    keyStore.setEntry("secret", new KeyStore.SecretKeyEntry(Stores.aes(1)), null);
    assertEquals(
        List.of("elastic-identity", "pair", "secret", "trusted"),
        Collections.list(keyStore.aliases()));
  }

  @Test
  void takesAKeyOutAndInUnderAnotherName() throws Exception {
    KeyStore keyStore = stored();
    keyStore.setEntry("renamed", keyStore.getEntry("pair", null), null);
    keyStore.deleteEntry("pair");
    KeyStore read = Stores.load(root, Stores.bytes(keyStore));
    assertEquals("renamed", read.getCertificateAlias(own));
    assertInstanceOf(SealedPrivateKey.class, read.getKey("renamed", null));
  }

  @Test
  void refusesAChainOfAnotherKey() throws Exception {
    KeyStore keyStore = Stores.empty(root);
    assertThrows(
        KeyStoreException.class,
        () ->
            keyStore.setKeyEntry("pair", pair.getPrivate(), null, new Certificate[] {issuer, own}));
    assertFalse(keyStore.containsAlias("pair"));
  }

  /** An entry of the JDK compares the names, so such a pair could not come out again. */
  @Test
  @EnabledForJreRange(minVersion = 24)
  void refusesAKeyThatItsCertificateNamesOtherwise() throws Exception {
    KeyPair lattice = Stores.pair("ML-DSA-65");
    X509Certificate certificate = Stores.certificate("lattice", lattice);
    assertEquals("ML-DSA", certificate.getPublicKey().getAlgorithm());
    KeyStore keyStore = Stores.empty(root);
    assertThrows(
        KeyStoreException.class,
        () ->
            keyStore.setKeyEntry("k", lattice.getPrivate(), null, new Certificate[] {certificate}));
    assertFalse(keyStore.containsAlias("k"));
  }

  @Test
  void refusesASecretKeyWithCertificates() throws Exception {
    KeyStore keyStore = Stores.empty(root);
    assertThrows(
        KeyStoreException.class,
        () -> keyStore.setKeyEntry("s", Stores.aes(1), null, new Certificate[] {own}));
  }

  @Test
  void doesNotReplaceAKeyByACertificate() throws Exception {
    KeyStore keyStore = stored();
    assertThrows(KeyStoreException.class, () -> keyStore.setCertificateEntry("pair", issuer));
    assertThrows(
        KeyStoreException.class, () -> keyStore.setCertificateEntry("elastic-identity", issuer));
    assertTrue(keyStore.isKeyEntry("pair"));
  }

  @Test
  void refusesAnAliasThatIsNoText() throws Exception {
    KeyStore keyStore = Stores.empty(root);
    assertThrows(
        KeyStoreException.class, () -> keyStore.setKeyEntry("\uD800", Stores.aes(1), null, null));
    assertThrows(
        KeyStoreException.class,
        () -> keyStore.setKeyEntry("a".repeat(65536), Stores.aes(1), null, null));
    assertEquals(1, keyStore.size());
  }

  /** BouncyCastle reads a certificate whose issuer is empty, and the JDK does not. */
  @Test
  void refusesACertificateThatTheFilesReaderDoesNotTake() throws Exception {
    X509Certificate nameless = Stores.namelessCertificate(pair);
    KeyStore keyStore = stored();
    assertThrows(KeyStoreException.class, () -> keyStore.setCertificateEntry("ca", nameless));
    assertThrows(
        KeyStoreException.class,
        () ->
            keyStore.setKeyEntry(
                "pair", pair.getPrivate(), null, new Certificate[] {own, nameless}));
    assertFalse(keyStore.containsAlias("ca"));
    assertTrue(Stores.load(root, Stores.bytes(keyStore)).isKeyEntry("pair"));
  }

  @Test
  void keepsACertificateOfAnotherLibraryAsTheJdksOwn() throws Exception {
    Certificate foreign =
        CertificateFactory.getInstance("X.509", new BouncyCastleProvider())
            .generateCertificate(new ByteArrayInputStream(own.getEncoded()));
    KeyStore keyStore = Stores.empty(root);
    keyStore.setCertificateEntry("ca", foreign);
    assertEquals(own, keyStore.getCertificate("ca"));
    assertEquals("ca", keyStore.getCertificateAlias(foreign));
  }
}
