package org.elastictee.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The launcher {@code ./elastic} on machines that lack something: a copy of it, and a path with a
 * few tools alone.
 */
class LauncherTest {
  private static final List<String> TOOLS =
      List.of("dirname", "readlink", "sed", "find", "flock", "mktemp", "rm", "mv", "cat");

  @TempDir Path folder;
  private Path tools;
  private Path project;

  @BeforeEach
  void copyLauncher() throws IOException {
    tools = Files.createDirectory(folder.resolve("bin"));
    for (String tool : TOOLS) {
      tool(tool, "exec /usr/bin/" + tool + " \"$@\"");
    }
    project = folder.resolve("project");
    Files.createDirectories(project.resolve("cli/src/main"));
    Files.createFile(project.resolve("pom.xml"));
    Files.createFile(project.resolve("cli/pom.xml"));
    Files.copy(
        Path.of(System.getProperty("elastic.project.root"), "elastic"), project.resolve("elastic"));
  }

  private void tool(String name, String script) throws IOException {
    Path path = Files.writeString(tools.resolve(name), "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private void java(String version) throws IOException {
    tool("java", "echo 'openjdk version \"" + version + "\" 2026-01-01' >&2");
  }

  private CommandRun launch(String... variable) throws Exception {
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("PATH", tools.toString());
    if (variable.length == 2) {
      environment.put(variable[0], variable[1]);
    }
    return CommandRun.of(
        List.of("/bin/sh", project.resolve("elastic").toString(), "demo"), folder, environment);
  }

  private static void assertTells(String message, CommandRun run) {
    assertEquals(1, run.exitCode(), run.output());
    assertTrue(run.output().contains("elastic: " + message), run.output());
  }

  @Test
  void saysWhichPackageToInstallWithoutJava() throws Exception {
    assertTells(
        "no Java was found. Install a JDK 17 or newer, for example: apt-get install"
            + " openjdk-17-jdk-headless",
        launch());
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.8.0_402", "11.0.22", "16.0.2", "16"})
  void saysWhichPackageToInstallWithAnOldJava(String version) throws Exception {
    java(version);
    assertTells("this Java is older than 17. Install a JDK 17 or newer", launch());
  }

  @ParameterizedTest
  @ValueSource(strings = {"17", "17.0.15", "25.0.3", "26-ea"})
  void saysWhichPackageToInstallWithARuntimeOnly(String version) throws Exception {
    java(version);
    assertTells("this Java is a runtime and cannot build. Install a JDK 17", launch());
  }

  @Test
  void saysWhichPackageToInstallWithoutMaven() throws Exception {
    java("17.0.15");
    tool("javac", "exit 1");
    assertTells(
        "Maven was not found. Install Maven 3.8 or newer, for example: apt-get install maven",
        launch());
  }

  @Test
  void showsWhyABuildFailed() throws Exception {
    java("17.0.15");
    tool("javac", "exit 1");
    tool("mvn", "echo 'what Maven says'; exit 1");
    CommandRun run = launch();
    assertTells("the build failed: see above", run);
    assertTrue(run.output().contains("what Maven says"));
  }

  @Test
  void saysSoWhenJavaHomeIsWrong() throws Exception {
    assertTells(
        "JAVA_HOME has no bin/java. Unset it, or point it at a JDK 17 or newer, for example: apt-get install",
        launch("JAVA_HOME", folder.toString()));
  }
}
