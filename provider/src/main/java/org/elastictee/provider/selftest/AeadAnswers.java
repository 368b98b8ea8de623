package org.elastictee.provider.selftest;

import static org.elastictee.provider.selftest.WrongAnswerException.unless;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import java.util.function.Function;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts all lengths under keys of every length, with AAD and IVs of several, in parts, between
 * direct buffers and in place, and decrypts them; a ciphertext with one bit changed must not open.
 */
final class AeadAnswers extends SweepTest {
  private static final int[] AAD_BYTES = {0, 1, 16, 17, 512};
  private static final int USUAL_IV_BYTES = 12;

  /** Up to here, every length meets every length of AAD, under the longest key. */
  private static final int SHORT_BYTES = 512;

  /** The longest length takes the time of all others together, so it goes with one key only. */
  private static final int LONGEST_BYTES = 65537;

  private final Function<byte[], AlgorithmParameterSpec> specs;
  private final int[] ivBytes;
  private final int[] keyBytes;

  private AeadAnswers(
      String answers,
      Function<byte[], AlgorithmParameterSpec> specs,
      int[] ivBytes,
      int... keyBytes) {
    super(answers);
    this.specs = specs;
    this.ivBytes = ivBytes;
    this.keyBytes = keyBytes;
  }

  /** AES-GCM, with IVs that are counters and such that are hashed. */
  static AeadAnswers gcm(String answers) {
    return new AeadAnswers(
        answers, iv -> new GCMParameterSpec(128, iv), new int[] {12, 1, 8, 16, 60}, 16, 24, 32);
  }

  static AeadAnswers gcmSiv(String answers) {
    return new AeadAnswers(
        answers, iv -> new GCMParameterSpec(128, iv), new int[] {USUAL_IV_BYTES}, 16, 32);
  }

  static AeadAnswers chaCha20Poly1305(String answers) {
    return new AeadAnswers(answers, IvParameterSpec::new, new int[] {USUAL_IV_BYTES}, 32);
  }

  /** A cipher, and what it is initialized with; each message gets a new cipher object. */
  private static final class Setting {
    private final Provider provider;
    private final String name;
    private final byte[] key;
    private final AlgorithmParameterSpec spec;
    private final byte[] aad;

    Setting(Provider provider, String name, byte[] key, AlgorithmParameterSpec spec, byte[] aad) {
      this.provider = provider;
      this.name = name;
      this.key = key;
      this.spec = spec;
      this.aad = aad;
    }

    Cipher start(int mode) throws GeneralSecurityException {
      Cipher cipher = Cipher.getInstance(name, provider);
      cipher.init(mode, new SecretKeySpec(key, "AES"), spec);
      cipher.updateAAD(aad);
      return cipher;
    }

    byte[] encrypt(byte[] message) throws GeneralSecurityException {
      return start(Cipher.ENCRYPT_MODE).doFinal(message);
    }

    byte[] encryptInParts(byte[] message) throws GeneralSecurityException {
      Cipher cipher = start(Cipher.ENCRYPT_MODE);
      int first = message.length / 3;
      ByteArrayOutputStream parts = new ByteArrayOutputStream();
      byte[] early = cipher.update(message, 0, first);
      if (early != null) {
        parts.writeBytes(early);
      }
      parts.writeBytes(cipher.doFinal(message, first, message.length - first));
      return parts.toByteArray();
    }

    byte[] encryptDirect(byte[] message) throws GeneralSecurityException {
      Cipher cipher = start(Cipher.ENCRYPT_MODE);
      ByteBuffer input = ByteBuffer.allocateDirect(message.length).put(message).flip();
      ByteBuffer output = ByteBuffer.allocateDirect(cipher.getOutputSize(message.length));
      cipher.doFinal(input, output);
      byte[] ciphertext = new byte[output.flip().remaining()];
      output.get(ciphertext);
      return ciphertext;
    }

    byte[] encryptInPlace(byte[] message) throws GeneralSecurityException {
      Cipher cipher = start(Cipher.ENCRYPT_MODE);
      byte[] place = Arrays.copyOf(message, cipher.getOutputSize(message.length));
      int length = cipher.doFinal(place, 0, message.length, place, 0);
      return Arrays.copyOf(place, length);
    }

    byte[] decrypt(byte[] ciphertext) throws GeneralSecurityException {
      return start(Cipher.DECRYPT_MODE).doFinal(ciphertext);
    }
  }

  @Override
  void published(Provider provider, String name) throws GeneralSecurityException {
    Setting setting =
        new Setting(provider, name, known("key"), specs.apply(known("iv")), known("aad"));
    byte[] ciphertext = setting.encrypt(known("message"));
    requirePublished(ciphertext, "ciphertext");
    requirePublished(setting.decrypt(ciphertext), "message");
    ciphertext[0] ^= 1;
    try {
      setting.decrypt(ciphertext);
    } catch (AEADBadTagException e) {
      return;
    }
    throw new WrongAnswerException("a changed ciphertext opens");
  }

  @Override
  byte[] sweep(Provider provider, String name) throws GeneralSecurityException {
    Fingerprint all = new Fingerprint();
    for (int bytes : keyBytes) {
      byte[] key = Pattern.bytes(bytes);
      boolean lastKey = bytes == keyBytes[keyBytes.length - 1];
      int turn = 0;
      for (int length : Pattern.lengths()) {
        byte[] message = Pattern.bytes(length);
        for (int aadBytes : AAD_BYTES) {
          boolean isTurn = aadBytes == AAD_BYTES[turn % AAD_BYTES.length];
          if (isTurn ? lastKey || length < LONGEST_BYTES : lastKey && length <= SHORT_BYTES) {
            AlgorithmParameterSpec spec = specs.apply(Pattern.bytes(USUAL_IV_BYTES));
            all.add(ask(new Setting(provider, name, key, spec, Pattern.bytes(aadBytes)), message));
          }
        }
        turn++;
      }
      for (int iv : ivBytes) {
        AlgorithmParameterSpec spec = specs.apply(Pattern.bytes(iv));
        all.add(ask(new Setting(provider, name, key, spec, Pattern.bytes(16)), Pattern.bytes(33)));
      }
    }
    return all.value();
  }

  private static byte[] ask(Setting setting, byte[] message) throws GeneralSecurityException {
    byte[] ciphertext = setting.encryptInParts(message);
    unless(Arrays.equals(setting.encryptDirect(message), ciphertext), "wrong with direct buffers");
    if (message.length <= SHORT_BYTES) {
      unless(Arrays.equals(setting.encryptInPlace(message), ciphertext), "wrong in place");
    }
    unless(Arrays.equals(setting.decrypt(ciphertext), message), "it does not decrypt");
    return ciphertext;
  }
}
