package org.elastictee.sev.platform;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.elastictee.sev.guest.Pipes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real calls, on a pipe: what is written is what is read. */
class LinuxTpmTest {
  private static final byte[] COMMAND = NvReadPublic.command(0x0140_0001);

  @TempDir Path folder;
  private Path pipe;

  @BeforeEach
  void makePipe() {
    pipe = folder.resolve("tpmrm0");
    Pipes.make(pipe);
  }

  private LinuxTpm tpm(long millis) {
    return new LinuxTpm(pipe, Duration.ofMillis(millis));
  }

  @Test
  void writesTheCommandAndReadsTheResponse() throws Exception {
    assertArrayEquals(COMMAND, tpm(30_000).transact(COMMAND));
  }

  @Test
  void opensNothingThatIsNotThere() throws Exception {
    Path none = folder.resolve("none");
    LinuxTpm tpm = new LinuxTpm(none, LinuxTpm.PATIENCE);
    assertThrows(IOException.class, () -> tpm.transact(COMMAND));
    assertFalse(Files.exists(none));
  }

  @Test
  void givesATpmUpThatDoesNotAnswer() throws Exception {
    IOException e = assertThrows(IOException.class, () -> tpm(50).transact(new byte[0]));
    assertEquals("the TPM does not answer in time", e.getMessage());
    Files.write(pipe, new byte[1], StandardOpenOption.WRITE);
  }

  @Test
  void anInterruptionEndsTheWaitingAndIsKept() throws Exception {
    Thread.currentThread().interrupt();
    assertThrows(IOException.class, () -> tpm(30_000).transact(new byte[0]));
    assertTrue(Thread.interrupted());
    Files.write(pipe, new byte[1], StandardOpenOption.WRITE);
  }
}
