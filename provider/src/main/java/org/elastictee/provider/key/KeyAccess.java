package org.elastictee.provider.key;

import java.security.InvalidKeyException;
import java.security.Key;
import java.security.PrivateKey;
import java.security.Provider;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.elastictee.provider.engine.EngineTable;
import org.elastictee.sev.cpu.NativeGcm;
import org.elastictee.sev.seal.TransientKey;

/**
 * Hands the bytes of keys to the services of this provider, for the length of one call into an
 * engine. All engines but libcrypto take keys from the heap only: see the README's list of limits.
 */
public final class KeyAccess {
  private KeyAccess() {}

  /**
   * Returns the bytes of a symmetric key as a key that can be overwritten.
   *
   * @param key a {@link SealedSecretKey}, or any key whose format is RAW
   * @throws InvalidKeyException if it is neither
   * @throws IllegalStateException if it is a sealed key that was destroyed
   */
  public static TransientKey open(Key key) throws InvalidKeyException {
    if (key == null) {
      throw new InvalidKeyException("the key is missing");
    }
    if (key instanceof SealedSecretKey sealed) {
      return new TransientKey(key.getAlgorithm(), sealed.copySecret());
    }
    if (key instanceof SealedKey) {
      throw new InvalidKeyException("the sealed key is a private key, and not a symmetric one");
    }
    byte[] encoded = "RAW".equalsIgnoreCase(key.getFormat()) ? encoding(key) : null;
    if (encoded == null) {
      throw new InvalidKeyException("the key is of another provider and does not show its bytes");
    }
    return new TransientKey(key.getAlgorithm(), encoded);
  }

  /**
   * Lets every key pass but a sealed one that was destroyed.
   *
   * @param key may be null
   * @throws IllegalStateException if it was destroyed
   */
  public static void requireAlive(Key key) {
    if (isDestroyed(key)) {
      throw new IllegalStateException("the sealed key has been destroyed");
    }
  }

  /** Returns whether it is a sealed key that was destroyed; it may be null. */
  public static boolean isDestroyed(Key key) {
    return key instanceof SealedKey sealed && sealed.isDestroyed();
  }

  /**
   * Returns a copy of a key's encoding, which may be overwritten, or null if there is none. Keys of
   * BouncyCastle may hand out the array that they hold.
   */
  public static byte[] encoding(Key key) {
    byte[] encoded = key.getEncoded();
    byte[] again = key.getEncoded();
    if (encoded == null || again == null) {
      return null;
    }
    if (encoded == again) {
      return encoded.clone();
    }
    Arrays.fill(again, (byte) 0);
    return encoded;
  }

  /**
   * Returns a private key that an engine takes: itself, or the content of a {@link
   * SealedPrivateKey}.
   *
   * @param engines make the engine's keys
   * @throws InvalidKeyException if no engine can make a key of it
   * @throws IllegalStateException if it is a sealed key that was destroyed
   */
  public static PrivateKey open(PrivateKey key, EngineTable engines) throws InvalidKeyException {
    return key instanceof SealedPrivateKey sealed ? sealed.open(engines) : key;
  }

  /**
   * Returns a private key that an engine takes: itself, or the content of a {@link
   * SealedPrivateKey}, which libcrypto reads off the heap.
   *
   * @param engines make the engine's keys
   * @param engine that is to take the key
   * @throws InvalidKeyException if no engine can make a key of it
   * @throws IllegalStateException if it is a sealed key that was destroyed
   */
  public static PrivateKey open(PrivateKey key, EngineTable engines, Provider engine)
      throws InvalidKeyException {
    return key instanceof SealedPrivateKey sealed ? sealed.open(engines, engine) : key;
  }

  /**
   * Returns a sealed key of the same class with the same content, which lives and is destroyed
   * apart.
   *
   * @throws IllegalStateException if the key was destroyed
   */
  @SuppressWarnings("unchecked") // each class copies itself
  public static <K extends SealedKey> K copy(K key) {
    return (K) ((AbstractSealedKey) key).copy();
  }

  /**
   * Returns how many encryptions began in this process under a key of this algorithm with these
   * bytes, however often it was loaded, imported, derived or copied; to be counted up.
   */
  public static AtomicLong encryptions(SealedSecretKey key) {
    return key.encryptions();
  }

  /**
   * Returns an AES key as libelastic has it, for all ciphers, until the key is destroyed.
   *
   * @throws IllegalStateException if the key was destroyed, or libelastic is not loaded
   */
  public static NativeGcm gcm(SealedSecretKey key) {
    return key.gcm();
  }

  /** Returns the length in bytes. */
  public static int length(SealedSecretKey key) {
    return key.secretLength();
  }

  /**
   * Returns a key's encoding, to be sealed and overwritten: the bytes of a secret key, PKCS #8 of a
   * private one. {@link SealedKeys#decode} is the way back.
   *
   * @throws IllegalStateException if the key was destroyed
   */
  public static byte[] bytes(SealedKey key) {
    return key instanceof SealedPrivateKey privateKey
        ? privateKey.pkcs8()
        : ((SealedSecretKey) key).copySecret();
  }

  /** Returns the size to show to people, in bits; that of a key that was destroyed is undefined. */
  public static int sizeInBits(SealedKey key) {
    return ((AbstractSealedKey) key).sizeInBits();
  }
}
