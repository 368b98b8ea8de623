package org.elastictee.sim.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.elastictee.sim.supervisor.Supervised.Result;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Builds with a supervisor and without. */
@Timeout(60)
class SupervisorBuildTest {
  private static final FileTime LONG_AGO = FileTime.fromMillis(1_000_000_000_000L);

  @TempDir Path folder;
  private Path sources;
  private Path output;

  @BeforeEach
  void copySources() throws IOException {
    sources = Files.createDirectory(folder.resolve("c"));
    output = folder.resolve("classes").resolve("elastic-supervisor");
    try (Stream<Path> files = Files.list(Path.of("src", "main", "c"))) {
      for (Path file : files.toList()) {
        Files.copy(file, sources.resolve(file.getFileName().toString()));
      }
    }
  }

  private Result build(String... settings) throws Exception {
    List<String> command = new ArrayList<>(List.of("env"));
    command.addAll(List.of(settings));
    command.addAll(
        List.of(
            "sh",
            sources.resolve("build.sh").toString(),
            sources.toString(),
            folder.resolve("scratch").toString(),
            output.toString()));
    return Supervised.runAlone(command);
  }

  @Test
  void withoutACompilerTheBuildGoesOnAndSaysSoInOneLine() throws Exception {
    Result result = build("CC=no-such-compiler");
    assertEquals(
        List.of(
            "sev-sim: built without the supervisor: no C compiler was found: install gcc and"
                + " libc6-dev"),
        result.lines());
    assertEquals(0, result.status());
    assertFalse(Files.exists(output));
  }

  @Test
  void withoutHeadersTheBuildGoesOnAndSaysSoInOneLine() throws Exception {
    Result result = build("CC=false");
    assertEquals(
        List.of(
            "sev-sim: built without the supervisor: the C library or the Linux headers are missing"
                + " or older than 5.9: install libc6-dev"),
        result.lines());
    assertEquals(0, result.status());
  }

  @Test
  void aCompilerMayBeACommandOfSeveralWords() throws Exception {
    Supervised.requireSupervisor();
    assertEquals(new Result(0, List.of()), build("CC=cc -pipe"));
    assertTrue(Files.isExecutable(output));
  }

  @Test
  void aCompilerOfAnotherAbiIsNone() throws Exception {
    Supervised.requireSupervisor();
    assertEquals(1, build("CC=cc -D__ILP32__").lines().size());
    assertFalse(Files.exists(output));
  }

  @Test
  void compilesOnceAndAgainWhenASourceHasChanged() throws Exception {
    Supervised.requireSupervisor();
    assertEquals(new Result(0, List.of()), build());
    assertTrue(Files.isExecutable(output));
    try (Stream<Path> files = Files.walk(sources)) {
      for (Path file : files.toList()) {
        Files.setLastModifiedTime(file, LONG_AGO);
      }
    }
    FileTime first = FileTime.fromMillis(LONG_AGO.toMillis() + 60_000);
    Files.setLastModifiedTime(output, first);
    build();
    assertEquals(first, Files.getLastModifiedTime(output));
    Files.setLastModifiedTime(sources.resolve("node.h"), FileTime.fromMillis(first.toMillis() + 1));
    build();
    assertTrue(Files.getLastModifiedTime(output).compareTo(first) > 0);
  }

  @Test
  void aSourceThatDoesNotCompileFailsTheBuild() throws Exception {
    Supervised.requireSupervisor();
    Files.writeString(sources.resolve("wrong.c"), "int unfinished(");
    assertFalse(build().status() == 0);
    assertFalse(Files.exists(output));
    try (Stream<Path> left = Files.list(folder.resolve("scratch"))) {
      assertEquals(List.of(), left.toList());
    }
  }

  /** Asks for a program to be supervised. */
  static final class Caller {
    private Caller() {}

    public static void main(String[] arguments) throws Exception {
      try {
        Supervisor.builder().kernel(new ScriptedKernel()).build().run(List.of("true"));
      } catch (SupervisorException e) {
        System.out.println(Supervisor.isAvailable() + " " + e.reason() + ": " + e.getMessage());
      }
    }
  }

  @Test
  void aBuildWithoutASupervisorSaysWhatToDo() throws Exception {
    Path stripped = folder.resolve("stripped");
    List<String> command = Supervised.java(Caller.class);
    command.set(command.indexOf("-cp") + 1, withoutSupervisor(stripped));
    assertEquals(
        List.of(
            "false UNAVAILABLE: this build has no supervisor: install gcc and libc6-dev and build"
                + " again"),
        Supervised.runAlone(command).lines());
  }

  /** Copies this module's classes and nothing else; returns a class path of them and the tests. */
  private static String withoutSupervisor(Path copy) throws Exception {
    Path classes =
        Path.of(Supervisor.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
        Path target = copy.resolve(classes.relativize(file).toString());
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    }
    Path tests = Path.of(Caller.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    return copy + File.pathSeparator + tests;
  }

  @Test
  void anotherMachineIsRefused() throws Exception {
    List<String> command = Supervised.java(Caller.class);
    command.add(1, "-Dos.arch=aarch64");
    assertEquals(
        List.of("false UNAVAILABLE: the supervisor is for Linux on x86-64, and this is not"),
        Supervised.runAlone(command).lines());
  }
}
