package org.elastictee.provider.cipher;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.NoSuchAlgorithmException;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.ShortBufferException;
import org.elastictee.provider.key.KeyAccess;
import org.elastictee.sev.seal.TransientKey;

/**
 * Decrypts when the tag has arrived: {@code update} gathers the ciphertext and gives nothing,
 * {@code doFinal} opens it into memory of its own and copies from there once the tag has verified.
 * Then, and after a failure, it stands as after {@code init}, ready for another message under the
 * same key and IV.
 */
final class AeadDecryption implements AeadOperation {
  private final EngineCipher engine;
  private Cipher cipher;
  private byte[] lastIv = {};
  private Key key;
  private AlgorithmParameterSpec spec;
  private ByteArrayOutputStream gathered = new ByteArrayOutputStream(0);
  private boolean used;

  AeadDecryption(EngineCipher engine) throws NoSuchAlgorithmException {
    this.engine = engine;
    this.cipher = engine.create();
  }

  @Override
  public void init(
      Key newKey, TransientKey opened, AlgorithmParameterSpec newSpec, SecureRandom random)
      throws InvalidKeyException, InvalidAlgorithmParameterException {
    byte[] iv = Aead.iv(newSpec);
    cipher = initialized(opened, newSpec, Arrays.equals(iv, lastIv));
    lastIv = iv;
    key = newKey;
    spec = newSpec;
    gathered = new ByteArrayOutputStream(0);
    used = false;
  }

  /** Some engines refuse the IV of their last message in decryption too: then it is another's. */
  private Cipher initialized(TransientKey opened, AlgorithmParameterSpec newSpec, boolean isLastIv)
      throws InvalidKeyException, InvalidAlgorithmParameterException {
    try {
      cipher.init(Cipher.DECRYPT_MODE, opened, newSpec);
      return cipher;
    } catch (InvalidKeyException | InvalidAlgorithmParameterException e) {
      if (!isLastIv) {
        throw e;
      }
    }
    Cipher another = engine.createAgain();
    another.init(Cipher.DECRYPT_MODE, opened, newSpec);
    return another;
  }

  /** Brings the engine back to where {@code init} left it, if a message was finished since. */
  private void begin() {
    if (!used) {
      return;
    }
    try (TransientKey opened = KeyAccess.open(key)) {
      init(key, opened, spec, null);
    } catch (InvalidKeyException | InvalidAlgorithmParameterException e) {
      throw new IllegalStateException("the key does not serve any more", e);
    }
  }

  private int tagBytes() {
    return Aead.tagBytes(spec);
  }

  @Override
  public int outputSize(int inputLength) {
    long total = (long) gathered.size() + inputLength - tagBytes();
    return (int) Math.max(0, Math.min(total, LONGEST_BYTES));
  }

  @Override
  public void updateAad(ByteBuffer aad) {
    begin();
    if (gathered.size() > 0) {
      throw new IllegalStateException("AAD comes before the ciphertext");
    }
    EngineCalls.updateAad(cipher, aad);
  }

  @Override
  public byte[] update(byte[] input, int offset, int length) {
    gather(ByteBuffer.wrap(input, offset, length));
    return null;
  }

  @Override
  public int update(ByteBuffer input, ByteBuffer output) {
    gather(input);
    return 0;
  }

  private void requireRoom(ByteBuffer input) {
    if (input.remaining() > LONGEST_BYTES - gathered.size()) {
      throw new ProviderException("one message has at most 2 GiB here");
    }
  }

  private void gather(ByteBuffer input) {
    begin();
    requireRoom(input);
    if (input.hasArray()) {
      gathered.write(input.array(), input.arrayOffset() + input.position(), input.remaining());
      input.position(input.limit());
    } else {
      byte[] bytes = new byte[input.remaining()];
      input.get(bytes);
      gathered.writeBytes(bytes);
    }
  }

  @Override
  public byte[] doFinal(ByteBuffer input) throws IllegalBlockSizeException, BadPaddingException {
    begin();
    return open(input);
  }

  @Override
  public int doFinal(ByteBuffer input, ByteBuffer output)
      throws ShortBufferException, IllegalBlockSizeException, BadPaddingException {
    begin();
    if (output.remaining() < outputSize(input.remaining())) {
      throw new ShortBufferException("the output has no room for the plaintext");
    }
    byte[] plaintext = open(input);
    try {
      input.position(input.limit());
      output.put(plaintext);
      return plaintext.length;
    } finally {
      Arrays.fill(plaintext, (byte) 0);
    }
  }

  /** Opens what was gathered and the input behind it; whatever comes of it, the message is over. */
  private byte[] open(ByteBuffer input) throws IllegalBlockSizeException, BadPaddingException {
    requireRoom(input);
    ByteArrayOutputStream before = gathered;
    gathered = new ByteArrayOutputStream(0);
    used = true;
    if ((long) before.size() + input.remaining() < tagBytes()) {
      throw new AEADBadTagException("the ciphertext is shorter than its tag");
    }
    if (before.size() == 0 && input.hasArray()) {
      return cipher.doFinal(
          input.array(), input.arrayOffset() + input.position(), input.remaining());
    }
    byte[] last = new byte[input.remaining()];
    input.duplicate().get(last);
    before.writeBytes(last);
    return cipher.doFinal(before.toByteArray());
  }
}
