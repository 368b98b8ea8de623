package org.elastictee.provider.selftest;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Arrays of bytes inside one another. */
final class Bytes {
  private Bytes() {}

  static boolean contains(byte[] all, byte[] part) {
    return Collections.indexOfSubList(listOf(all), listOf(part)) >= 0;
  }

  private static List<Byte> listOf(byte[] bytes) {
    Byte[] boxed = new Byte[bytes.length];
    Arrays.setAll(boxed, i -> bytes[i]);
    return Arrays.asList(boxed);
  }
}
