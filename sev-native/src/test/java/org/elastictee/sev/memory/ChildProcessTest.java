package org.elastictee.sev.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** JVMs of their own: one that may lock nothing, one that forks. */
class ChildProcessTest {
  private static final String SECRET = "5ec2e7";

  private static List<String> run(List<String> wrapper, Class<?> main, String... jvmOptions)
      throws Exception {
    List<String> command = new ArrayList<>(wrapper);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    if (Runtime.version().feature() >= 24) {
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    command.addAll(List.of(jvmOptions));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), output);
    assertEquals(0, process.exitValue(), output);
    return output.lines().toList();
  }

  /** Makes a secret and says how it is protected. */
  static final class Protected {
    private Protected() {}

    public static void main(String[] arguments) {
      try (SecretMemory memory = SecretMemory.takeFrom(HexFormat.of().parseHex(SECRET))) {
        System.out.println(HexFormat.of().formatHex(memory.copy()));
        System.out.println(SecretMemory.protection());
      }
    }
  }

  private static String protection(boolean locked, boolean rest, int mappings) {
    int bytes = mappings * SecretPages.SLAB_BYTES;
    return new MemoryProtection(locked, rest, rest, 1, mappings, bytes).toString();
  }

  @Test
  void aProcessThatMayLockIsFullyProtected() throws Exception {
    assertEquals(List.of(SECRET, protection(true, true, 1)), run(List.of(), Protected.class));
  }

  @Test
  void aProcessThatMayLockNothingWorksAndSaysSo() throws Exception {
    List<String> lockingNothing =
        List.of("setpriv", "--bounding-set=-ipc_lock", "prlimit", "--memlock=0:0");
    assumeTrue(works(lockingNothing), "setpriv and prlimit cannot take the right to lock away");
    assertEquals(List.of(SECRET, protection(false, true, 1)), run(lockingNothing, Protected.class));
  }

  private static boolean works(List<String> wrapper) throws InterruptedException {
    List<String> command = new ArrayList<>(wrapper);
    command.add("true");
    try {
      return new ProcessBuilder(command).start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void aProcessWhereJnaCannotUnpackItsLibraryWorksAndSaysSo() throws Exception {
    assertEquals(
        List.of(SECRET, protection(false, false, 0)),
        run(List.of(), Protected.class, "-Djna.nounpack=true", "-Djna.nosys=true"));
  }

  /**
   * Forks, and shows what the child has in the place of a secret, and in that of ordinary memory.
   * The child waits inside of {@code fork(2)}, in a handler that is the C library's own {@code
   * pause(2)}: no Java runs in it.
   */
  static final class Forking {
    private static final int SIGKILL = 9;

    private Forking() {}

    public static void main(String[] arguments) throws IOException {
      NativeLibrary c = NativeLibrary.getInstance("c");
      byte[] bytes = HexFormat.of().parseHex(SECRET);
      Pointer ordinary = c.getFunction("malloc").invokePointer(new Object[] {(long) bytes.length});
      ordinary.write(0, bytes, 0, bytes.length);
      try (SecretMemory memory = SecretMemory.copyOf(bytes)) {
        // What glibc exports pthread_atfork(3) as.
        c.getFunction("__register_atfork")
            .invokeInt(new Object[] {null, null, c.getFunction("pause"), null});
        int child = c.getFunction("fork").invokeInt(new Object[0]);
        try {
          System.out.println(read(child, Pointer.nativeValue(ordinary)));
          String found = memory.use(address -> read(child, address));
          System.out.println(found);
          System.out.println(HexFormat.of().formatHex(memory.copy()));
        } finally {
          c.getFunction("kill").invokeInt(new Object[] {child, SIGKILL});
        }
      }
    }

    private static String read(int process, long address) throws IOException {
      try (RandomAccessFile memory = new RandomAccessFile("/proc/" + process + "/mem", "r")) {
        byte[] bytes = new byte[SECRET.length() / 2];
        memory.seek(address);
        memory.readFully(bytes);
        return HexFormat.of().formatHex(bytes);
      }
    }
  }

  @Test
  void aForkedChildFindsZeros() throws Exception {
    assumeTrue(isGlibc(), "another C library than glibc, which names its function otherwise");
    assertEquals(List.of(SECRET, "000000", SECRET), run(List.of(), Forking.class));
  }

  private static boolean isGlibc() throws IOException {
    return Files.readString(Path.of("/proc/self/maps")).contains("/libc.so.6");
  }
}
