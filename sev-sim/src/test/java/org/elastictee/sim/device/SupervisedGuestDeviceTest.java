package org.elastictee.sim.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.elastictee.sim.SimulatedMachine;
import org.elastictee.sim.SimulatorConsole;
import org.elastictee.sim.main.SimulatedDeviceNode;
import org.elastictee.sim.supervisor.Supervisor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole {@link GuestDeviceTest}, by an unmodified JVM's own {@code open} and {@code ioctl}. */
class SupervisedGuestDeviceTest {
  /** All of that class: a JVM that found fewer would fail none either. */
  private static final int TESTS = 48;

  @TempDir Path folder;

  @Test
  void anUnmodifiedJvmPassesTheWholeDeviceTestClass() throws Exception {
    assumeTrue(
        Supervisor.isAvailable(),
        "this build has no supervisor: install gcc and libc6-dev and build again");
    SimulatedMachine machine = GuestUnderTest.startMachine();
    Path console = folder.resolve("console");
    Redirect output = Redirect.to(folder.resolve("out").toFile());
    int status =
        Supervisor.builder()
            .kernel(machine.kernel())
            .node(new SimulatedDeviceNode(machine))
            .console(new SimulatorConsole(machine), console)
            .standardStreams(Redirect.from(Path.of("/dev/null").toFile()), output, output)
            .build()
            .run(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    "-D" + GuestUnderTest.CONSOLE_PROPERTY + "=" + console,
                    GuestDeviceMain.class.getName()));
    String told = Files.readString(folder.resolve("out"));
    assertEquals(0, status, told);
    assertTrue(told.contains("passed " + TESTS + ", failed 0, skipped 0"), told);
  }
}
