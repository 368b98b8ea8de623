package org.elastictee.sev.attest;

import java.util.Arrays;
import org.elastictee.sev.attest.EvidenceException.Reason;

/**
 * Reads elements of DER (ITU-T X.690) one after the other, as much of it as AMD's certificates
 * need: tags of one byte, and lengths in the shortest form only, so that equal contents are equal
 * encodings. Not safe for use by several threads.
 */
final class DerReader {
  static final int INTEGER = 0x02;
  static final int BIT_STRING = 0x03;
  static final int OCTET_STRING = 0x04;
  static final int IA5_STRING = 0x16;
  static final int SEQUENCE = 0x30;
  static final int CONTEXT_0 = 0xA0;

  private static final int LONG_FORM = 0x80;
  private static final int MAX_LENGTH_BYTES = 3;

  private final byte[] bytes;
  private final Reason reason;
  private int position;

  /**
   * Begins.
   *
   * @param reason of the exceptions for what is malformed
   */
  DerReader(byte[] bytes, Reason reason) {
    this.bytes = bytes;
    this.reason = reason;
  }

  /** Returns what the next element holds, which must have this tag. */
  byte[] next(int tag) throws EvidenceException {
    if (u8() != tag) {
      throw malformed();
    }
    int length = length();
    if (length > bytes.length - position) {
      throw malformed();
    }
    position += length;
    return Arrays.copyOfRange(bytes, position - length, position);
  }

  /** Returns what the next element holds, which must have this tag and be the last. */
  byte[] last(int tag) throws EvidenceException {
    byte[] content = next(tag);
    if (position != bytes.length) {
      throw malformed();
    }
    return content;
  }

  private int length() throws EvidenceException {
    int first = u8();
    if (first < LONG_FORM) {
      return first;
    }
    int count = first - LONG_FORM;
    if (count == 0 || count > MAX_LENGTH_BYTES) {
      throw malformed();
    }
    int length = 0;
    for (int i = 0; i < count; i++) {
      length = length << Byte.SIZE | u8();
    }
    int shortest =
        length < LONG_FORM ? 0 : (Integer.SIZE - Integer.numberOfLeadingZeros(length) + 7) / 8;
    if (count != shortest) {
      throw malformed();
    }
    return length;
  }

  private int u8() throws EvidenceException {
    if (position == bytes.length) {
      throw malformed();
    }
    return bytes[position++] & 0xFF;
  }

  private EvidenceException malformed() {
    return new EvidenceException(reason, "DER that is malformed or not what it should be");
  }
}
