package org.elastictee.sev.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeviceNodeTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"/dev/null, 1, 3", "/dev/zero, 1, 5", "/dev/tty, 5, 0"})
  void readsARealDevice(Path path, long major, long minor) throws Exception {
    DeviceNode node = DeviceNode.Inspection.REAL.lstat(path);
    assertEquals(true, node.isCharacterDevice());
    assertEquals(false, node.isRegularFile());
    assertEquals(major, node.major());
    assertEquals(minor, node.minor());
  }

  @ParameterizedTest
  @CsvSource({
    "0x0,                0,          0",
    "0xA7B,              10,         123",
    "0x1FFFFF,           0xFFF,      0x1FF",
    "0x0010_0A00,        10,         0x100",
    "0x1234_5000_0000_0000, 0x12345000, 0",
    "0xFFFF_FFFF_FFFF_FFFF, 0xFFFF_FFFF, 0xFFFF_FFFF"
  })
  void unpacksNumbersAsTheCLibraryDoes(String packed, String major, String minor) {
    long rdev = Long.parseUnsignedLong(packed.replace("_", "").substring(2), 16);
    DeviceNode node = new DeviceNode(0, rdev);
    assertEquals(Long.decode(major.replace("_", "")), node.major());
    assertEquals(Long.decode(minor.replace("_", "")), node.minor());
  }

  @Test
  void followsNoLink() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("/dev/null"));
    DeviceNode node = DeviceNode.Inspection.REAL.lstat(link);
    assertEquals(false, node.isCharacterDevice());
    assertEquals(false, node.isRegularFile());
  }

  @Test
  void knowsAFile() throws Exception {
    assertEquals(
        true,
        DeviceNode.Inspection.REAL.lstat(Files.createFile(folder.resolve("f"))).isRegularFile());
    assertThrows(
        NoSuchFileException.class, () -> DeviceNode.Inspection.REAL.lstat(folder.resolve("none")));
  }
}
