package org.elastictee.provider.libcrypto;

import java.security.InvalidKeyException;
import java.security.Key;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.Set;
import org.elastictee.provider.key.KeyAccess;

/** Keys of algorithms whose numbers no interface of Java shows: by their encoding. */
final class EncodedKeys implements KeyReader {
  private final Set<String> algorithms;

  /**
   * Creates a reader.
   *
   * @param algorithms libcrypto's names of those that are taken
   */
  EncodedKeys(Set<String> algorithms) {
    this.algorithms = algorithms;
  }

  @Override
  public NativeHandle read(PublicKey key, NativeKeys keys) throws InvalidKeyException {
    return keys.encodedPublicKey(algorithms, encoding(key, "X.509"));
  }

  @Override
  public NativeHandle read(PrivateKey key, NativeKeys keys) throws InvalidKeyException {
    byte[] encoded = encoding(key, "PKCS#8");
    try {
      return keys.encodedPrivateKey(algorithms, encoded);
    } finally {
      Arrays.fill(encoded, (byte) 0);
    }
  }

  /** A copy, which is overwritten: BouncyCastle's keys may hand out the array that they hold. */
  private static byte[] encoding(Key key, String format) throws InvalidKeyException {
    byte[] encoded = key != null && format.equals(key.getFormat()) ? KeyAccess.encoding(key) : null;
    if (encoded == null) {
      throw new InvalidKeyException("the key has no encoding as " + format);
    }
    return encoded;
  }
}
