package org.elastictee.sev.seal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.elastictee.sev.seal.UnsealException.Reason;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SealerTest {
  private static final String LABEL = "test";
  private static final byte[] DATA = "the data".getBytes(StandardCharsets.UTF_8);

  @TempDir Path folder;
  private Sealer sealer;

  @BeforeEach
  void openRoot() throws Exception {
    sealer = new Sealer(SoftwareRoot.open(folder.resolve("root")));
  }

  private void assertRefused(Reason reason, byte[] blob) {
    UnsealException e =
        assertThrows(UnsealException.class, () -> sealer.unseal(blob, SealingPolicy.STRICT, LABEL));
    assertEquals(reason, e.reason());
  }

  @ParameterizedTest
  @MethodSource("org.elastictee.sev.seal.SealingPolicy#standard")
  void opensWhatItSealed(SealingPolicy policy) throws Exception {
    assertArrayEquals(DATA, sealer.unseal(sealer.seal(DATA, policy, LABEL), policy, LABEL));
  }

  @Test
  void sealsNothingAndTheMost() throws Exception {
    for (int length : new int[] {0, Sealer.MAX_PLAINTEXT_BYTES}) {
      byte[] data = new byte[length];
      byte[] blob = sealer.seal(data, SealingPolicy.STRICT, LABEL).encoded();
      assertArrayEquals(data, sealer.unseal(blob, SealingPolicy.STRICT, LABEL));
    }
  }

  @Test
  void refusesMoreThanTheMost() {
    byte[] data = new byte[Sealer.MAX_PLAINTEXT_BYTES + 1];
    assertThrows(
        IllegalArgumentException.class, () -> sealer.seal(data, SealingPolicy.STRICT, LABEL));
  }

  @Test
  void refusesALabelOutOfRange() {
    for (String label : List.of("", "x".repeat(251), "\uD800")) {
      assertThrows(
          IllegalArgumentException.class, () -> sealer.seal(DATA, SealingPolicy.STRICT, label));
    }
  }

  @Test
  void neverMakesTheSameBlobTwice() throws Exception {
    assertNotEquals(
        sealer.seal(DATA, SealingPolicy.STRICT, LABEL),
        sealer.seal(DATA, SealingPolicy.STRICT, LABEL));
  }

  @Test
  void opensInALaterLifeOfTheSameRoot() throws Exception {
    byte[] blob = sealer.seal(DATA, SealingPolicy.STRICT, LABEL).encoded();
    openRoot();
    assertArrayEquals(DATA, sealer.unseal(blob, SealingPolicy.STRICT, LABEL));
  }

  @Test
  void losesEphemeralDataInALaterLife() throws Exception {
    byte[] blob = sealer.seal(DATA, SealingPolicy.EPHEMERAL, LABEL).encoded();
    openRoot();
    UnsealException e =
        assertThrows(
            UnsealException.class, () -> sealer.unseal(blob, SealingPolicy.EPHEMERAL, LABEL));
    assertEquals(Reason.FOREIGN_ROOT, e.reason());
  }

  @Test
  void refusesDataOfAnotherPolicy() throws Exception {
    assertRefused(Reason.WRONG_POLICY, sealer.seal(DATA, SealingPolicy.UPDATABLE, LABEL).encoded());
  }

  @Test
  void refusesDataOfAnotherRoot() throws Exception {
    Sealer other = new Sealer(SoftwareRoot.open(folder.resolve("other")));
    assertRefused(Reason.FOREIGN_ROOT, other.seal(DATA, SealingPolicy.STRICT, LABEL).encoded());
  }

  @Test
  void refusesDataOfAnotherLabel() throws Exception {
    assertRefused(Reason.WRONG_LABEL, sealer.seal(DATA, SealingPolicy.STRICT, "another").encoded());
  }

  @Test
  void refusesWhatIsNotSealed() {
    assertRefused(Reason.NOT_SEALED, new byte[0]);
    assertRefused(Reason.NOT_SEALED, DATA);
    assertFalse(SealedBlob.isSealed(DATA));
  }

  @Test
  void refusesALaterVersion() throws Exception {
    byte[] blob = sealer.seal(DATA, SealingPolicy.STRICT, LABEL).encoded();
    blob[4] = 2;
    assertRefused(Reason.UNSUPPORTED_VERSION, blob);
    assertTrue(SealedBlob.isSealed(blob));
  }

  @Test
  void refusesEveryTruncation() throws Exception {
    byte[] blob = sealer.seal(DATA, SealingPolicy.STRICT, LABEL).encoded();
    for (int length = 0; length < blob.length; length++) {
      byte[] cut = Arrays.copyOf(blob, length);
      assertThrows(UnsealException.class, () -> sealer.unseal(cut, SealingPolicy.STRICT, LABEL));
    }
  }

  @Test
  void refusesAnExtension() throws Exception {
    byte[] blob = sealer.seal(DATA, SealingPolicy.STRICT, LABEL).encoded();
    assertRefused(Reason.TAMPERED, Arrays.copyOf(blob, blob.length + 1));
  }

  @Test
  void refusesEveryFlippedBit() throws Exception {
    byte[] blob = sealer.seal(DATA, SealingPolicy.STRICT, LABEL).encoded();
    for (int bit = 0; bit < 8 * blob.length; bit++) {
      byte[] flipped = blob.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThrows(
          UnsealException.class, () -> sealer.unseal(flipped, SealingPolicy.STRICT, LABEL));
    }
  }

  @Test
  void refusesTheDataOfOneBlobInAnother() throws Exception {
    byte[] one = sealer.seal(DATA, SealingPolicy.STRICT, LABEL).encoded();
    byte[] two = sealer.seal(DATA, SealingPolicy.STRICT, LABEL).encoded();
    int tail = 12 + DATA.length + 16;
    System.arraycopy(two, two.length - tail, one, one.length - tail, tail);
    assertRefused(Reason.TAMPERED, one);
  }

  @Test
  void refusesNoiseBehindTheMagic() {
    Random random = new Random(1);
    for (int i = 0; i < 10_000; i++) {
      byte[] noise = new byte[random.nextInt(300) + 5];
      random.nextBytes(noise);
      System.arraycopy("ELSB\1".getBytes(StandardCharsets.US_ASCII), 0, noise, 0, 5);
      assertThrows(UnsealException.class, () -> sealer.unseal(noise, SealingPolicy.STRICT, LABEL));
    }
  }

  /** A blob of version 1 as the first release made it, under the root of bytes 1 to 32. */
  @Test
  void opensTheStoredExample() throws Exception {
    byte[] root = new byte[32];
    for (int i = 0; i < root.length; i++) {
      root[i] = (byte) (i + 1);
    }
    Path file = folder.resolve("example-root");
    PrivateFiles.create(file, root);
    try (InputStream in = SealerTest.class.getResourceAsStream("sealed-blob-v1-software.hex")) {
      String hex = new String(in.readAllBytes(), StandardCharsets.US_ASCII).strip();
      byte[] blob = HexFormat.of().parseHex(hex);
      assertArrayEquals(
          "sealed by version 1".getBytes(StandardCharsets.US_ASCII),
          new Sealer(SoftwareRoot.open(file)).unseal(blob, SealingPolicy.STRICT, "example"));
    }
    assertTrue(Files.exists(file));
  }
}
