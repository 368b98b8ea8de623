package org.elastictee.provider.key;

import java.security.InvalidKeyException;
import java.security.Key;
import java.security.PrivateKey;
import java.util.Arrays;
import java.util.Objects;
import javax.crypto.SecretKey;
import org.elastictee.provider.engine.EngineTable;
import org.elastictee.sev.seal.SealingPolicy;

/**
 * Makes sealed keys of what is at hand. The way back is for key stores only, which seal what they
 * write: see {@link KeyAccess#bytes}. Safe for use by several threads.
 */
public final class SealedKeys {
  private static final SealedKeyDecoder DECODER = new SealedKeyDecoder(EngineTable.standard());

  private SealedKeys() {}

  /** Kinds of sealed key. */
  public enum Kind {
    /** A {@link SealedSecretKey}, whose encoding is its bytes. */
    SECRET,
    /** A {@link SealedPrivateKey}, whose encoding is PKCS #8. */
    PRIVATE
  }

  /** Returns the kind of a key. */
  public static Kind kind(SealedKey key) {
    return key instanceof SealedPrivateKey ? Kind.PRIVATE : Kind.SECRET;
  }

  /**
   * Imports a key, one way: a sealed key with the same content. The original stays as it is, and
   * whoever has it, or a copy, has the key: what never was outside must be generated sealed.
   *
   * @param key a secret key whose format is RAW; a private key whose format is PKCS#8, of EC on a
   *     named curve, of RSA or RSASSA-PSS with two primes, of Ed25519, Ed448, X25519, X448, ML-DSA
   *     or ML-KEM; or a sealed key of the same policy, of which this is a copy that is destroyed
   *     apart
   * @param policy what it is bound to where it is stored
   * @throws InvalidKeyException if it is none of these, or a sealed key of another policy
   * @throws IllegalStateException if it is a sealed key that was destroyed
   */
  public static SealedKey seal(Key key, SealingPolicy policy) throws InvalidKeyException {
    return seal(key, policy, DECODER);
  }

  static SealedKey seal(Key key, SealingPolicy policy, SealedKeyDecoder decoder)
      throws InvalidKeyException {
    Objects.requireNonNull(policy, "policy");
    if (key == null) {
      throw new InvalidKeyException("the key is missing");
    }
    if (key instanceof SealedKey sealed) {
      if (!sealed.policy().equals(policy)) {
        throw new InvalidKeyException(
            "a key that is bound by " + sealed.policy() + " is not bound by " + policy + " anew");
      }
      return KeyAccess.copy(sealed);
    }
    if (key instanceof SecretKey && "RAW".equalsIgnoreCase(key.getFormat())) {
      return new SealedSecretKey(key.getAlgorithm(), policy, encoding(key));
    }
    if (key instanceof PrivateKey && "PKCS#8".equalsIgnoreCase(key.getFormat())) {
      return decoder.privateKey(encoding(key), policy);
    }
    throw new InvalidKeyException("the key is neither secret nor private, or hides its bytes");
  }

  private static byte[] encoding(Key key) throws InvalidKeyException {
    byte[] encoded = KeyAccess.encoding(key);
    if (encoded == null || encoded.length == 0) {
      throw new InvalidKeyException("the key does not show its bytes");
    }
    return encoded;
  }

  /**
   * Makes a sealed key of what {@link KeyAccess#bytes} gave.
   *
   * @param algorithm what {@link SealedKey#getAlgorithm} gave
   * @param encoded taken over and overwritten
   * @throws InvalidKeyException if it is no such key
   */
  public static SealedKey decode(Kind kind, String algorithm, byte[] encoded, SealingPolicy policy)
      throws InvalidKeyException {
    try {
      if (encoded.length == 0) {
        throw new InvalidKeyException("the key is empty");
      }
      if (kind == Kind.SECRET) {
        return new SealedSecretKey(algorithm, policy, encoded);
      }
      SealedPrivateKey key = DECODER.privateKey(encoded, policy);
      if (!key.getAlgorithm().equals(algorithm)) {
        key.destroy();
        throw new InvalidKeyException("the private key is of another algorithm than its name says");
      }
      return key;
    } finally {
      Arrays.fill(encoded, (byte) 0);
    }
  }
}
