package org.elastictee.provider.selftest;

import static org.elastictee.provider.selftest.WrongAnswerException.unless;

import java.security.GeneralSecurityException;
import java.security.Provider;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/** Wraps what has the length of a key, and more, under keys of every length, and unwraps it. */
final class KeyWrapAnswers extends SweepTest {
  private static final int[] KEY_BYTES = {16, 24, 32};

  private final int[] lengths;

  private KeyWrapAnswers(String answers, int... lengths) {
    super(answers);
    this.lengths = lengths;
  }

  /** RFC 3394: multiples of 8 bytes, from 16 on. */
  static KeyWrapAnswers unpadded(String answers) {
    return new KeyWrapAnswers(answers, 16, 24, 32, 512, 8184);
  }

  /** RFC 5649. */
  static KeyWrapAnswers padded(String answers) {
    return new KeyWrapAnswers(answers, 1, 8, 9, 15, 16, 511, 512, 8191);
  }

  private static byte[] call(Provider provider, String name, int mode, byte[] key, byte[] input)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(name, provider);
    cipher.init(mode, new SecretKeySpec(key, "AES"));
    return cipher.doFinal(input);
  }

  @Override
  void published(Provider provider, String name) throws GeneralSecurityException {
    byte[] key = known("key");
    byte[] wrapped = call(provider, name, Cipher.ENCRYPT_MODE, key, known("message"));
    requirePublished(wrapped, "ciphertext");
    requirePublished(call(provider, name, Cipher.DECRYPT_MODE, key, wrapped), "message");
    wrapped[0] ^= 1;
    boolean opens = true;
    try {
      call(provider, name, Cipher.DECRYPT_MODE, key, wrapped);
    } catch (GeneralSecurityException e) {
      opens = false;
    }
    unless(!opens, "changed wrapped data opens");
  }

  @Override
  byte[] sweep(Provider provider, String name) throws GeneralSecurityException {
    Fingerprint all = new Fingerprint();
    for (int bytes : KEY_BYTES) {
      byte[] key = Pattern.bytes(bytes);
      for (int length : lengths) {
        byte[] message = Pattern.bytes(length);
        byte[] wrapped = call(provider, name, Cipher.ENCRYPT_MODE, key, message);
        byte[] unwrapped = call(provider, name, Cipher.DECRYPT_MODE, key, wrapped);
        unless(Arrays.equals(unwrapped, message), "it does not unwrap");
        all.add(wrapped);
      }
    }
    return all.value();
  }
}
