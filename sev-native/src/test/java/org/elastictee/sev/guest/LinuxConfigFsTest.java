package org.elastictee.sev.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.elastictee.sev.guest.SevGuestException.Reason;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real calls, on a folder that is no configfs. */
class LinuxConfigFsTest {
  @TempDir Path folder;
  private LinuxConfigFs configFs;

  @BeforeEach
  void open() {
    configFs = new LinuxConfigFs(folder);
  }

  @Test
  void makesAndRemovesAnEntry() throws Exception {
    configFs.mkdir("e");
    assertTrue(Files.isDirectory(folder.resolve("e")));
    assertThrows(FileAlreadyExistsException.class, () -> configFs.mkdir("e"));
    configFs.rmdir("e");
    assertFalse(Files.exists(folder.resolve("e")));
    assertThrows(NoSuchFileException.class, () -> configFs.rmdir("e"));
  }

  @Test
  void writesWithoutCreatingOrCutting() throws Exception {
    configFs.mkdir("e");
    Path attribute = folder.resolve("e/privlevel");
    assertThrows(NoSuchFileException.class, () -> configFs.openForWriting("e", "privlevel"));
    Files.writeString(attribute, "xyz");
    try (WritableByteChannel channel = configFs.openForWriting("e", "privlevel")) {
      assertEquals(1, channel.write(ByteBuffer.wrap(new byte[] {'2'})));
    }
    assertEquals("2yz", Files.readString(attribute));
  }

  @Test
  void readsWhatHasNoSizeAndCannotBeSought() throws Exception {
    configFs.mkdir("e");
    Path attribute = folder.resolve("e/provider");
    Pipes.make(attribute);
    CompletableFuture<String> text =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return SimulatedTsm.text(configFs.openForReading("e", "provider"));
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            });
    try (WritableByteChannel channel = configFs.openForWriting("e", "provider")) {
      channel.write(ByteBuffer.wrap(new byte[] {'o', 'k'}));
    }
    assertEquals("ok", text.get(30, TimeUnit.SECONDS));
  }

  @Test
  void anEntryWithoutAttributesIsNoneOfConfigfsAndIsRemoved() throws Exception {
    SevGuestException e = assertThrows(SevGuestException.class, () -> TsmReports.over(configFs));
    assertEquals(Reason.NO_DEVICE, e.reason());
    try (var left = Files.list(folder)) {
      assertEquals(0, left.count());
    }
  }

  @Test
  void aMachineWithoutConfigfsTsmHasNoReports() {
    assumeFalse(Files.exists(Path.of(ConfigFs.FOLDER)), "this machine has it");
    SevGuestException e = assertThrows(SevGuestException.class, TsmReports::open);
    assertEquals(Reason.NO_DEVICE, e.reason());
  }
}
