package org.elastictee.provider.libcrypto;

import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.EdECKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.EdECPoint;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;

/** Keys of Ed25519 and Ed448 (RFC 8032). */
final class EdwardsKeys implements KeyReader {
  private static final Map<String, Integer> KEY_BYTES = Map.of("Ed25519", 32, "Ed448", 57);
  private static final byte X_IS_ODD = (byte) 0x80;

  private final Set<String> curves;

  /**
   * Creates a reader.
   *
   * @param curves the JCA's names of those that are taken
   */
  EdwardsKeys(Set<String> curves) {
    this.curves = curves;
  }

  private String curve(Object key) throws InvalidKeyException {
    if (key instanceof EdECKey edwards && curves.contains(edwards.getParams().getName())) {
      return edwards.getParams().getName();
    }
    throw new InvalidKeyException("not a key of " + curves);
  }

  @Override
  public NativeHandle read(PublicKey key, NativeKeys keys) throws InvalidKeyException {
    String curve = curve(key);
    if (!(key instanceof EdECPublicKey publicKey)) {
      throw new InvalidKeyException("not a public key of " + curve);
    }
    EdECPoint point = publicKey.getPoint();
    byte[] bytes = LittleEndian.coordinate(point.getY(), KEY_BYTES.get(curve));
    if (bytes[bytes.length - 1] < 0) {
      throw new InvalidKeyException("the coordinate of the key is out of range");
    }
    if (point.isXOdd()) {
      bytes[bytes.length - 1] |= X_IS_ODD;
    }
    return keys.rawPublicKey(curve, bytes);
  }

  @Override
  public NativeHandle read(PrivateKey key, NativeKeys keys) throws InvalidKeyException {
    String curve = curve(key);
    if (key instanceof OffHeapKey offHeap) {
      return keys.rawPrivateKey(curve, offHeap.secret());
    }
    if (!(key instanceof EdECPrivateKey privateKey)) {
      throw new InvalidKeyException("not a private key of " + curve);
    }
    byte[] bytes =
        privateKey
            .getBytes()
            .orElseThrow(() -> new InvalidKeyException("the key does not show its bytes"));
    try {
      return keys.rawPrivateKey(curve, bytes);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }
}
