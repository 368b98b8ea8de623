package org.elastictee.provider.cipher;

import java.nio.ByteBuffer;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.SecureRandom;
import javax.crypto.AEADBadTagException;
import javax.crypto.BadPaddingException;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.ShortBufferException;
import org.elastictee.sev.cpu.NativeGcm;

/** Decrypts AES-GCM by libelastic, which looks at the tag before it writes anything. */
final class LibelasticDecryption extends AeadDecryption {
  private final GcmKeys keys;
  private final GatheredAad aad = new GatheredAad();
  private NativeGcm key;
  private AeadParameters parameters;

  LibelasticDecryption(AeadKeys keys) {
    this.keys = new GcmKeys(keys);
  }

  @Override
  public void init(Key newKey, AeadParameters newParameters, SecureRandom random)
      throws InvalidKeyException {
    key = keys.of(newKey);
    parameters = newParameters;
    aad.clear();
    reset();
  }

  @Override
  void begin() {
    // It always stands where init left it: the end of a message clears the AAD.
  }

  @Override
  int tagBytes() {
    return parameters.tagBytes();
  }

  @Override
  public void updateAad(byte[] more, int offset, int length) {
    requireAadTime();
    aad.add(more, offset, length);
  }

  @Override
  void takeAad(ByteBuffer more) {
    aad.add(more);
  }

  @Override
  void over() {
    aad.clear();
  }

  @Override
  public int doFinal(byte[] input, int offset, int length, byte[] output, int outputOffset)
      throws ShortBufferException, IllegalBlockSizeException, BadPaddingException {
    int text = length - tagBytes();
    if (hasGathered() || text < 0) {
      return super.doFinal(input, offset, length, output, outputOffset);
    }
    requireRoom(length, output.length - outputOffset);
    try {
      key.open(
          parameters.iv(),
          aad.array(),
          aad.length(),
          input,
          offset,
          text,
          output,
          outputOffset,
          tagBytes());
      return text;
    } finally {
      over();
    }
  }

  @Override
  byte[] open(ByteBuffer message) throws AEADBadTagException {
    byte[] output = new byte[message.remaining() - tagBytes()];
    open(message.duplicate(), ByteBuffer.wrap(output));
    return output;
  }

  @Override
  int open(ByteBuffer message, ByteBuffer output) throws AEADBadTagException {
    int length = message.remaining() - tagBytes();
    try {
      key.open(parameters.iv(), aad.array(), aad.length(), message, output, tagBytes());
      return length;
    } finally {
      over();
    }
  }
}
