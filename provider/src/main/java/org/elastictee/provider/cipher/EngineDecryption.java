package org.elastictee.provider.cipher;

import java.nio.ByteBuffer;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.IllegalBlockSizeException;
import org.elastictee.sev.seal.TransientKey;

/**
 * Decrypts by an engine's {@link Cipher}, into memory of its own, and copies from there once the
 * tag has verified.
 */
final class EngineDecryption extends AeadDecryption {
  private final EngineCipher engine;
  private final AeadKeys keys;
  private Cipher cipher;
  private byte[] lastIv = {};
  private Key key;
  private AeadParameters parameters;
  private boolean used;

  EngineDecryption(EngineCipher engine, AeadKeys keys) throws NoSuchAlgorithmException {
    this.engine = engine;
    this.keys = keys;
    this.cipher = engine.create();
  }

  @Override
  public void init(Key newKey, AeadParameters newParameters, SecureRandom random)
      throws InvalidKeyException, InvalidAlgorithmParameterException {
    try (TransientKey opened = keys.open(newKey)) {
      cipher = initialized(opened, newParameters);
    }
    lastIv = newParameters.iv();
    key = newKey;
    parameters = newParameters;
    used = false;
    reset();
  }

  /** Some engines refuse the IV of their last message in decryption too: then it is another's. */
  private Cipher initialized(TransientKey opened, AeadParameters newParameters)
      throws InvalidKeyException, InvalidAlgorithmParameterException {
    try {
      cipher.init(Cipher.DECRYPT_MODE, opened, newParameters.spec());
      return cipher;
    } catch (InvalidKeyException | InvalidAlgorithmParameterException e) {
      if (!Arrays.equals(newParameters.iv(), lastIv)) {
        throw e;
      }
    }
    Cipher another = engine.createAgain();
    another.init(Cipher.DECRYPT_MODE, opened, newParameters.spec());
    return another;
  }

  @Override
  void begin() {
    if (!used) {
      return;
    }
    try {
      init(key, parameters, null);
    } catch (InvalidKeyException | InvalidAlgorithmParameterException e) {
      throw new IllegalStateException("the key does not serve any more", e);
    }
  }

  @Override
  int tagBytes() {
    return parameters.tagBytes();
  }

  @Override
  void takeAad(ByteBuffer aad) {
    EngineCalls.updateAad(cipher, aad);
  }

  @Override
  void over() {
    used = true;
  }

  @Override
  byte[] open(ByteBuffer message) throws IllegalBlockSizeException, BadPaddingException {
    over();
    if (message.hasArray()) {
      return cipher.doFinal(
          message.array(), message.arrayOffset() + message.position(), message.remaining());
    }
    byte[] copy = new byte[message.remaining()];
    message.duplicate().get(copy);
    return cipher.doFinal(copy);
  }

  @Override
  int open(ByteBuffer message, ByteBuffer output)
      throws IllegalBlockSizeException, BadPaddingException {
    byte[] plaintext = open(message);
    try {
      output.put(plaintext);
      return plaintext.length;
    } finally {
      Arrays.fill(plaintext, (byte) 0);
    }
  }
}
