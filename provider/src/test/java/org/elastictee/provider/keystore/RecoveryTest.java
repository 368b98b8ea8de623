package org.elastictee.provider.keystore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.elastictee.provider.engine.EngineTable;
import org.elastictee.provider.key.RootSource;
import org.elastictee.sev.seal.Hkdf;
import org.elastictee.sev.seal.SealingPolicy;
import org.elastictee.sev.seal.UnsealException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecoveryTest {
  @TempDir Path folder;
  private Path file;
  private RootSource root;
  private RootSource otherRoot;
  private KeyPair offline;
  private RecoveryRecipient recipient;

  @BeforeEach
  void createKeyStore() throws Exception {
    file = folder.resolve("keystore");
    root = Stores.root(folder.resolve("root"));
    otherRoot = Stores.root(folder.resolve("other"));
    offline = Stores.pair("X25519");
    recipient = RecoveryRecipient.of(offline.getPublic());
    ElasticLoadStoreParameter creating =
        at(file).createMissing(true).recoveryRecipient(recipient).build();
    KeyStore keyStore = Stores.load(root, creating);
    keyStore.setKeyEntry("one", Stores.aes(1), null, null);
    keyStore.store(creating);
  }

  private static ElasticLoadStoreParameter.Builder at(Path file) {
    return ElasticLoadStoreParameter.builder(file);
  }

  private KeyStoreFileException.Reason refusal(ElasticLoadStoreParameter parameter) {
    return assertThrows(KeyStoreFileException.class, () -> Stores.load(otherRoot, parameter))
        .reason();
  }

  @Test
  void isOffByDefault() throws Exception {
    ElasticLoadStoreParameter without = at(folder.resolve("without")).createMissing(true).build();
    Stores.load(root, without).store(without);
    assertEquals(Optional.empty(), KeyStoreFile.describe(without.file()).recoveryRecipient());
    assertEquals(
        KeyStoreFileException.Reason.RECOVERY_KEY,
        refusal(at(without.file()).recoveryKey(offline.getPrivate()).build()));
  }

  @Test
  void isShownWithoutOpening() throws Exception {
    KeyStoreDescription description = KeyStoreFile.describe(file);
    assertEquals(Optional.of(recipient), description.recoveryRecipient());
    assertEquals(
        HexFormat.of()
            .formatHex(
                MessageDigest.getInstance("SHA-256").digest(offline.getPublic().getEncoded())),
        recipient.fingerprint());
  }

  @Test
  void opensWhatALostRootHadSealedAndStoresItUnderAnother() throws Exception {
    assertThrows(IOException.class, () -> Stores.load(otherRoot, at(file).build()));
    KeyStore recovered = Stores.load(otherRoot, at(file).recoveryKey(offline.getPrivate()).build());
    recovered.store(at(file).build());
    KeyStore read = Stores.load(otherRoot, at(file).build());
    assertTrue(read.containsAlias("one"));
    assertEquals(Optional.of(recipient), KeyStoreFile.describe(file).recoveryRecipient());
    assertThrows(IOException.class, () -> Stores.load(root, at(file).build()));
  }

  /** Anyone can make a file for the recipient, under any identifier and of any generation. */
  @Test
  void leavesWhatThisProcessHasSeenAsItIs() throws Exception {
    byte[] older = Files.readAllBytes(file);
    KeyStoreFile.update(Stores.over(root), at(file).build(), keyStore -> {});
    byte[] newer = Files.readAllBytes(file);
    ElasticLoadStoreParameter recovering = at(file).recoveryKey(offline.getPrivate()).build();
    Files.write(file, older);
    assertTrue(Stores.load(otherRoot, recovering).containsAlias("one"));
    StoreHeader seen = StoreFile.parse(newer).header();
    Files.write(file, ofGeneration(seen, Long.MAX_VALUE));
    Stores.load(otherRoot, recovering);
    Files.write(file, newer);
    assertTrue(Stores.load(root, at(file).build()).containsAlias("one"));
  }

  private byte[] ofGeneration(StoreHeader header, long generation) throws Exception {
    StoreHeader made = new StoreHeader(header.id(), generation, header.recipient());
    return new ContentSealer(EngineTable.standard(), new SecureRandom())
        .seal(new byte[4], made, root.get(), SealingPolicy.STRICT)
        .encode();
  }

  @Test
  void storesWhatWasRecoveredAsANewKeyStore() throws Exception {
    StoreHeader before = StoreFile.parse(Files.readAllBytes(file)).header();
    KeyStore recovered = Stores.load(otherRoot, at(file).recoveryKey(offline.getPrivate()).build());
    recovered.store(at(file).build());
    StoreHeader after = StoreFile.parse(Files.readAllBytes(file)).header();
    assertNotEquals(before.id(), after.id());
    assertEquals(1, after.generation());
  }

  @Test
  void refusesToStoreBeyondTheLastGeneration() throws Exception {
    StoreHeader header = StoreFile.parse(Files.readAllBytes(file)).header();
    Files.write(file, ofGeneration(header, Long.MAX_VALUE));
    KeyStore last = Stores.load(root, at(file).build());
    assertEquals(
        KeyStoreFileException.Reason.EXHAUSTED,
        assertThrows(KeyStoreFileException.class, () -> last.store(at(file).build())).reason());
  }

  @Test
  void staysOnEachStore() throws Exception {
    KeyStore keyStore = Stores.load(root, at(file).build());
    keyStore.setKeyEntry("two", Stores.aes(2), null, null);
    keyStore.store(at(file).build());
    byte[] byStream = Stores.bytes(keyStore);
    Files.write(file, byStream);
    KeyStore recovered = Stores.load(otherRoot, at(file).recoveryKey(offline.getPrivate()).build());
    assertTrue(recovered.containsAlias("two"));
  }

  @Test
  void refusesAnotherKey() throws Exception {
    assertEquals(
        KeyStoreFileException.Reason.RECOVERY_KEY,
        refusal(at(file).recoveryKey(Stores.pair("X25519").getPrivate()).build()));
    assertEquals(
        KeyStoreFileException.Reason.RECOVERY_KEY,
        refusal(at(file).recoveryKey(Stores.pair("EC").getPrivate()).build()));
  }

  @Test
  void refusesToTakeAnotherRecipientForTheOneThatIsAskedFor() throws Exception {
    RecoveryRecipient another = RecoveryRecipient.of(Stores.pair("X25519").getPublic());
    KeyStoreFileException e =
        assertThrows(
            KeyStoreFileException.class,
            () -> Stores.load(root, at(file).recoveryRecipient(another).build()));
    assertEquals(KeyStoreFileException.Reason.RECIPIENT, e.reason());
  }

  /** The host may write a slot of its own; the root of trust finds it out. */
  @Test
  void refusesARecipientThatTheHostPutThere() throws Exception {
    byte[] bytes = Files.readAllBytes(file);
    StoreHeader header = StoreFile.parse(bytes).header();
    KeyPair hosts = Stores.pair("X25519");
    RecoveryRecipient host = RecoveryRecipient.of(hosts.getPublic());
    byte[] slot = RecoverySlot.seal(host, new byte[32], header, new SecureRandom()).encode();
    System.arraycopy(slot, 0, bytes, StoreHeader.BYTES, slot.length);
    Files.write(file, bytes);
    IOException e = assertThrows(IOException.class, () -> Stores.load(root, at(file).build()));
    assertEquals(
        UnsealException.Reason.TAMPERED,
        assertInstanceOf(UnsealException.class, e.getCause()).reason());
  }

  @Test
  void refusesEveryFlippedBitOfTheSlot() throws Exception {
    byte[] bytes = Files.readAllBytes(file);
    for (int bit = 8 * StoreHeader.BYTES; bit < 8 * (StoreHeader.BYTES + 112); bit++) {
      byte[] flipped = bytes.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThrows(IOException.class, () -> Stores.load(root, flipped));
      Files.write(file, flipped);
      assertThrows(
          IOException.class,
          () -> Stores.load(otherRoot, at(file).recoveryKey(offline.getPrivate()).build()));
    }
  }

  /** RFC 9180 by the JDK alone: what an offline program needs to open the slot. */
  @Test
  void isHpkeInBaseMode() throws Exception {
    byte[] bytes = Files.readAllBytes(file);
    byte[] enc = Arrays.copyOfRange(bytes, 64, 96);
    byte[] info =
        concat(
            "elastic keystore recovery".getBytes(StandardCharsets.US_ASCII),
            new byte[] {2},
            Arrays.copyOfRange(bytes, 8, 24));
    byte[] kem = concat("KEM".getBytes(StandardCharsets.US_ASCII), new byte[] {0, 0x20});
    byte[] suite =
        concat("HPKE".getBytes(StandardCharsets.US_ASCII), new byte[] {0, 0x20, 0, 1, 0, 2});
    byte[] prefix = HexFormat.of().parseHex("302a300506032b656e032100");
    KeyAgreement agreement = KeyAgreement.getInstance("X25519");
    agreement.init(offline.getPrivate());
    agreement.doPhase(
        KeyFactory.getInstance("X25519")
            .generatePublic(new X509EncodedKeySpec(concat(prefix, enc))),
        true);
    byte[] eaePrk = extract(kem, new byte[0], "eae_prk", agreement.generateSecret());
    byte[] context = concat(enc, recipient.raw());
    byte[] shared = expand(kem, eaePrk, "shared_secret", context, 32);
    byte[] pskIdHash = extract(suite, new byte[0], "psk_id_hash", new byte[0]);
    byte[] infoHash = extract(suite, new byte[0], "info_hash", info);
    byte[] schedule = concat(new byte[] {0}, pskIdHash, infoHash);
    byte[] secret = extract(suite, shared, "secret", new byte[0]);
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        Cipher.DECRYPT_MODE,
        new SecretKeySpec(expand(suite, secret, "key", schedule, 32), "AES"),
        new GCMParameterSpec(128, expand(suite, secret, "base_nonce", schedule, 12)));
    cipher.updateAAD(bytes, 0, 32);
    byte[] contentKey = cipher.doFinal(bytes, 96, 48);
    StoreFile parsed = StoreFile.parse(bytes);
    Cipher content = Cipher.getInstance("AES/GCM/NoPadding");
    content.init(
        Cipher.DECRYPT_MODE,
        new SecretKeySpec(contentKey, "AES"),
        new GCMParameterSpec(128, bytes, 144, 12));
    content.updateAAD(bytes, 0, 156);
    assertEquals(1, ByteBuffer.wrap(content.doFinal(parsed.content())).getInt());
  }

  private static byte[] extract(byte[] suite, byte[] salt, String label, byte[] ikm) {
    return Hkdf.extract(salt, concat(ascii("HPKE-v1"), suite, ascii(label), ikm));
  }

  private static byte[] expand(byte[] suite, byte[] prk, String label, byte[] info, int length) {
    byte[] encodedLength = {(byte) (length >> 8), (byte) length};
    return Hkdf.expand(
        prk, concat(encodedLength, ascii("HPKE-v1"), suite, ascii(label), info), length);
  }

  private static byte[] ascii(String s) {
    return s.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] concat(byte[]... parts) {
    ByteBuffer all = ByteBuffer.allocate(Arrays.stream(parts).mapToInt(p -> p.length).sum());
    Arrays.stream(parts).forEach(all::put);
    return all.array();
  }

  @Test
  void readsPemAndDer() throws Exception {
    byte[] der = offline.getPublic().getEncoded();
    String pem =
        "-----BEGIN PUBLIC KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(der)
            + "\n-----END PUBLIC KEY-----\n";
    assertEquals(recipient, RecoveryRecipient.parse(der));
    assertEquals(recipient, RecoveryRecipient.parse(ascii(pem)));
  }

  @Test
  void refusesKeysThatAreOfNoUse() throws Exception {
    byte[] zero = concat(HexFormat.of().parseHex("302a300506032b656e032100"), new byte[32]);
    byte[] cut = Arrays.copyOf(offline.getPublic().getEncoded(), 20);
    byte[] ec = Stores.pair("EC").getPublic().getEncoded();
    byte[] pem = ascii("-----BEGIN PUBLIC KEY-----\nAAAA");
    for (byte[] bad : new byte[][] {zero, cut, ec, pem, new byte[0]}) {
      assertThrows(InvalidKeyException.class, () -> RecoveryRecipient.parse(bad));
    }
  }
}
