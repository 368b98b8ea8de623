package org.elastictee.provider.key;

import java.security.spec.KeySpec;
import java.util.Objects;
import org.elastictee.sev.seal.SealingPolicy;

/**
 * A secret key that the root of trust gives, for {@code SecretKeyFactory} SevSnpDerived: the same
 * on every boot of the same image, with nothing stored. Keys that differ in policy, label, length
 * or algorithm tell nothing of one another. Immutable.
 *
 * <p>How long it stays the same is the policy's to say. Under {@link SealingPolicy#STRICT} and
 * {@link SealingPolicy#UPDATABLE} it depends on the TCB that the firmware has committed to, and
 * after an update of the firmware it is another one, as nothing is stored that names the old TCB:
 * what must outlive that belongs into a key store, which is resealed. Under {@link
 * SealingPolicy#EPHEMERAL} it lasts as long as the launch.
 *
 * <p>On plain Linux the root of trust is a software root, a file of this user: the key is as secret
 * as that file. The key's {@code toString} says which root it came from.
 */
public final class DerivedKeySpec implements KeySpec {
  private static final int MIN_BITS = 128;
  private static final int MAX_BITS = 8 * 8160;

  private final SealingPolicy policy;
  private final String label;
  private final int length;
  private final String algorithm;

  /** Names a key for AES: see the other constructor. */
  public DerivedKeySpec(SealingPolicy policy, String label, int length) {
    this(policy, label, length, "AES");
  }

  /**
   * Names a key.
   *
   * @param policy what it depends on
   * @param label what it is for: valid Unicode, 1 to 200 bytes of UTF-8
   * @param length in bits, a multiple of 8: a size that the algorithm has, and from 128 to 65280
   * @param algorithm AES, ChaCha20, Generic, or an Hmac that {@code KeyGenerator} makes keys for;
   *     not case-sensitive
   * @throws IllegalArgumentException if one of them is none of these
   */
  public DerivedKeySpec(SealingPolicy policy, String label, int length, String algorithm) {
    this.policy = Objects.requireNonNull(policy, "policy");
    this.label = KeyLabel.check(label);
    this.length = length;
    if (length < MIN_BITS || length > MAX_BITS || length % Byte.SIZE != 0) {
      throw new IllegalArgumentException(
          "a derived key has " + MIN_BITS + " to " + MAX_BITS + " bits, in whole bytes");
    }
    this.algorithm = SecretKeySizes.nameOf(algorithm, length);
  }

  /** Returns what the key depends on. */
  public SealingPolicy policy() {
    return policy;
  }

  /** Returns what the key is for. */
  public String label() {
    return label;
  }

  /** Returns the length in bits. */
  public int length() {
    return length;
  }

  /** Returns the algorithm, in the JCA's spelling. */
  public String algorithm() {
    return algorithm;
  }

  /**
   * Returns the label of the derivation. The length before the algorithm's name ends it: names may
   * hold what separates.
   */
  String derivationLabel() {
    return "secret/" + algorithm.length() + "/" + algorithm + "/" + label;
  }

  @Override
  public String toString() {
    return "DerivedKeySpec[" + algorithm + ", " + length + " bits, " + policy + ", " + label + "]";
  }
}
