package org.elastictee.sev.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.elastictee.sev.cpu.NativeLibrary.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How libelastic is found, and what is said where it is not. */
class NativeLibraryTest {
  @TempDir Path folder;

  /** The folder of resources of another package has no library in it. */
  @Test
  void aBuildWithoutItSaysWhatToDo() {
    assumeTrue(System.getProperty("os.arch").equals("amd64"));
    NativeLibrary library = NativeLibrary.load(String.class, folder);
    assertEquals(Status.NOT_BUILT, library.status());
    assertEquals(
        "this build has no libelastic: install gcc and libc6-dev and build again",
        library.toString());
  }

  @Test
  void aFolderThatIsNoneIsSaidToBeNone() {
    assumeTrue(NativeLibrary.get().isLoaded());
    NativeLibrary library = NativeLibrary.load(NativeLibrary.class, folder.resolve("none"));
    assertEquals(Status.NO_FOLDER, library.status());
  }

  @Test
  void nothingIsLeftInTheFolder() throws Exception {
    assumeTrue(NativeLibrary.get().isLoaded());
    assertTrue(NativeLibrary.load(NativeLibrary.class, folder).isLoaded());
    try (Stream<Path> left = Files.list(folder)) {
      assertEquals(0, left.count());
    }
  }

  @Test
  void aBuildWithACompilerLoadsIt() {
    assumeTrue(NativeLibrary.class.getResource("linux-x86-64/libelastic.so") != null);
    assertEquals(Status.LOADED, NativeLibrary.get().status(), NativeLibrary.get().toString());
    int[] first = new int[4];
    LibElastic.cpuid(0, 0, first);
    assertTrue(first[0] > 0);
    assertTrue(LibElastic.tsc() > 0);
  }

  @Test
  void anotherMachineIsRefused() {
    String before = System.setProperty("os.arch", "aarch64");
    try {
      NativeLibrary library = NativeLibrary.load(NativeLibrary.class, folder);
      assertEquals(Status.OTHER_MACHINE, library.status());
      assertArrayEquals(new String[0], folder.toFile().list());
    } finally {
      System.setProperty("os.arch", before);
    }
  }
}
