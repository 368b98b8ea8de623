package org.elastictee.provider.cipher;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.elastictee.provider.ElasticProvider;
import org.elastictee.provider.Providers;
import org.elastictee.provider.engine.Engine;
import org.elastictee.provider.engine.EngineTable;
import org.elastictee.provider.engine.Operation;
import org.elastictee.provider.key.SealedSecretKey;
import org.elastictee.sev.seal.SealingPolicy;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** AES/GCM on libelastic beside SunJCE, over messages and buffers of every kind. */
class LibelasticGcmTest {
  private static final ElasticProvider PROVIDER = Providers.standard();
  private static final int CASES = 500;

  @BeforeAll
  static void requireLibelastic() {
    assumeTrue(
        EngineTable.standard().engine(Operation.AES_GCM).equals(Optional.of(Engine.LIBELASTIC)),
        "libelastic does not serve here");
  }

  /** A message with all that goes with it. */
  private static final class Message {
    private final Random random;
    private final SecretKey key;
    private final GCMParameterSpec spec;
    private final byte[] aad;
    private final byte[] plaintext;

    Message(Random random, int longest) {
      this.random = random;
      key = new SecretKeySpec(bytes(16 + 8 * random.nextInt(3)), "AES");
      int ivBytes = random.nextBoolean() ? 12 : 1 + random.nextInt(70);
      spec = new GCMParameterSpec(96 + 8 * random.nextInt(5), bytes(ivBytes));
      aad = bytes(random.nextInt(3) * random.nextInt(100));
      plaintext = bytes(random.nextInt(longest + 1));
    }

    private byte[] bytes(int length) {
      byte[] bytes = new byte[length];
      random.nextBytes(bytes);
      return bytes;
    }

    private int tagBytes() {
      return spec.getTLen() / 8;
    }

    byte[] expected() throws Exception {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", "SunJCE");
      cipher.init(Cipher.ENCRYPT_MODE, key, spec);
      cipher.updateAAD(aad);
      return cipher.doFinal(plaintext);
    }

    /** A cipher that was given the AAD, in two pieces. */
    private Cipher start(int mode) throws Exception {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", PROVIDER);
      cipher.init(mode, key, spec);
      int first = random.nextInt(aad.length + 1);
      cipher.updateAAD(aad, 0, first);
      cipher.updateAAD(ByteBuffer.wrap(aad, first, aad.length - first));
      return cipher;
    }

    /** In pieces, from one place of an array to another, or the same, or one that overlaps. */
    byte[] throughArrays(int mode, byte[] input) throws Exception {
      Cipher cipher = start(mode);
      int inOffset = random.nextInt(40);
      int outOffset = random.nextInt(40);
      byte[] in = new byte[input.length + tagBytes() + 80];
      System.arraycopy(input, 0, in, inOffset, input.length);
      int outputSize = cipher.getOutputSize(input.length);
      boolean isWhole = random.nextBoolean();
      byte[] out = isWhole && random.nextBoolean() ? in : new byte[in.length];
      int first = isWhole ? 0 : random.nextInt(input.length + 1);
      int written = first == 0 ? 0 : cipher.update(in, inOffset, first, out, outOffset);
      written +=
          cipher.doFinal(in, inOffset + first, input.length - first, out, outOffset + written);
      assertEquals(outputSize, written);
      return Arrays.copyOfRange(out, outOffset, outOffset + written);
    }

    /** The same with buffers: direct, read-only, or of arrays. */
    byte[] throughBuffers(int mode, byte[] input) throws Exception {
      Cipher cipher = start(mode);
      int outputSize = cipher.getOutputSize(input.length);
      ByteBuffer memory = buffer(input.length + tagBytes() + 80);
      ByteBuffer in = memory.duplicate().position(random.nextInt(40));
      in.duplicate().put(input);
      in.limit(in.position() + input.length);
      boolean isWhole = random.nextBoolean();
      ByteBuffer out =
          (isWhole && random.nextBoolean() ? memory.duplicate() : buffer(memory.capacity()))
              .position(random.nextInt(40));
      ByteBuffer written = out.duplicate();
      ByteBuffer from = random.nextBoolean() ? in : in.asReadOnlyBuffer();
      if (!isWhole) {
        int end = from.limit();
        from.limit(from.position() + random.nextInt(input.length + 1));
        cipher.update(from, out);
        from.limit(end);
      }
      cipher.doFinal(from, out);
      assertEquals(0, from.remaining());
      byte[] output = new byte[out.position() - written.position()];
      assertEquals(outputSize, output.length);
      written.get(output);
      return output;
    }

