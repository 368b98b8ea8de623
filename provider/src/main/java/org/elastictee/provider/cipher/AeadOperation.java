package org.elastictee.provider.cipher;

import java.nio.ByteBuffer;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import org.elastictee.sev.seal.TransientKey;

/** One direction of an {@link Aead}. */
interface AeadOperation extends CipherOperation {
  /**
   * Begins anew.
   *
   * @param key the caller's key
   * @param opened its bytes, for the length of this call
   * @param spec already checked
   */
  void init(Key key, TransientKey opened, AlgorithmParameterSpec spec, SecureRandom random)
      throws InvalidKeyException, InvalidAlgorithmParameterException;

  /** Returns what {@code doFinal} will give after {@code inputLength} more bytes, exactly. */
  @Override
  int outputSize(int inputLength);

  void updateAad(ByteBuffer aad);
}
