package org.elastictee.provider.libcrypto;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** An array of OSSL_PARAM(3), to be laid into a {@link NativeBuffer} as C sees it. */
final class OsslParameters {
  private static final int UNSIGNED_INTEGER = 2;
  private static final int UTF8_STRING = 4;
  private static final int OCTET_STRING = 5;

  /** A name, a type, data, the length of the data, and a field for results. */
  private static final int ENTRY_BYTES = 40;

  /** libcrypto reads a string up to its terminator, which the length does not count. */
  private static final int TERMINATOR_BYTES = 1;

  private static final int TYPE_OFFSET = 8;
  private static final int DATA_OFFSET = 16;
  private static final int LENGTH_OFFSET = 24;
  private static final int RESULT_OFFSET = 32;

  private static final class Entry {
    private final byte[] name;
    private final int type;
    private final byte[] data;

    /** Where the data lies already, or 0 where it is to be laid into the buffer. */
    private final long address;

    private final int length;

    Entry(String name, int type, byte[] data, long address, int length) {
      this.name = (name + '\0').getBytes(StandardCharsets.US_ASCII);
      this.type = type;
      this.data = data;
      this.address = address;
      this.length = length;
    }
  }

  private final List<Entry> entries = new ArrayList<>();

  /** Adds a number, 0 or greater. */
  OsslParameters number(String name, BigInteger value) {
    byte[] bigEndian = value.toByteArray();
    byte[] littleEndian = LittleEndian.of(bigEndian, bigEndian.length);
    Arrays.fill(bigEndian, (byte) 0);
    return add(name, UNSIGNED_INTEGER, littleEndian);
  }

  /**
   * Adds a number that lies elsewhere, little-endian, and stays there until the array was used.
   *
   * @param length in bytes
   */
  OsslParameters number(String name, long address, int length) {
    entries.add(new Entry(name, UNSIGNED_INTEGER, new byte[0], address, length));
    return this;
  }

  OsslParameters text(String name, String value) {
    return add(name, UTF8_STRING, value.getBytes(StandardCharsets.US_ASCII));
  }

  OsslParameters octets(String name, byte[] value) {
    return add(name, OCTET_STRING, value);
  }

  private OsslParameters add(String name, int type, byte[] data) {
    entries.add(new Entry(name, type, data, 0, data.length));
    return this;
  }

  /** Returns how many bytes the array takes, with everything that it points to. */
  int size() {
    int bytes = ENTRY_BYTES * (entries.size() + 1);
    for (Entry entry : entries) {
      bytes += entry.name.length + entry.data.length + TERMINATOR_BYTES;
    }
    return bytes;
  }

  /** Writes the array, and overwrites the data that it was made of. */
  void moveTo(NativeBuffer buffer, int start) {
    int entryAt = start;
    int freeAt = start + ENTRY_BYTES * (entries.size() + 1);
    for (Entry entry : entries) {
      int dataAt = freeAt + entry.name.length;
      buffer.put(freeAt, entry.name);
      buffer.put(dataAt, entry.data);
      buffer.putLong(entryAt, buffer.address(freeAt));
      buffer.putInt(entryAt + TYPE_OFFSET, entry.type);
      buffer.putLong(
          entryAt + DATA_OFFSET, entry.address != 0 ? entry.address : buffer.address(dataAt));
      buffer.putLong(entryAt + LENGTH_OFFSET, entry.length);
      buffer.putLong(entryAt + RESULT_OFFSET, -1);
      buffer.put(dataAt + entry.data.length, new byte[TERMINATOR_BYTES]);
      freeAt = dataAt + entry.data.length + TERMINATOR_BYTES;
      entryAt += ENTRY_BYTES;
      Arrays.fill(entry.data, (byte) 0);
    }
    buffer.put(entryAt, new byte[ENTRY_BYTES]);
  }
}
