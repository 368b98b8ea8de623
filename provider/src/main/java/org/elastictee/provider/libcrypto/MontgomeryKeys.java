package org.elastictee.provider.libcrypto;

import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.XECKey;
import java.security.interfaces.XECPrivateKey;
import java.security.interfaces.XECPublicKey;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;

/** Keys of X25519 and X448 (RFC 7748). */
final class MontgomeryKeys implements KeyReader {
  private static final Map<String, Integer> KEY_BYTES = Map.of("X25519", 32, "X448", 56);

  private final Set<String> curves;

  /**
   * Creates a reader.
   *
   * @param curves the JCA's names of those that are taken
   */
  MontgomeryKeys(Set<String> curves) {
    this.curves = curves;
  }

  private String curve(Object key) throws InvalidKeyException {
    if (key instanceof XECKey montgomery
        && montgomery.getParams() instanceof NamedParameterSpec named
        && curves.contains(named.getName())) {
      return named.getName();
    }
    throw new InvalidKeyException("not a key of " + curves);
  }

  @Override
  public NativeHandle read(PublicKey key, NativeKeys keys) throws InvalidKeyException {
    String curve = curve(key);
    if (!(key instanceof XECPublicKey publicKey)) {
      throw new InvalidKeyException("not a public key of " + curve);
    }
    return keys.rawPublicKey(
        curve, LittleEndian.coordinate(publicKey.getU(), KEY_BYTES.get(curve)));
  }

  @Override
  public NativeHandle read(PrivateKey key, NativeKeys keys) throws InvalidKeyException {
    String curve = curve(key);
    if (key instanceof OffHeapKey offHeap) {
      return keys.rawPrivateKey(curve, offHeap.secret());
    }
    if (!(key instanceof XECPrivateKey privateKey)) {
      throw new InvalidKeyException("not a private key of " + curve);
    }
    byte[] bytes =
        privateKey
            .getScalar()
            .orElseThrow(() -> new InvalidKeyException("the key does not show its bytes"));
    try {
      return keys.rawPrivateKey(curve, bytes);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }
}
