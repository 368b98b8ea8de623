package org.elastictee.sev.guest;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import org.elastictee.sev.guest.SevGuestException.Reason;

/**
 * One entry of configfs-tsm by the kernel's names: Linux {@code
 * Documentation/ABI/testing/configfs-tsm-report}. Nothing is read without a bound.
 */
final class TsmEntry {
  static final String PRIVLEVEL = "privlevel";
  static final String AUXBLOB = "auxblob";

  private static final String INBLOB = "inblob";
  private static final String OUTBLOB = "outblob";
  private static final String PROVIDER = "provider";
  private static final String GENERATION = "generation";
  private static final String PRIVLEVEL_FLOOR = "privlevel_floor";
  private static final int MAX_TEXT_BYTES = 64;

  private final ConfigFs configFs;
  private final String name;

  TsmEntry(ConfigFs configFs, String name) {
    this.configFs = configFs;
    this.name = name;
  }

  TsmProvider provider() throws SevGuestException {
    try {
      return TsmProvider.ofName(text(PROVIDER));
    } catch (IOException e) {
      throw TsmFailure.ofAttribute(PROVIDER, e);
    }
  }

  /** Returns the lowest level that may be asked for, unsigned; 0 where the kernel names none. */
  long privlevelFloor() throws SevGuestException {
    try {
      return number(PRIVLEVEL_FLOOR);
    } catch (NoSuchFileException e) {
      return 0;
    } catch (IOException e) {
      throw TsmFailure.ofAttribute(PRIVLEVEL_FLOOR, e);
    }
  }

  /** Returns the count of the stores that have succeeded, which wraps at 64 bits. */
  long generation() throws SevGuestException {
    try {
      return number(GENERATION);
    } catch (IOException e) {
      throw TsmFailure.ofAttribute(GENERATION, e);
    }
  }

  /** Stores the level that the report is to name. */
  void storePrivlevel(int vmpl) throws SevGuestException {
    write(PRIVLEVEL, Integer.toString(vmpl).getBytes(StandardCharsets.US_ASCII));
  }

  /** Stores what is to be signed, unless the kernel silently does not. */
  void storeInblob(byte[] reportData) throws SevGuestException {
    write(INBLOB, reportData);
  }

  /** Has the report made and reads it, or {@code limit} bytes of it. */
  byte[] outblob(int limit) throws SevGuestException {
    return blob(OUTBLOB, limit);
  }

  /** Reads the certificates, or {@code limit} bytes of them. */
  byte[] auxblob(int limit) throws SevGuestException {
    return blob(AUXBLOB, limit);
  }

  private byte[] blob(String attribute, int limit) throws SevGuestException {
    try {
      return read(attribute, limit);
    } catch (IOException e) {
      throw TsmFailure.ofBlob(attribute, e);
    }
  }

  private long number(String attribute) throws IOException, SevGuestException {
    try {
      return Long.parseUnsignedLong(text(attribute));
    } catch (NumberFormatException e) {
      throw new SevGuestException(
          Reason.BAD_RESPONSE, attribute + " of configfs-tsm is no number", e);
    }
  }

  private String text(String attribute) throws IOException {
    return new String(read(attribute, MAX_TEXT_BYTES), StandardCharsets.US_ASCII).strip();
  }

  private byte[] read(String attribute, int limit) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(limit);
    try (ReadableByteChannel channel = configFs.openForReading(name, attribute)) {
      int count;
      do {
        count = channel.read(buffer);
      } while (count > 0 && buffer.hasRemaining());
    }
    return Arrays.copyOf(buffer.array(), buffer.position());
  }

  /** Writes by one call, as a text attribute takes each call for a value of its own. */
  private void write(String attribute, byte[] value) throws SevGuestException {
    int count;
    try (WritableByteChannel channel = configFs.openForWriting(name, attribute)) {
      count = channel.write(ByteBuffer.wrap(value));
    } catch (IOException e) {
      throw TsmFailure.ofAttribute(attribute, e);
    }
    if (count != value.length) {
      throw new SevGuestException(Reason.IO, attribute + " of configfs-tsm took a part only");
    }
  }
}
