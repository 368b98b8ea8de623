package org.elastictee.provider.key;

import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.elastictee.sev.memory.SecretMemory;
import org.elastictee.sev.seal.Hkdf;
import org.elastictee.sev.seal.SealingPolicy;

/** What all sealed keys have in common. */
abstract sealed class AbstractSealedKey implements SealedKey
    permits SealedSecretKey, SealedPrivateKey {
  private static final long serialVersionUID = 1L;

  private static final byte[] FINGERPRINT_SALT =
      "elastic key fingerprint v1".getBytes(StandardCharsets.US_ASCII);
  private static final int FINGERPRINT_BYTES = 8;

  private final String algorithm;
  private final transient SealingPolicy policy;
  private final String fingerprint;
  private final transient SecretMemory secret;
  private transient volatile String label = "";
  private transient volatile String origin = "";

  /** Takes the array over and overwrites it. */
  AbstractSealedKey(String algorithm, SealingPolicy policy, byte[] bytes) {
    this.algorithm = algorithm;
    this.policy = policy;
    this.fingerprint = fingerprint(algorithm, bytes);
    this.secret = SecretMemory.takeFrom(bytes);
  }

  private static String fingerprint(String algorithm, byte[] bytes) {
    byte[] pseudorandomKey = Hkdf.extract(FINGERPRINT_SALT, bytes);
    byte[] info = algorithm.getBytes(StandardCharsets.UTF_8);
    byte[] fingerprint = Hkdf.expand(pseudorandomKey, info, FINGERPRINT_BYTES);
    Arrays.fill(pseudorandomKey, (byte) 0);
    return HexFormat.of().formatHex(fingerprint);
  }

  /**
   * Says what the key is for and where it comes from, before it is given out.
   *
   * @param newOrigin what to print of it, or empty
   */
  final void describe(String newLabel, String newOrigin) {
    label = newLabel;
    origin = newOrigin;
  }

  /** Returns a copy of the bytes for one call of an engine, to be overwritten by the caller. */
  final byte[] copySecret() {
    return secret.copy();
  }

  /** Returns the bytes where they lie, to be used and not to be closed. */
  final SecretMemory secret() {
    return secret;
  }

  final int secretLength() {
    return secret.length();
  }

  /**
   * Returns a key with the same content and the same words on it, which lives and is destroyed
   * apart.
   *
   * @throws IllegalStateException if this one was destroyed
   */
  final AbstractSealedKey copy() {
    AbstractSealedKey copy = copyContent();
    copy.describe(label, origin);
    return copy;
  }

  /** Returns a key with the same content. */
  abstract AbstractSealedKey copyContent();

  /** Returns the size to show to people, in bits. */
  abstract int sizeInBits();

  @Override
  public final String getAlgorithm() {
    return algorithm;
  }

  @Override
  public final String getFormat() {
    return null;
  }

  @Override
  public final byte[] getEncoded() {
    return null;
  }

  @Override
  public final SealingPolicy policy() {
    return policy;
  }

  @Override
  public final String label() {
    return label;
  }

  @Override
  public final String fingerprint() {
    return fingerprint;
  }

  @Override
  public final void destroy() {
    secret.close();
    destroyed();
  }

  /** Overwrites what was made of the bytes, which are gone. */
  void destroyed() {}

  @Override
  public final boolean isDestroyed() {
    return secret.isClosed();
  }

  @Override
  public final boolean equals(Object o) {
    return this == o;
  }

  @Override
  public final int hashCode() {
    return System.identityHashCode(this);
  }

  @Override
  public final String toString() {
    return "SealedKey["
        + algorithm
        + ", "
        + sizeInBits()
        + " bits, "
        + policy
        + (origin.isEmpty() ? "" : ", " + origin)
        + ", fingerprint "
        + fingerprint
        + (isDestroyed() ? ", destroyed]" : "]");
  }

  private void writeObject(ObjectOutputStream out) throws NotSerializableException {
    throw new NotSerializableException("sealed keys are not serialized");
  }

  private void readObject(ObjectInputStream in) throws NotSerializableException {
    throw new NotSerializableException("sealed keys are not serialized");
  }
}
