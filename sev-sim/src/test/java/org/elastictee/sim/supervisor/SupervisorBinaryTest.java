package org.elastictee.sim.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How a program is started that was just written. */
@Timeout(60)
class SupervisorBinaryTest {
  @TempDir Path folder;

  @BeforeAll
  static void requireLinux() {
    assumeTrue(System.getProperty("os.name").equals("Linux"), "this is not Linux");
  }

  @Test
  void startsAProgramWhenNobodyWritesItAnyMore() throws Exception {
    Path program = Files.writeString(folder.resolve("program"), "#!/bin/sh\nexit 7\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    ProcessBuilder builder = new ProcessBuilder(program.toString());
    OutputStream writer = Files.newOutputStream(program, StandardOpenOption.APPEND);
    assertThrows(IOException.class, builder::start);
    Thread closer =
        new Thread(
            () -> {
              try (writer) {
                Thread.sleep(100);
              } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    closer.start();
    assertEquals(7, SupervisorBinary.start(builder).waitFor());
    closer.join();
  }

  @Test
  void aProgramThatCannotBeStartedIsAFailureAfterAll() {
    ProcessBuilder builder = new ProcessBuilder(folder.resolve("none").toString());
    assertThrows(IOException.class, () -> SupervisorBinary.start(builder));
  }
}
