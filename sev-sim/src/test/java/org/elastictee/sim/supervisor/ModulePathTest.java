package org.elastictee.sim.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.elastictee.sim.main.SimulateMain;
import org.elastictee.sim.supervisor.Supervised.Result;
import org.junit.jupiter.api.Test;

/** The simulator as modules, with nothing on the class path. */
class ModulePathTest {
  /** How the paths of the modules are told from those of the tests. */
  private static final List<String> MODULES =
      List.of(
          "/sev-sim/target/classes",
          "/sev-native/target/",
          "/bcprov-",
          "/bcpkix-",
          "/bcutil-",
          "/jna-",
          "/picocli-");

  private static String modulePath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(entry -> MODULES.stream().anyMatch(entry::contains))
        .collect(Collectors.joining(File.pathSeparator));
  }

  @Test
  void aProgramRunsOnASimulatedMachine() throws Exception {
    Supervised.requireSupervisor();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    if (Runtime.version().feature() >= 24) {
      command.add("--enable-native-access=com.sun.jna");
    }
    command.addAll(List.of("--module-path", modulePath()));
    command.addAll(List.of("--module", "org.elastictee.sim/" + SimulateMain.class.getName()));
    command.addAll(List.of("--", "sh", "-c", "test -c /dev/sev-guest && exit 7"));
    Result result = Supervised.runAlone(command);
    assertEquals(7, result.status(), result::toString);
  }
}
