package org.elastictee.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line as modules, with nothing on the class path. */
class ModulePathTest {
  private static final String MODULE = "org.elastictee.cli";

  /** How the paths of the modules are told from those of the tests. */
  private static final List<String> MODULES =
      List.of(
          "/cli/target/classes",
          "/provider/target/",
          "/sev-native/target/",
          "/bcprov-",
          "/bcpkix-",
          "/bcutil-",
          "/jna-",
          "/picocli-",
          "/jackson-");

  @TempDir private Path folder;

  private static String modulePath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(entry -> MODULES.stream().anyMatch(entry::contains))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static CommandRun elastic(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
    if (Runtime.version().feature() >= 24) {
      command.add("--enable-native-access=com.sun.jna,org.elastictee.sev");
    }
    command.addAll(List.of("--module-path", modulePath()));
    command.addAll(List.of("--module", MODULE + "/" + Main.class.getName()));
    command.addAll(List.of(arguments));
    return CommandRun.of(command, null, Map.of());
  }

  @Test
  void exportsNothing() {
    Path classes = Path.of(System.getProperty("elastic.project.root"), "cli/target/classes");
    assertTrue(
        ModuleFinder.of(classes).find(MODULE).orElseThrow().descriptor().exports().isEmpty());
  }

  @Test
  void statusSpeaksJson() throws Exception {
    CommandRun run = elastic("status", "--json", "--home", folder.toString());
    assertEquals(0, run.exitCode(), run.output());
    assertTrue(new ObjectMapper().readTree(run.output()).at("/services/healthy").asBoolean());
  }

  @Test
  void thePolicyThatItShowsIsOneThatItReads() throws Exception {
    CommandRun shown = elastic("verify", "--show-policy");
    assertEquals(0, shown.exitCode(), shown.output());
    Path policy = Files.writeString(folder.resolve("policy.json"), shown.output());
    CommandRun run = elastic("verify", "--show-policy", "--policy", policy.toString());
    assertEquals(shown.output(), run.output());
  }

  @Test
  void theDemonstrationRuns() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "hello");
    CommandRun run = elastic("demo", file.toString(), "--home", folder.resolve("home").toString());
    assertEquals(0, run.exitCode(), run.output());
  }
}
