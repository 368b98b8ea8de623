package org.elastictee.provider.cipher;

import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.ProviderException;
import javax.crypto.Cipher;
import javax.crypto.NoSuchPaddingException;

/** Where a cipher of an engine comes from, and another one of the same. */
record EngineCipher(String transformation, Provider engine) {
  /** Throws where the engine does not have the cipher. */
  Cipher create() throws NoSuchAlgorithmException {
    try {
      return Cipher.getInstance(transformation, engine);
    } catch (NoSuchPaddingException e) {
      throw new NoSuchAlgorithmException(e);
    }
  }

  /** Makes another one, after {@link #create} made one. */
  Cipher createAgain() {
    try {
      return create();
    } catch (NoSuchAlgorithmException e) {
      throw new ProviderException("the engine had the cipher before", e);
    }
  }
}
