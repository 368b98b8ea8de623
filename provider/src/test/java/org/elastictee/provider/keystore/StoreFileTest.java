package org.elastictee.provider.keystore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.HexFormat;
import org.elastictee.provider.key.RootSource;
import org.elastictee.sev.seal.SealingPolicy;
import org.elastictee.sev.seal.UnsealException;
import org.elastictee.sev.seal.UnsealException.Reason;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of version 2 that a hostile disk brings. */
class StoreFileTest {
  private static final int AUTHENTICATED_BYTES = 44;

  @TempDir Path folder;
  private RootSource root;

  @BeforeEach
  void openRoot() throws Exception {
    root = Stores.root(folder.resolve("root"));
  }

  private byte[] stored(int seed) throws Exception {
    KeyStore keyStore = Stores.empty(root);
    keyStore.setKeyEntry("one", Stores.aes(seed), null, null);
    return Stores.bytes(keyStore);
  }

  private Reason refusal(byte[] file) {
    IOException e = assertThrows(IOException.class, () -> Stores.load(root, file));
    return assertInstanceOf(UnsealException.class, e.getCause()).reason();
  }

  @Test
  void beginsAsDocumented() throws Exception {
    ByteBuffer file = ByteBuffer.wrap(stored(1));
    byte[] magic = new byte[4];
    file.get(magic);
    assertEquals("ELKS", new String(magic, StandardCharsets.US_ASCII));
    assertEquals(2, file.get());
    assertEquals(0, file.get());
    assertEquals(0, file.getShort());
    assertEquals(1, file.getLong(24));
    int slot = file.getShort(AUTHENTICATED_BYTES);
    byte[] blob = new byte[4];
    file.get(AUTHENTICATED_BYTES + 2, blob);
    assertEquals("ELSB", new String(blob, StandardCharsets.US_ASCII));
    assertTrue(slot > 0 && slot <= 2048);
  }

  @Test
  void refusesEveryFlippedBit() throws Exception {
    byte[] file = stored(1);
    for (int bit = 0; bit < 8 * file.length; bit++) {
      byte[] flipped = file.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      refusal(flipped);
    }
  }

  @Test
  void refusesEveryTruncationAndAnythingBehind() throws Exception {
    byte[] file = stored(1);
    for (int length = 0; length < file.length; length++) {
      refusal(Arrays.copyOf(file, length));
    }
    assertEquals(Reason.TAMPERED, refusal(Arrays.copyOf(file, file.length + 1)));
  }

  /** Of two key stores, or of two generations of one: no part fits into the other file. */
  @Test
  void refusesPartsOfAnotherFile() throws Exception {
    byte[] one = stored(1);
    KeyStore grown = Stores.load(root, one);
    for (byte[] other : new byte[][] {stored(2), Stores.bytes(grown)}) {
      assertEquals(one.length, other.length);
      int contentStart = one.length - (one.length - AUTHENTICATED_BYTES - 2 - slotBytes(one));
      int[] cuts = {0, 8, 24, 32, AUTHENTICATED_BYTES, contentStart, one.length};
      for (int part = 0; part + 1 < cuts.length; part++) {
        byte[] mixed = one.clone();
        System.arraycopy(other, cuts[part], mixed, cuts[part], cuts[part + 1] - cuts[part]);
        if (!Arrays.equals(mixed, one)) {
          assertEquals(Reason.TAMPERED, refusal(mixed), "part " + part);
        }
      }
    }
  }

  private static int slotBytes(byte[] file) {
    return ByteBuffer.wrap(file).getShort(AUTHENTICATED_BYTES);
  }

  @Test
  void namesTheReasonOfWhatItDoesNotRead() throws Exception {
    byte[] file = stored(1);
    assertEquals(Reason.NOT_SEALED, refusal(new byte[100]));
    assertEquals(Reason.NOT_SEALED, refusal(new byte[0]));
    byte[] later = file.clone();
    later[4] = 3;
    assertEquals(Reason.UNSUPPORTED_VERSION, refusal(later));
    root = Stores.root(folder.resolve("other"));
    assertEquals(Reason.FOREIGN_ROOT, refusal(file));
  }

  @Test
  void refusesAFileOlderThanWhatThisProcessHasLoaded() throws Exception {
    byte[] older = stored(1);
    byte[] newer = Stores.bytes(Stores.load(root, older));
    KeyStore loaded = Stores.load(root, newer);
    KeyStoreFileException e =
        assertThrows(KeyStoreFileException.class, () -> Stores.load(root, older));
    assertEquals(KeyStoreFileException.Reason.OLDER, e.reason());
    assertTrue(loaded.containsAlias("one"));
    assertTrue(Stores.load(root, newer).containsAlias("one"));
  }

  @Test
  void growsTheGenerationWithEachStore() throws Exception {
    KeyStore keyStore = Stores.empty(root);
    for (long generation = 1; generation <= 3; generation++) {
      assertEquals(generation, StoreFile.parse(Stores.bytes(keyStore)).header().generation());
    }
  }

  /** Kinds, strings, lengths and dates, each wrong in its own way; "-" stands for what follows. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "00",
        "00000001",
        "0000000100",
        "0000000104000161",
        "0000000000",
        "ffffffff01",
        "00000001010001ff0000000000000000000341455300000001ff",
        "0000000101000141000000000000000000034145530000000100",
        "00000001010001610000000000000000000341455300000000",
        "0000000101000161000000000000000000034145537fffffff00",
        "000000010100016100000000000000000003414553ffffffff00",
        "000000020100016100000000000000000003414553000000010001000161000000000000000000034145530000000100",
        "000000010200016100000000000000000002454300000001000000",
        "0000000103000161000000000000000000000001ff",
      })
  void refusesContentThatIsNotItsOwn(String content) {
    byte[] encoded = HexFormat.of().parseHex(content);
    UnsealException e =
        assertThrows(
            UnsealException.class,
            () -> new EntriesFormat(2, SealingPolicy.STRICT).decode(encoded));
    assertEquals(Reason.MALFORMED, e.reason());
  }

  @Test
  void readsNoPrivateKeysInFilesOfVersion1() {
    byte[] encoded = HexFormat.of().parseHex("00000001020001610000000000000000");
    assertThrows(
        UnsealException.class, () -> new EntriesFormat(1, SealingPolicy.STRICT).decode(encoded));
  }

  @Test
  void doesNotShowNames() throws Exception {
    KeyStore keyStore = Stores.empty(root);
    keyStore.setKeyEntry("readable-alias", Stores.aes(1), null, null);
    assertFalse(
        new String(Stores.bytes(keyStore), StandardCharsets.ISO_8859_1).contains("readable"));
  }
}
