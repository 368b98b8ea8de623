package org.elastictee.provider.cipher;

import java.security.NoSuchAlgorithmException;
import java.security.ProviderException;
import javax.crypto.Cipher;
import javax.crypto.NoSuchPaddingException;
import org.elastictee.provider.engine.EngineTable;
import org.elastictee.provider.engine.Operation;

/** Where a cipher of an engine comes from, and another one of the same. */
record EngineCipher(EngineTable engines, Operation operation) {
  /** Throws where no engine has the cipher. */
  Cipher create() throws NoSuchAlgorithmException {
    try {
      return Cipher.getInstance(engines.algorithm(operation), engines.provider(operation));
    } catch (NoSuchPaddingException e) {
      throw new NoSuchAlgorithmException("the engine does not know the padding", e);
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
