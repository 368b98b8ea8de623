package org.elastictee.cli;

import java.util.HexFormat;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads bytes in hexadecimal from an argument. */
final class HexBytes implements ITypeConverter<HexBytes.Bytes> {
  @Override
  public Bytes convert(String value) {
    try {
      return new Bytes(HexFormat.of().parseHex(value));
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException("bytes are an even number of hexadecimal digits");
    }
  }

  /** Bytes; an array would be taken for several arguments. */
  static final class Bytes {
    private final byte[] bytes;

    Bytes(byte[] bytes) {
      this.bytes = bytes;
    }

    byte[] bytes() {
      return bytes.clone();
    }
  }
}
