package org.elastictee.vectors.schema;

import java.security.MessageDigest;
import javax.crypto.SecretKey;

/** A secret key of any bytes, none among them, which {@code SecretKeySpec} does not take. */
final class RawKey implements SecretKey {
  private static final long serialVersionUID = 1L;

  private final String algorithm;
  private final byte[] bytes;

  RawKey(String algorithm, byte[] bytes) {
    this.algorithm = algorithm;
    this.bytes = bytes.clone();
  }

  @Override
  public String getAlgorithm() {
    return algorithm;
  }

  @Override
  public String getFormat() {
    return "RAW";
  }

  @Override
  public byte[] getEncoded() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RawKey key
        && algorithm.equals(key.algorithm)
        && MessageDigest.isEqual(bytes, key.bytes);
  }

  @Override
  public int hashCode() {
    return algorithm.hashCode();
  }

  @Override
  public String toString() {
    return algorithm + " key";
  }
}