    private ByteBuffer buffer(int bytes) {
      return random.nextBoolean()
          ? ByteBuffer.allocateDirect(bytes)
          : ByteBuffer.allocate(bytes + 7).position(7).slice();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {80, 3000, 600_000})
  void givesWhatSunJceGives(int longest) throws Exception {
    int cases = longest > 100_000 ? CASES / 20 : CASES;
    for (int seed = 0; seed < cases; seed++) {
      Message message = new Message(new Random(seed), longest);
      byte[] expected = message.expected();
      String which = "seed " + seed;
      byte[] plaintext = message.plaintext;
      assertArrayEquals(expected, message.throughArrays(Cipher.ENCRYPT_MODE, plaintext), which);
      assertArrayEquals(expected, message.throughBuffers(Cipher.ENCRYPT_MODE, plaintext), which);
      assertArrayEquals(plaintext, message.throughArrays(Cipher.DECRYPT_MODE, expected), which);
      assertArrayEquals(plaintext, message.throughBuffers(Cipher.DECRYPT_MODE, expected), which);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {80, 3000, 600_000})
  void refusesEveryMessageWithAnotherBit(int longest) throws Exception {
    for (int seed = 0; seed < (longest > 100_000 ? 5 : CASES / 5); seed++) {
      Message message = new Message(new Random(seed), longest);
      byte[] changed = message.expected();
      changed[message.random.nextInt(changed.length)] ^= (byte) (1 << message.random.nextInt(8));
      assertThrows(
          AEADBadTagException.class, () -> message.throughArrays(Cipher.DECRYPT_MODE, changed));
      assertThrows(
          AEADBadTagException.class, () -> message.throughBuffers(Cipher.DECRYPT_MODE, changed));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void oneKeyServesManyThreads(boolean sealed) throws Exception {
    byte[] bytes = new byte[32];
    SecretKey plain = new SecretKeySpec(bytes, "AES");
    SecretKey key = sealed ? new SealedSecretKey("AES", SealingPolicy.STRICT, new byte[32]) : plain;
    ExecutorService threads = Executors.newFixedThreadPool(16);
    List<Future<?>> all = new ArrayList<>();
    for (int thread = 0; thread < 16; thread++) {
      int number = thread;
      all.add(
          threads.submit(
              () -> {
                Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", PROVIDER);
                Cipher theirs = Cipher.getInstance("AES/GCM/NoPadding", "SunJCE");
                for (int i = 0; i < 500; i++) {
                  byte[] iv = ByteBuffer.allocate(12).putInt(number).putInt(i).array();
                  GCMParameterSpec spec = new GCMParameterSpec(128, iv);
                  byte[] message = new byte[i * 7];
                  cipher.init(Cipher.ENCRYPT_MODE, key, spec);
                  theirs.init(Cipher.DECRYPT_MODE, plain, spec);
                  assertArrayEquals(message, theirs.doFinal(cipher.doFinal(message)));
                }
                return null;
              }));
    }
    threads.shutdown();
    for (Future<?> one : all) {
      one.get();
    }
  }

  @Test
  void aKeyThatIsDestroyedDuringAMessageEndsIt() throws Exception {
    SealedSecretKey key = new SealedSecretKey("AES", SealingPolicy.STRICT, new byte[32]);
    GCMParameterSpec spec = new GCMParameterSpec(128, new byte[12]);
    Cipher encrypting = Cipher.getInstance("AES/GCM/NoPadding", PROVIDER);
    encrypting.init(Cipher.ENCRYPT_MODE, key, spec);
    encrypting.update(new byte[40]);
    Cipher decrypting = Cipher.getInstance("AES/GCM/NoPadding", PROVIDER);
    decrypting.init(Cipher.DECRYPT_MODE, key, spec);
    key.destroy();
    assertThrows(IllegalStateException.class, () -> encrypting.update(new byte[40]));
    assertThrows(IllegalStateException.class, encrypting::doFinal);
    assertThrows(IllegalStateException.class, () -> decrypting.doFinal(new byte[40]));
    assertThrows(
        IllegalStateException.class, () -> decrypting.init(Cipher.DECRYPT_MODE, key, spec));
  }
}
