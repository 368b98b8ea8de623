package org.elastictee.provider.cipher;

import java.nio.ByteBuffer;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.SecureRandom;

/** One direction of an {@link Aead}. */
interface AeadOperation extends CipherOperation {
  /**
   * Begins anew.
   *
   * @throws InvalidKeyException if the key does not fit
   * @throws InvalidAlgorithmParameterException if the IV does not serve with the key
   * @throws IllegalStateException if it is a sealed key that was destroyed
   */
  void init(Key key, AeadParameters parameters, SecureRandom random)
      throws InvalidKeyException, InvalidAlgorithmParameterException;

  /** Returns what {@code doFinal} will give after {@code inputLength} more bytes, exactly. */
  @Override
  int outputSize(int inputLength);

  void updateAad(ByteBuffer aad);

  /** The same with an array. */
  default void updateAad(byte[] aad, int offset, int length) {
    updateAad(ByteBuffer.wrap(aad, offset, length));
  }
}
