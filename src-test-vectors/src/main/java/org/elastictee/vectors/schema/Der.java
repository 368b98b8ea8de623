package org.elastictee.vectors.schema;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;

/** The few DER encodings that raw keys need to become {@code X.509} and {@code PKCS#8} ones. */
final class Der {
  private static final int OCTET_STRING = 0x04;
  private static final int BIT_STRING = 0x03;
  private static final int SEQUENCE = 0x30;
  private static final byte[] VERSION_0 = {0x02, 0x01, 0x00};

  private Der() {}

  /**
   * Encodes a SubjectPublicKeyInfo.
   *
   * @param algorithm the encoded contents of its AlgorithmIdentifier
   */
  static byte[] publicKey(String algorithm, byte[] key) {
    byte[] bits = concat(new byte[1], key);
    return tlv(SEQUENCE, concat(tlv(SEQUENCE, hex(algorithm)), tlv(BIT_STRING, bits)));
  }

  /**
   * Encodes a PrivateKeyInfo.
   *
   * @param algorithm the encoded contents of its AlgorithmIdentifier
   * @param key the contents of the octet string
   */
  static byte[] privateKey(String algorithm, byte[] key) {
    return tlv(
        SEQUENCE, concat(VERSION_0, concat(tlv(SEQUENCE, hex(algorithm)), tlv(OCTET_STRING, key))));
  }

  static byte[] octetString(byte[] value) {
    return tlv(OCTET_STRING, value);
  }

  /** Encodes a value of at most 65535 bytes. */
  static byte[] tlv(int tag, byte[] value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    if (value.length >= 0x100) {
      out.write(0x82);
      out.write(value.length >> 8);
    } else if (value.length >= 0x80) {
      out.write(0x81);
    }
    out.write(value.length);
    out.writeBytes(value);
    return out.toByteArray();
  }

  private static byte[] concat(byte[] first, byte[] second) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(first);
    out.writeBytes(second);
    return out.toByteArray();
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }
}
