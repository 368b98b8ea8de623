package org.elastictee.provider.cipher;

import java.security.InvalidKeyException;
import java.security.Key;
import java.security.NoSuchAlgorithmException;
import java.security.spec.InvalidKeySpecException;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import org.elastictee.provider.engine.EngineTable;
import org.elastictee.provider.key.KeyDecoder;

/** Makes keys of the bytes that {@code Cipher.unwrap} found. */
final class UnwrappedKeys {
  private final KeyDecoder decoder;

  UnwrappedKeys(EngineTable engines) {
    this.decoder = new KeyDecoder(engines);
  }

  /** Decodes a key of any type. The refusal has no cause: a parser's would tell of the bytes. */
  Key decode(byte[] encoded, String algorithm, int type)
      throws InvalidKeyException, NoSuchAlgorithmException {
    try {
      return switch (type) {
        case Cipher.SECRET_KEY -> new SecretKeySpec(encoded, algorithm);
        case Cipher.PRIVATE_KEY -> decoder.privateKey(algorithm, encoded);
        case Cipher.PUBLIC_KEY -> decoder.publicKey(algorithm, encoded);
        default -> throw new InvalidKeyException("unknown type of wrapped key");
      };
    } catch (InvalidKeySpecException | IllegalArgumentException e) {
      throw new InvalidKeyException("the wrapped bytes are no key of this algorithm");
    }
  }
}
