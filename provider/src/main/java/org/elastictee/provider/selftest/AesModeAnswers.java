package org.elastictee.provider.selftest;

import static org.elastictee.provider.selftest.WrongAnswerException.unless;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Encrypts all lengths under keys of every length, in two parts, and decrypts them. */
final class AesModeAnswers extends SweepTest {
  private static final int[] KEY_BYTES = {16, 24, 32};
  private static final int BLOCK_BYTES = 16;

  private final boolean wholeBlocks;
  private final boolean randomPadding;

  private AesModeAnswers(String answers, boolean wholeBlocks, boolean randomPadding) {
    super(answers);
    this.wholeBlocks = wholeBlocks;
    this.randomPadding = randomPadding;
  }

  static AesModeAnswers ofAnyLength(String answers) {
    return new AesModeAnswers(answers, false, false);
  }

  /** Asks about the next shorter lengths that are multiples of a block. */
  static AesModeAnswers ofWholeBlocks(String answers) {
    return new AesModeAnswers(answers, true, false);
  }

  /** Compares all blocks but the last, which is random and only decrypted. */
  static AesModeAnswers withRandomPadding(String answers) {
    return new AesModeAnswers(answers, false, true);
  }

  private static Cipher start(Provider provider, String name, int mode, byte[] key, byte[] iv)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(name, provider);
    cipher.init(mode, new SecretKeySpec(key, "AES"), new IvParameterSpec(iv));
    return cipher;
  }

  @Override
  void published(Provider provider, String name) throws GeneralSecurityException {
    byte[] key = known("key");
    byte[] iv = known("iv");
    byte[] ciphertext =
        start(provider, name, Cipher.ENCRYPT_MODE, key, iv).doFinal(known("message"));
    if (!randomPadding) {
      requirePublished(ciphertext, "ciphertext");
    }
    requirePublished(
        start(provider, name, Cipher.DECRYPT_MODE, key, iv).doFinal(known("ciphertext")),
        "message");
  }

  @Override
  byte[] sweep(Provider provider, String name) throws GeneralSecurityException {
    Fingerprint all = new Fingerprint();
    byte[] iv = Pattern.bytes(BLOCK_BYTES);
    for (int bytes : KEY_BYTES) {
      byte[] key = Pattern.bytes(bytes);
      Cipher encrypting = start(provider, name, Cipher.ENCRYPT_MODE, key, iv);
      Cipher decrypting = start(provider, name, Cipher.DECRYPT_MODE, key, iv);
      for (int length : Pattern.lengths()) {
        byte[] message = Pattern.bytes(wholeBlocks ? length - length % BLOCK_BYTES : length);
        byte[] ciphertext = inParts(encrypting, message);
        unless(Arrays.equals(inParts(decrypting, ciphertext), message), "it does not decrypt");
        all.add(randomPadding ? withoutLastBlock(ciphertext) : ciphertext);
      }
    }
    return all.value();
  }

  private static byte[] withoutLastBlock(byte[] ciphertext) throws WrongAnswerException {
    unless(ciphertext.length >= BLOCK_BYTES, "a padded message has a block");
    return Arrays.copyOf(ciphertext, ciphertext.length - BLOCK_BYTES);
  }

  private static byte[] inParts(Cipher cipher, byte[] input) throws GeneralSecurityException {
    int first = input.length / 3;
    ByteArrayOutputStream parts = new ByteArrayOutputStream();
    byte[] early = cipher.update(input, 0, first);
    if (early != null) {
      parts.writeBytes(early);
    }
    parts.writeBytes(cipher.doFinal(input, first, input.length - first));
    return parts.toByteArray();
  }
}
