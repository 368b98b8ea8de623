package org.elastictee.provider.cipher;

import java.util.Arrays;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Keys, IVs and data for the tests of AES/GCM. */
final class GcmMessages {
  private GcmMessages() {}

  static SecretKey key(int seed) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) seed);
    return new SecretKeySpec(bytes, "AES");
  }

  static GCMParameterSpec iv(int seed) {
    byte[] iv = new byte[12];
    Arrays.fill(iv, (byte) seed);
    return new GCMParameterSpec(128, iv);
  }

  static byte[] data(int length) {
    byte[] data = new byte[length];
    for (int i = 0; i < length; i++) {
      data[i] = (byte) (i * 31 + 7);
    }
    return data;
  }

  static byte[] spoiled(byte[] ciphertext) {
    byte[] spoiled = ciphertext.clone();
    spoiled[spoiled.length - 1] ^= 1;
    return spoiled;
  }
}
