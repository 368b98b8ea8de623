package org.elastictee.provider.keystore;

import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.util.Objects;
import java.util.Optional;
import org.elastictee.sev.seal.SealingPolicy;

/**
 * Names the file of a {@code KeyStore} Elastic, so that the key store itself reads and writes it.
 * Immutable.
 *
 * <pre>{@code
 * var file = ElasticLoadStoreParameter.builder(path).createMissing(true).build();
 * keyStore.load(file);
 * keyStore.setEntry(…);
 * keyStore.store(file);
 * }</pre>
 *
 * <p>{@link KeyStore#load(KeyStore.LoadStoreParameter) load} reads the file. {@link
 * KeyStore#store(KeyStore.LoadStoreParameter) store} puts a new file in its place, of mode 0600 or
 * with the owner, the group and the mode of the old one, forced to the disk before and after it
 * gets its name, while it holds a lock on the file {@code .NAME.lock} beside it: at every moment
 * the old file or the new one is there, whole. A file that was stored by another since it was
 * loaded is not overwritten: {@link KeyStoreFileException.Reason#CHANGED}. A symbolic link is
 * followed, and stays, be there a file behind it or not yet.
 */
public final class ElasticLoadStoreParameter implements KeyStore.LoadStoreParameter {
  private final Path file;
  private final SealingPolicy policy;
  private final Optional<RecoveryRecipient> recoveryRecipient;
  private final Optional<PrivateKey> recoveryKey;
  private final boolean createsMissing;

  private ElasticLoadStoreParameter(Builder builder) {
    this.file = builder.file;
    this.policy = builder.policy;
    this.recoveryRecipient = builder.recoveryRecipient;
    this.recoveryKey = builder.recoveryKey;
    this.createsMissing = builder.createsMissing;
  }

  /** Returns a builder for the key store in this file. */
  public static Builder builder(Path file) {
    return new Builder(file);
  }

  /** Returns the file. */
  public Path file() {
    return file;
  }

  /** Returns what the file and its keys are bound to. */
  public SealingPolicy policy() {
    return policy;
  }

  /** Returns who is to be able to open the file without the root of trust, if it is asked for. */
  public Optional<RecoveryRecipient> recoveryRecipient() {
    return recoveryRecipient;
  }

  /** Returns the key that opens the file in place of the root of trust, if there is one. */
  public Optional<PrivateKey> recoveryKey() {
    return recoveryKey;
  }

  /** Returns whether a file that is missing is an empty key store, to be created when stored. */
  public boolean createsMissing() {
    return createsMissing;
  }

  /** Returns null: there is no password. */
  @Override
  public KeyStore.ProtectionParameter getProtectionParameter() {
    return null;
  }

  /** Collects a parameter. Not safe for use by several threads. */
  public static final class Builder {
    private final Path file;
    private SealingPolicy policy = SealingPolicy.STRICT;
    private Optional<RecoveryRecipient> recoveryRecipient = Optional.empty();
    private Optional<PrivateKey> recoveryKey = Optional.empty();
    private boolean createsMissing;

    private Builder(Path file) {
      this.file = Objects.requireNonNull(file, "file");
    }

    /** Sets what the file and its keys are bound to; {@link SealingPolicy#STRICT} if not called. */
    public Builder policy(SealingPolicy value) {
      policy = Objects.requireNonNull(value, "policy");
      return this;
    }

    /**
     * Lets the holder of an offline key open the file without the root of trust, from its creation
     * on; nobody if not called. A file that exists must have this recipient already, or is refused:
     * {@link KeyStoreFileException.Reason#RECIPIENT}. One of version 1, which has none, gets this
     * recipient when it is stored, as version 2.
     */
    public Builder recoveryRecipient(RecoveryRecipient value) {
      recoveryRecipient = Optional.of(value);
      return this;
    }

    /**
     * Loads by the recovery recipient's private key in place of the root of trust; storing has no
     * use for it. What was loaded is then stored under the root of trust of this machine.
     *
     * <p>The recipient's key says nothing of who made the file: anyone who knows the public key can
     * make one. Compare the entries with what is known of them before they are used.
     *
     * @param value X25519, with a PKCS #8 encoding
     */
    public Builder recoveryKey(PrivateKey value) {
      recoveryKey = Optional.of(value);
      return this;
    }

    /** Sets whether a missing file is created; it is an error if not called. */
    public Builder createMissing(boolean value) {
      createsMissing = value;
      return this;
    }

    /** Returns the parameter. */
    public ElasticLoadStoreParameter build() {
      return new ElasticLoadStoreParameter(this);
    }
  }
}
