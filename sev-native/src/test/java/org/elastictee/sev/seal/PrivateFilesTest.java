package org.elastictee.sev.seal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateFilesTest {
  @TempDir Path folder;

  private Path file() {
    return folder.resolve("file");
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void createsAFileForItsOwnerAlone() throws IOException {
    PrivateFiles.create(file(), new byte[] {1});
    assertEquals("rw-------", mode(file()));
    assertArrayEquals(new byte[] {1}, Files.readAllBytes(file()));
  }

  @Test
  void createsFoldersForTheirOwnerAlone() throws IOException {
    Path inner = folder.resolve("a/b");
    PrivateFiles.createFolder(inner);
    assertEquals("rwx------", mode(inner));
    assertEquals("rwx------", mode(inner.getParent()));
  }

  @Test
  void leavesNothingButTheFile() throws IOException {
    PrivateFiles.create(file(), new byte[] {1});
    PrivateFiles.replace(file(), new byte[] {2});
    assertEquals(List.of("file"), names());
  }

  @Test
  void doesNotCreateOverAFile() throws IOException {
    Files.write(file(), new byte[] {7});
    assertThrows(
        FileAlreadyExistsException.class, () -> PrivateFiles.create(file(), new byte[] {1}));
    assertArrayEquals(new byte[] {7}, Files.readAllBytes(file()));
    assertEquals(List.of("file"), names());
  }

  @Test
  void doesNotCreateThroughADanglingLink() throws IOException {
    Path target = folder.resolve("target");
    Files.createSymbolicLink(file(), target);
    assertThrows(
        FileAlreadyExistsException.class, () -> PrivateFiles.create(file(), new byte[] {1}));
    assertFalse(Files.exists(target));
  }

  @Test
  void replacesTheContentAndTheMode() throws IOException {
    Files.write(file(), new byte[] {7});
    PrivateFiles.replace(file(), new byte[] {8});
    assertArrayEquals(new byte[] {8}, Files.readAllBytes(file()));
    assertEquals("rw-------", mode(file()));
  }

  @Test
  void replacesALinkAndNotWhatItPointsTo() throws IOException {
    Path target = folder.resolve("target");
    Files.write(target, new byte[] {7});
    Files.createSymbolicLink(file(), target);
    PrivateFiles.replace(file(), new byte[] {8});
    assertArrayEquals(new byte[] {7}, Files.readAllBytes(target));
    assertFalse(Files.isSymbolicLink(file()));
  }

  @Test
  void aFailedReplaceLeavesTheOldFileAndNoOther() throws IOException {
    Path occupied = Files.createDirectories(folder.resolve("occupied/child"));
    assertThrows(
        IOException.class, () -> PrivateFiles.replace(occupied.getParent(), new byte[] {1}));
    assertEquals(List.of("occupied"), names());
  }
}
