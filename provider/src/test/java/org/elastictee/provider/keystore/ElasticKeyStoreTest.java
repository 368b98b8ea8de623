package org.elastictee.provider.keystore;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.KeyStoreSpi;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.Security;
import java.security.Signature;
import java.security.UnrecoverableKeyException;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.elastictee.provider.ElasticProvider;
import org.elastictee.provider.Providers;
import org.elastictee.provider.engine.EngineTable;
import org.elastictee.provider.key.LiveKeys;
import org.elastictee.provider.key.RootSource;
import org.elastictee.provider.key.SealedKey;
import org.elastictee.provider.key.SealedSecretKey;
import org.elastictee.sev.seal.PrivateFiles;
import org.elastictee.sev.seal.RootOfTrustException;
import org.elastictee.sev.seal.SealingPolicy;
import org.elastictee.sev.seal.SoftwareRoot;
import org.elastictee.sev.seal.UnsealException;
import org.elastictee.sev.seal.UnsealException.Reason;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ElasticKeyStoreTest {
  private static final ElasticProvider PROVIDER = Providers.standard();
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  @TempDir Path folder;
  private RootSource root;

  @BeforeEach
  void openRoot() throws Exception {
    SoftwareRoot opened = SoftwareRoot.open(folder.resolve("root"));
    root = () -> opened;
  }

  /** A key store of an application's point of view, with a root and a clock of our own. */
  private static KeyStore keyStore(RootSource root, Clock clock) throws Exception {
    KeyStoreSpi spi =
        new ElasticKeyStoreSpi(
            EngineTable.standard(), new SecureRandom(), root, clock, new LiveKeys());
    return new KeyStore(spi, PROVIDER, "Elastic") {};
  }

  private KeyStore empty() throws Exception {
    KeyStore keyStore = keyStore(root, Clock.fixed(NOW, ZoneOffset.UTC));
    keyStore.load(null, null);
    return keyStore;
  }

  private KeyStore load(byte[] file) throws Exception {
    KeyStore keyStore = keyStore(root, Clock.systemUTC());
    keyStore.load(new ByteArrayInputStream(file), null);
    return keyStore;
  }

  private static SecretKey aes(int seed) {
    byte[] bytes = new byte[32];
    bytes[0] = (byte) seed;
    return new SecretKeySpec(bytes, "AES");
  }

  private byte[] stored() throws Exception {
    KeyStore keyStore = empty();
    keyStore.setKeyEntry("One", aes(1), null, null);
    keyStore.setKeyEntry("two", new SecretKeySpec(new byte[64], "HmacSHA512"), null, null);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    keyStore.store(file, null);
    return file.toByteArray();
  }

  private static byte[] encrypt(Key key) throws Exception {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", PROVIDER);
    cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(128, new byte[12]));
    return cipher.doFinal(new byte[20]);
  }

  private static <T extends Throwable> T causeOf(Class<T> type, IOException e) {
    return assertInstanceOf(type, e.getCause());
  }

  @Test
  void givesBackWhatWasStored() throws Exception {
    KeyStore read = load(stored());
    assertEquals(List.of("elastic-identity", "one", "two"), Collections.list(read.aliases()));
    assertEquals(3, read.size());
    assertArrayEquals(encrypt(aes(1)), encrypt(read.getKey("one", null)));
    assertEquals("HmacSHA512", read.getKey("two", null).getAlgorithm());
    assertEquals(Date.from(NOW), read.getCreationDate("one"));
  }

  @Test
  void givesKeysThatDoNotShowThemselves() throws Exception {
    Key key = load(stored()).getKey("one", null);
    assertInstanceOf(SealedKey.class, key);
    assertNull(key.getEncoded());
  }

  @Test
  void givesEachCallerAKeyOfItsOwn() throws Exception {
    KeyStore keyStore = load(stored());
    ((SealedKey) keyStore.getKey("one", null)).destroy();
    assertFalse(((SealedKey) keyStore.getKey("one", null)).isDestroyed());
  }

  @Test
  void takesSealedKeysIn() throws Exception {
    KeyStore keyStore = empty();
    keyStore.setKeyEntry("copy", load(stored()).getKey("one", null), null, null);
    assertArrayEquals(encrypt(aes(1)), encrypt(keyStore.getKey("copy", null)));
  }

  @Test
  void doesNotLetAKeyOutliveItsPolicy() throws Exception {
    KeyStore keyStore = empty();
    SealedSecretKey key = new SealedSecretKey("AES", SealingPolicy.EPHEMERAL, new byte[32]);
    assertThrows(KeyStoreException.class, () -> keyStore.setKeyEntry("ephemeral", key, null, null));
    assertFalse(keyStore.containsAlias("ephemeral"));
  }

  @Test
  void doesNotShowKeysInTheFile() throws Exception {
    KeyStore keyStore = empty();
    byte[] bytes = "sixteen readable".getBytes(StandardCharsets.US_ASCII);
    keyStore.setKeyEntry("readable-alias", new SecretKeySpec(bytes, "AES"), null, null);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    keyStore.store(file, null);
    String text = file.toString(StandardCharsets.ISO_8859_1);
    assertFalse(text.contains("readable"));
  }

  @Test
  void knowsAliasesInUpperAndLowerCase() throws Exception {
    KeyStore keyStore = load(stored());
    assertTrue(keyStore.containsAlias("ONE"));
    assertTrue(keyStore.isKeyEntry("oNe"));
    assertFalse(keyStore.isCertificateEntry("one"));
    assertNull(keyStore.getKey("three", null));
    assertNull(keyStore.getCreationDate("three"));
  }

  @Test
  void asksForNoPasswordAndTakesAny() throws Exception {
    char[] password = "changeit".toCharArray();
    KeyStore keyStore = keyStore(root, Clock.systemUTC());
    keyStore.load(new ByteArrayInputStream(stored()), password);
    assertInstanceOf(SecretKey.class, keyStore.getKey("one", password));
    assertInstanceOf(KeyStore.SecretKeyEntry.class, keyStore.getEntry("one", null));
    assertInstanceOf(
        KeyStore.SecretKeyEntry.class,
        keyStore.getEntry("one", new KeyStore.PasswordProtection(password)));
    keyStore.setEntry("three", new KeyStore.SecretKeyEntry(aes(3)), null);
    assertArrayEquals(encrypt(aes(3)), encrypt(keyStore.getKey("three", null)));
  }

  @Test
  void deletesAndReplaces() throws Exception {
    KeyStore keyStore = load(stored());
    keyStore.deleteEntry("ONE");
    keyStore.deleteEntry("absent");
    assertFalse(keyStore.containsAlias("one"));
    keyStore.setKeyEntry("TWO", aes(2), null, null);
    assertArrayEquals(encrypt(aes(2)), encrypt(keyStore.getKey("two", null)));
    assertEquals(2, keyStore.size());
  }

  // The derived identity

  @Test
  void alwaysHasTheDerivedIdentity() throws Exception {
    KeyStore keyStore = empty();
    assertEquals(List.of("elastic-identity"), Collections.list(keyStore.aliases()));
    KeyStore.PrivateKeyEntry entry =
        (KeyStore.PrivateKeyEntry) keyStore.getEntry("elastic-identity", null);
    assertInstanceOf(SealedKey.class, entry.getPrivateKey());
    X509Certificate certificate = (X509Certificate) entry.getCertificate();
    certificate.verify(certificate.getPublicKey());
    assertEquals("elastic-identity", keyStore.getCertificateAlias(certificate));
  }

  @Test
  void hasTheSameIdentityInEveryLifeAndNothingOfItStored() throws Exception {
    X509Certificate one = (X509Certificate) empty().getCertificate("elastic-identity");
    openRoot();
    X509Certificate two = (X509Certificate) load(stored()).getCertificate("elastic-identity");
    assertEquals(one.getPublicKey(), two.getPublicKey());
    assertEquals(one.getSubjectX500Principal(), two.getSubjectX500Principal());
    assertFalse(one.getSerialNumber().equals(two.getSerialNumber()));
  }

  @Test
  void makesACertificateForThisMachinesServersAndClients() throws Exception {
    X509Certificate certificate = (X509Certificate) empty().getCertificate("elastic-identity");
    assertEquals(3, certificate.getVersion());
    assertEquals(-1, certificate.getBasicConstraints());
    assertEquals(
        List.of("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2"), certificate.getExtendedKeyUsage());
    assertEquals(
        List.of("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1"),
        certificate.getSubjectAlternativeNames().stream().map(name -> name.get(1)).toList());
    assertEquals(128, certificate.getSerialNumber().bitLength());
    assertEquals(Date.from(NOW.minus(Duration.ofMinutes(5))), certificate.getNotBefore());
    assertEquals(Date.from(NOW.plus(Duration.ofDays(90))), certificate.getNotAfter());
    assertTrue(
        certificate
            .getSubjectX500Principal()
            .getName()
            .matches("CN=Elastic identity [0-9a-f]{16}"));
  }

  @Test
  void renewsTheCertificateThirtyDaysBeforeItsEnd() throws Exception {
    Instant[] now = {NOW};
    Clock clock =
        new Clock() {
          @Override
          public ZoneOffset getZone() {
            return ZoneOffset.UTC;
          }

          @Override
          public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
          }

          @Override
          public Instant instant() {
            return now[0];
          }
        };
    KeyStore keyStore = keyStore(root, clock);
    keyStore.load(null, null);
    X509Certificate first = (X509Certificate) keyStore.getCertificate("elastic-identity");
    now[0] = NOW.plus(Duration.ofDays(60));
    assertEquals(first, keyStore.getCertificate("elastic-identity"));
    now[0] = NOW.plus(Duration.ofDays(60)).plusSeconds(1);
    X509Certificate second = (X509Certificate) keyStore.getCertificate("elastic-identity");
    assertEquals(first.getPublicKey(), second.getPublicKey());
    assertEquals(Date.from(NOW.plus(Duration.ofDays(150)).plusSeconds(1)), second.getNotAfter());
  }

  @Test
  void doesNotLetTheIdentityBeReplacedOrDeleted() throws Exception {
    KeyStore keyStore = empty();
    assertThrows(
        KeyStoreException.class,
        () -> keyStore.setKeyEntry("Elastic-Identity", aes(1), null, null));
    assertThrows(KeyStoreException.class, () -> keyStore.deleteEntry("elastic-identity"));
  }

  @Test
  void saysSoWhenThereIsNoRoot() throws Exception {
    RootSource none =
        () -> {
          throw new RootOfTrustException(RootOfTrustException.Reason.DEVICE_MISSING, "none");
        };
    KeyStore keyStore = keyStore(none, Clock.systemUTC());
    keyStore.load(null, null);
    assertThrows(UnrecoverableKeyException.class, () -> keyStore.getKey("elastic-identity", null));
    IOException e =
        assertThrows(
            IOException.class, () -> keyStore.load(new ByteArrayInputStream(stored()), null));
    assertEquals(
        RootOfTrustException.Reason.DEVICE_MISSING,
        causeOf(RootOfTrustException.class, e).reason());
    assertThrows(IOException.class, () -> keyStore.store(new ByteArrayOutputStream(), null));
  }

  // Bad input

  @Test
  void refusesEveryFlippedBitAndKeepsWhatItHad() throws Exception {
    byte[] file = stored();
    KeyStore keyStore = load(file);
    for (int bit = 0; bit < 8 * file.length; bit += 3) {
      byte[] flipped = file.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      IOException e =
          assertThrows(
              IOException.class, () -> keyStore.load(new ByteArrayInputStream(flipped), null));
      causeOf(UnsealException.class, e);
    }
    assertEquals(3, keyStore.size());
  }

  @Test
  void refusesEveryTruncation() throws Exception {
    byte[] file = stored();
    for (int length = 0; length < file.length; length++) {
      InputStream cut = new ByteArrayInputStream(file, 0, length);
      KeyStore keyStore = keyStore(root, Clock.systemUTC());
      assertThrows(IOException.class, () -> keyStore.load(cut, null));
    }
  }

  @Test
  void refusesAFileOfAnotherRoot() throws Exception {
    byte[] file = stored();
    SoftwareRoot other = SoftwareRoot.open(folder.resolve("other"));
    root = () -> other;
    IOException e = assertThrows(IOException.class, () -> load(file));
    assertEquals(Reason.FOREIGN_ROOT, causeOf(UnsealException.class, e).reason());
  }

  @Test
  void refusesAFileThatIsNoKeyStore() throws Exception {
    IOException e = assertThrows(IOException.class, () -> load(new byte[100]));
    assertEquals(Reason.NOT_SEALED, causeOf(UnsealException.class, e).reason());
  }

  @Test
  void refusesAFileLargerThanAny() throws Exception {
    assertThrows(IOException.class, () -> load(new byte[(16 << 20) + 5000]));
  }

  @Test
  void refusesKeysThatAnotherKeyStoreProtects() throws Exception {
    KeyStore keyStore = empty();
    assertThrows(
        KeyStoreException.class, () -> keyStore.setKeyEntry("protected", new byte[10], null));
  }

  /** The root of the stored examples: bytes 1 to 32. */
  private void openRootOfExamples() throws Exception {
    PrivateFiles.create(folder.resolve("example"), counting(1));
    SoftwareRoot example = SoftwareRoot.open(folder.resolve("example"));
    root = () -> example;
  }

  private static byte[] counting(int from) {
    byte[] bytes = new byte[32];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (from + i);
    }
    return bytes;
  }

  private static byte[] example(String name) throws IOException {
    try (InputStream in = ElasticKeyStoreTest.class.getResourceAsStream(name)) {
      String hex = new String(in.readAllBytes(), StandardCharsets.US_ASCII).strip();
      return HexFormat.of().parseHex(hex);
    }
  }

  @Test
  void opensTheStoredExampleOfVersion1() throws Exception {
    openRootOfExamples();
    KeyStore keyStore = load(example("keystore-v1.hex"));
    assertArrayEquals(encrypt(aes(1)), encrypt(keyStore.getKey("one", null)));
  }

  private static void assertIsExample(KeyStore keyStore) throws Exception {
    assertEquals(
        List.of("elastic-identity", "one", "pair", "trusted"),
        Collections.list(keyStore.aliases()));
    assertArrayEquals(encrypt(aes(1)), encrypt(keyStore.getKey("one", null)));
    Signature signature = Signature.getInstance("SHA256withECDSA", PROVIDER);
    signature.initSign((PrivateKey) keyStore.getKey("pair", null));
    byte[] made = signature.sign();
    signature.initVerify(keyStore.getCertificate("pair").getPublicKey());
    assertTrue(signature.verify(made));
    assertTrue(keyStore.isCertificateEntry("trusted"));
    assertEquals(
        Date.from(Instant.parse("2026-11-24T12:00:00.123Z")), keyStore.getCreationDate("one"));
  }

  @Test
  void opensTheStoredExampleOfVersion2() throws Exception {
    openRootOfExamples();
    assertIsExample(load(example("keystore-v2.hex")));
  }

  /** The recipient's key is of bytes 33 to 64. */
  @Test
  void recoversTheStoredExampleOfVersion2() throws Exception {
    Path file = Files.write(folder.resolve("keystore"), example("keystore-v2.hex"));
    byte[] prefix = HexFormat.of().parseHex("302e020100300506032b656e04220420");
    byte[] pkcs8 = Arrays.copyOf(prefix, prefix.length + 32);
    System.arraycopy(counting(33), 0, pkcs8, prefix.length, 32);
    PrivateKey offline =
        KeyFactory.getInstance("X25519").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    KeyStore keyStore = keyStore(root, Clock.systemUTC());
    keyStore.load(ElasticLoadStoreParameter.builder(file).recoveryKey(offline).build());
    assertIsExample(keyStore);
  }

  @Test
  void isFoundByItsNameAndByItsContent() throws Exception {
    assertEquals("Elastic", KeyStore.getInstance("Elastic", PROVIDER).getType());
    Path file = folder.resolve("keystore");
    PrivateFiles.create(file, stored());
    Provider registered = new ElasticProvider();
    Security.addProvider(registered);
    try {
      // The file is of another root than that of this process: it is recognized, and then refused.
      IOException e =
          assertThrows(IOException.class, () -> KeyStore.getInstance(file.toFile(), new char[0]));
      assertEquals(Reason.FOREIGN_ROOT, causeOf(UnsealException.class, e).reason());
    } finally {
      Security.removeProvider("Elastic");
    }
  }
}
