package org.elastictee.sev.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HiddenErrnoTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 6, 12, 13, 16, 19, 20, 22, 25, 26, 27, 30, 74, 110})
  void knowsTheWordsOfThisSystemsLibrary(int errno) {
    assertEquals(errno, HiddenErrno.of(SimulatedTsm.error(errno, false)));
    assertEquals(errno, HiddenErrno.of(SimulatedTsm.error(errno, true)));
  }

  @Test
  void knowsARealErrorOfReading() throws Exception {
    // Nothing is mapped at address 0.
    try (FileChannel memory = FileChannel.open(Path.of("/proc/self/mem"))) {
      IOException e = assertThrows(IOException.class, () -> memory.read(ByteBuffer.allocate(8)));
      assertEquals(Errno.EIO, HiddenErrno.of(e));
    }
  }

  @Test
  void knowsARealErrorOfWriting() throws Exception {
    try (FileChannel score =
        FileChannel.open(Path.of("/proc/self/oom_score_adj"), StandardOpenOption.WRITE)) {
      ByteBuffer noNumber = ByteBuffer.wrap(new byte[] {'x'});
      IOException e = assertThrows(IOException.class, () -> score.write(noNumber));
      assertEquals(Errno.EINVAL, HiddenErrno.of(e));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/proc/self/none", "/proc/self/cmdline/e"})
  void knowsARealErrorOfMaking(String path) {
    IOException e = assertThrows(IOException.class, () -> Files.createDirectory(Path.of(path)));
    assertEquals(path.endsWith("e/e") ? Errno.ENOTDIR : Errno.ENOENT, HiddenErrno.of(e));
  }

  @Test
  void otherWordsAreUnknown() {
    assertEquals(HiddenErrno.UNKNOWN, HiddenErrno.of(new IOException()));
    assertEquals(
        HiddenErrno.UNKNOWN, HiddenErrno.of(new FileSystemException("f", null, "Verbindung")));
  }
}
