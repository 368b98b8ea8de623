package org.elastictee.provider.libcrypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.elastictee.provider.install.FreshJvm;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A heap dump and a core dump of a JVM that has signed with keys off the heap and still holds them,
 * searched for any 16 bytes in the middle of their numbers, in either byte order. The keys come to
 * it by files that it reads straight into protected memory.
 *
 * <p>It is dumped between two calls. Within one, the processor's registers and the stack of the
 * native code hold parts of a key, as they must.
 */
@Timeout(180)
class DumpTest {
  private static final int PATTERN_BYTES = 16;
  private static final int WINDOW_BYTES = 64 << 20;

  @TempDir private Path folder;
  private final Map<DumpedKey, KeyPair> keys = new EnumMap<>(DumpedKey.class);
  private final Map<ByteBuffer, String> patterns = new TreeMap<>();
  private Process process;

  @BeforeEach
  void start() throws Exception {
    Machine.assumeLibcrypto();
    for (DumpedKey key : DumpedKey.values()) {
      KeyPair pair = key.generate();
      keys.put(key, pair);
      List<byte[]> numbers = DumpedKey.numbers(pair);
      Files.write(folder.resolve(key.name()), DumpedKey.concatenation(numbers));
      Files.write(folder.resolve(key + ".public"), pair.getPublic().getEncoded());
      numbers.forEach(number -> lookFor(key.name(), number));
    }
    for (String name : List.of("idle", "visible")) {
      byte[] bytes = new byte[32];
      new SecureRandom().nextBytes(bytes);
      Files.write(folder.resolve(name), bytes);
      lookFor(name, bytes);
    }
    process =
        FreshJvm.start(List.of("-Xmx64m", "-Xss512k"), DumpedProgram.class, folder.toString());
    BufferedReader output = process.inputReader();
    assertEquals("ready", output.readLine());
  }

  private void lookFor(String name, byte[] bigEndian) {
    int from = (bigEndian.length - PATTERN_BYTES) / 2;
    byte[] middle = Arrays.copyOfRange(bigEndian, from, from + PATTERN_BYTES);
    patterns.put(ByteBuffer.wrap(middle), name);
    patterns.put(ByteBuffer.wrap(LittleEndian.of(middle, PATTERN_BYTES)), name);
  }

  @AfterEach
  void end() {
    if (process != null) {
      process.destroyForcibly();
    }
  }

  @Test
  void theHeapHoldsNoKey() throws Exception {
    Path dump = folder.resolve("heap.hprof");
    Path jmap = Path.of(System.getProperty("java.home"), "bin", "jmap");
    assumeTrue(Files.isExecutable(jmap), "a JRE without jmap");
    run(jmap.toString(), "-dump:format=b,file=" + dump, "" + process.pid());
    assertEquals(Set.of("visible"), found(dump));
  }

  @Test
  void aCoreDumpHoldsNoKeyThatLibcryptoKeepsInItsSecureHeap() throws Exception {
    Path prefix = folder.resolve("core");
    assumeTrue(canDump(), "gcore is missing or may not attach");
    run("gcore", "-o", prefix.toString(), "" + process.pid());
    Set<String> found = found(Path.of(prefix + "." + process.pid()));
    keys.keySet().stream()
        .filter(key -> !key.isOutOfCoreDumps())
        .map(Enum::name)
        .forEach(found::remove);
    assertEquals(Set.of("visible"), found);
  }

  /** The kernel opens this file to those only who may attach to the process. */
  private boolean canDump() throws InterruptedException {
    try (FileChannel memory = FileChannel.open(Path.of("/proc", "" + process.pid(), "mem"))) {
      // Without arguments it shows its usage.
      new ProcessBuilder("gcore").redirectErrorStream(true).start().waitFor();
      return memory.isOpen();
    } catch (IOException e) {
      return false;
    }
  }

  private static void run(String... command) throws Exception {
    Process run = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(true, run.waitFor(120, TimeUnit.SECONDS), said);
    assertEquals(0, run.exitValue(), said);
  }

  private Set<String> found(Path file) throws IOException {
    Set<Integer> beginnings = new TreeSet<>();
    patterns.keySet().forEach(pattern -> beginnings.add(pattern.getInt(0)));
    int[] first = beginnings.stream().mapToInt(i -> i).toArray();
    Set<String> found = new TreeSet<>();
    try (FileChannel channel = FileChannel.open(file)) {
      for (long start = 0; start < channel.size(); start += WINDOW_BYTES) {
        long length = Math.min(WINDOW_BYTES + PATTERN_BYTES, channel.size() - start);
        search(channel.map(FileChannel.MapMode.READ_ONLY, start, length), first, found);
      }
    }
    return found;
  }

  private void search(ByteBuffer window, int[] first, Set<String> found) {
    for (int at = 0; at <= window.limit() - PATTERN_BYTES; at++) {
      if (Arrays.binarySearch(first, window.getInt(at)) >= 0) {
        String name = patterns.get(window.slice(at, PATTERN_BYTES));
        if (name != null) {
          found.add(name);
        }
      }
    }
  }
}
