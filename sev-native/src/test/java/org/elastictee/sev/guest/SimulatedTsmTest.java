package org.elastictee.sev.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The double does what the kernel's source says. */
class SimulatedTsmTest {
  private final SimulatedTsm tsm =
      new SimulatedTsm(
          "sev_guest",
          (inblob, level) ->
              new SimulatedTsm.Blobs(new byte[] {(byte) ('a' + level)}, new byte[0]));

  @BeforeEach
  void makeEntry() throws Exception {
    tsm.mkdir("e");
  }

  private void write(String attribute, byte[]... values) throws IOException {
    try (WritableByteChannel channel = tsm.openForWriting("e", attribute)) {
      for (byte[] value : values) {
        channel.write(ByteBuffer.wrap(value));
      }
    }
  }

  private void level(String text) throws IOException {
    write("privlevel", text.getBytes(StandardCharsets.US_ASCII));
  }

  private String read(String attribute) throws IOException {
    return SimulatedTsm.text(tsm.openForReading("e", attribute));
  }

  private void assertError(int errno, ThrowingCall call) {
    IOException e = assertThrows(IOException.class, call::run);
    assertEquals(errno, HiddenErrno.of(e));
  }

  private interface ThrowingCall {
    void run() throws IOException;
  }

  @Test
  void showsTextWithALineFeed() throws Exception {
    assertEquals("sev_guest\n", read("provider"));
    assertEquals("0\n", read("generation"));
    assertEquals("0\n", read("privlevel_floor"));
  }

  @Test
  void countsEachStoreThatSucceeds() throws Exception {
    write("inblob", new byte[64]);
    level("3\n");
    assertError(Errno.EINVAL, () -> level("4"));
    assertError(Errno.EINVAL, () -> level("x"));
    assertEquals("2\n", read("generation"));
  }

  @Test
  void storesABinaryAttributeWhenItIsClosedAndNotBefore() throws Exception {
    try (WritableByteChannel channel = tsm.openForWriting("e", "inblob")) {
      channel.write(ByteBuffer.wrap(new byte[32]));
      channel.write(ByteBuffer.wrap(new byte[32]));
      assertEquals("0\n", read("generation"));
    }
    assertEquals("1\n", read("generation"));
  }

  @Test
  void storesNothingWhereNothingWasWritten() throws Exception {
    write("inblob");
    assertEquals("0\n", read("generation"));
  }

  @Test
  void saysAtTheCallThatABlobIsTooBig() {
    assertError(Errno.EFBIG, () -> write("inblob", new byte[65]));
    assertError(Errno.EFBIG, () -> write("inblob", new byte[64], new byte[1]));
  }

  @Test
  void discardsTheErrorOfABinaryStoreButNotOfAText() throws Exception {
    tsm.before("inblob", SimulatedTsm.Item::exhaustGenerations);
    write("inblob", new byte[64]);
    assertEquals("0\n", read("generation"));
    assertError(Errno.EBUSY, () -> level("0"));
  }

  @Test
  void makesAReportAtTheFirstReadAndKeepsItUntilTheNextStore() throws Exception {
    write("inblob", new byte[64]);
    assertEquals(0, tsm.reportsMade());
    assertEquals("a", read("outblob"));
    assertEquals("", read("auxblob"));
    assertEquals(1, tsm.reportsMade());
    level("2");
    assertEquals("c", read("outblob"));
    assertEquals(2, tsm.reportsMade());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 63})
  void makesNoReportForAnotherLength(int length) throws Exception {
    if (length > 0) {
      write("inblob", new byte[length]);
    }
    assertError(Errno.EINVAL, () -> read("outblob"));
    assertEquals(0, tsm.reportsMade());
  }

  @Test
  void refusesALevelBelowTheFloor() {
    tsm.floor(2);
    assertError(Errno.EINVAL, () -> level("1"));
  }

  @Test
  void opensNothingTheWrongWay() {
    assertThrows(AccessDeniedException.class, () -> tsm.openForReading("e", "inblob"));
    assertThrows(AccessDeniedException.class, () -> tsm.openForWriting("e", "outblob"));
    assertThrows(NoSuchFileException.class, () -> tsm.openForWriting("e", "none"));
    assertThrows(NoSuchFileException.class, () -> tsm.openForReading("none", "outblob"));
  }

  @Test
  void makesAndRemovesAnEntryOnce() throws Exception {
    assertThrows(FileAlreadyExistsException.class, () -> tsm.mkdir("e"));
    tsm.rmdir("e");
    assertThrows(NoSuchFileException.class, () -> tsm.rmdir("e"));
    assertError(Errno.ENXIO, () -> new SimulatedTsm(null, null).mkdir("e"));
  }
}
