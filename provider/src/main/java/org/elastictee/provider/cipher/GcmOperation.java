package org.elastictee.provider.cipher;

import java.nio.ByteBuffer;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.SecureRandom;
import javax.crypto.BadPaddingException;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.GCMParameterSpec;
import org.elastictee.sev.seal.TransientKey;

/** One direction of AES-GCM. Buffers' positions move only on success. */
interface GcmOperation {
  /**
   * Begins anew.
   *
   * @param key the caller's key
   * @param opened its bytes, for the length of this call
   * @param spec already checked
   */
  void init(Key key, TransientKey opened, GCMParameterSpec spec, SecureRandom random)
      throws InvalidKeyException, InvalidAlgorithmParameterException;

  /** Returns what {@link #doFinal} will give after {@code inputLength} more bytes, exactly. */
  int outputSize(int inputLength);

  void updateAad(ByteBuffer aad);

  byte[] update(byte[] input, int offset, int length);

  int update(ByteBuffer input, ByteBuffer output) throws ShortBufferException;

  byte[] doFinal(ByteBuffer input) throws IllegalBlockSizeException, BadPaddingException;

  int doFinal(ByteBuffer input, ByteBuffer output)
      throws ShortBufferException, IllegalBlockSizeException, BadPaddingException;
}
