package org.elastictee.sim.seal;

import static org.elastictee.sim.seal.Sealing.LABEL;
import static org.elastictee.sim.seal.Sealing.root;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Consumer;
import org.elastictee.sev.seal.SealedBlob;
import org.elastictee.sev.seal.Sealer;
import org.elastictee.sev.seal.SealingPolicy;
import org.elastictee.sev.seal.SevSnpRoot;
import org.elastictee.sev.seal.UnsealException;
import org.elastictee.sim.SimulatedMachine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an adversary who writes the disk can make of sealed blobs: nothing that opens. */
class HostileBlobTest {
  private static final int BLOBS = 100_000;

  /** What one refusal may allocate beside the data: ciphers, exceptions, the firmware's answer. */
  private static final long CONSTANT_BYTES = 96 << 10;

  private final SimulatedMachine machine = SimulatedMachine.start();
  private final Random random = new Random(3);
  private SevSnpRoot root;
  private Sealer sealer;

  @BeforeEach
  void open() throws Exception {
    root = root(machine);
    sealer = new Sealer(root);
  }

  @AfterEach
  void close() {
    root.close();
  }

  private byte[] sealed(int length) throws Exception {
    byte[] data = new byte[length];
    random.nextBytes(data);
    return sealer.seal(data, SealingPolicy.STRICT, LABEL).encoded();
  }

  @Test
  void everyMutationIsRefused() throws Exception {
    byte[][] whole = {sealed(0), sealed(1), sealed(40), sealed(300)};
    for (int i = 0; i < BLOBS; i++) {
      byte[] original = whole[random.nextInt(whole.length)];
      byte[] mutated = mutate(original, whole[random.nextInt(whole.length)]);
      if (!isOneOf(mutated, whole)) {
        assertThrows(
            UnsealException.class, () -> sealer.unseal(mutated, SealingPolicy.STRICT, LABEL));
      }
    }
  }

  private static boolean isOneOf(byte[] blob, byte[][] whole) {
    return Arrays.stream(whole).anyMatch(original -> Arrays.equals(original, blob));
  }

  private byte[] mutate(byte[] blob, byte[] other) {
    return switch (random.nextInt(4)) {
      case 0 -> flip(blob);
      case 1 -> Arrays.copyOf(blob, random.nextInt(blob.length));
      case 2 -> splice(blob, other);
      default -> overwrite(blob);
    };
  }

  private byte[] flip(byte[] blob) {
    byte[] mutated = blob.clone();
    int flips = 1 + random.nextInt(3);
    for (int i = 0; i < flips; i++) {
      mutated[random.nextInt(blob.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return mutated;
  }

  private byte[] splice(byte[] first, byte[] second) {
    int cut = random.nextInt(first.length);
    int from = random.nextInt(second.length);
    byte[] mutated = Arrays.copyOf(first, cut + second.length - from);
    System.arraycopy(second, from, mutated, cut, second.length - from);
    return mutated;
  }

  private byte[] overwrite(byte[] blob) {
    byte[] mutated = blob.clone();
    byte[] noise = new byte[1 + random.nextInt(8)];
    random.nextBytes(noise);
    int at = random.nextInt(blob.length - noise.length);
    System.arraycopy(noise, 0, mutated, at, noise.length);
    return mutated;
  }

  /** No length in a blob makes its reader take memory that the blob itself does not have. */
  @Test
  void parsingAllocatesNoMoreThanTheBlobAndAConstant() throws Exception {
    assertBounded(
        mutated -> {
          try {
            SealedBlob parsed = SealedBlob.parse(mutated);
            assertEquals(mutated.length, parsed.length());
          } catch (UnsealException e) {
            assertTrue(e.getMessage().length() > 0);
          }
        });
  }

  @Test
  void openingAllocatesNoMoreThanTheBlobAndAConstant() throws Exception {
    assertBounded(
        mutated ->
            assertThrows(
                UnsealException.class, () -> sealer.unseal(mutated, SealingPolicy.STRICT, LABEL)));
  }

  private void assertBounded(Consumer<byte[]> reader) throws Exception {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    byte[] blob = sealed(1 << 20);
    int headerBytes = 300;
    long most = 0;
    for (int i = 0; i < 2_000; i++) {
      byte[] mutated = blob.clone();
      // Half of them in the header, where the lengths are, half of them anywhere.
      int at = random.nextInt(i % 2 == 0 ? headerBytes : blob.length);
      mutated[at] ^= (byte) (1 + random.nextInt(255));
      long before = threads.getCurrentThreadAllocatedBytes();
      reader.accept(mutated);
      // The first ones load classes.
      if (i >= 200) {
        most = Math.max(most, threads.getCurrentThreadAllocatedBytes() - before);
      }
    }
    assertTrue(most <= blob.length + CONSTANT_BYTES, most + " bytes for " + blob.length);
  }
}
