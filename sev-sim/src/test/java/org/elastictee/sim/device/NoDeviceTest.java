package org.elastictee.sim.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.elastictee.sev.TrustedPlatform;
import org.elastictee.sev.seal.Sealer;
import org.elastictee.sev.seal.SealingPolicy;
import org.elastictee.sim.supervisor.DeviceNode;
import org.elastictee.sim.supervisor.Supervisor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On plain Linux the device is looked for and never called: told by every system call of a run. */
class NoDeviceTest {
  private static final int ENOENT = 2;

  @TempDir Path folder;

  /** Seals and opens, with the root of trust that this machine has. */
  static final class SealingProgram {
    private SealingProgram() {}

    public static void main(String[] arguments) throws Exception {
      TrustedPlatform platform = TrustedPlatform.current();
      byte[] data = "data".getBytes(StandardCharsets.US_ASCII);
      Sealer sealer = new Sealer(platform.root());
      sealer.unseal(sealer.seal(data, SealingPolicy.STRICT, "test"), SealingPolicy.STRICT, "test");
      System.out.println(platform.root().kind() + ", because " + platform.because());
    }
  }

  @Test
  void aRunOnPlainLinuxLooksForTheDeviceAndMakesNoCallToIt() throws Exception {
    assumeTrue(
        Supervisor.isAvailable(),
        "this build has no supervisor: install gcc and libc6-dev and build again");
    AtomicInteger looks = new AtomicInteger();
    AtomicInteger calls = new AtomicInteger();
    DeviceNode absent =
        new DeviceNode() {
          @Override
          public int look() {
            looks.incrementAndGet();
            return -ENOENT;
          }

          @Override
          public int open() {
            calls.incrementAndGet();
            return -ENOENT;
          }
        };
    Redirect output = Redirect.to(folder.resolve("out").toFile());
    int status =
        Supervisor.builder()
            .kernel((request, argument, memory) -> calls.incrementAndGet())
            .node(absent)
            .standardStreams(Redirect.from(Path.of("/dev/null").toFile()), output, output)
            .build()
            .run(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    "-Delastic.root.file=" + folder.resolve("root"),
                    SealingProgram.class.getName()));
    String told = Files.readString(folder.resolve("out"));
    assertEquals(0, status, told);
    assertTrue(told.contains("SOFTWARE, because no SEV-SNP guest device was found"), told);
    assertTrue(looks.get() > 0, "the test sees what the program does");
    assertEquals(0, calls.get());
  }
}
