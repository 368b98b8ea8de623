package org.elastictee.provider.keystore;

import java.security.SecureRandom;
import java.util.Optional;
import org.elastictee.provider.keystore.KeyStoreFileException.Reason;
import org.elastictee.sev.seal.SealingPolicy;

/**
 * What a key store in memory knows of its file. Files are told apart by their {@link StoreFile#tag
 * tags}. Immutable.
 *
 * @param header of the file that was loaded or stored last
 * @param policy what the keys are bound to
 * @param isStored whether there was such a file, whose recovery recipient stays for good
 * @param onDisk the file that was last known to be on the disk
 * @param attempted the file that was made last and may have come to the disk, or may not
 */
record StoreState(
    StoreHeader header,
    SealingPolicy policy,
    boolean isStored,
    Optional<String> onDisk,
    Optional<String> attempted) {

  /** Returns the state of a key store that is in no file. */
  static StoreState empty(
      SealingPolicy policy, Optional<RecoveryRecipient> recipient, SecureRandom random) {
    return new StoreState(
        StoreHeader.create(recipient, random), policy, false, Optional.empty(), Optional.empty());
  }

  /** Returns the state of a key store that is in a file of this version. */
  static StoreState in(StoreHeader header, SealingPolicy policy, String tag) {
    return new StoreState(header, policy, true, Optional.of(tag), Optional.empty());
  }

  /**
   * Returns the same under a new identifier: anyone can make files for a recovery recipient, under
   * the identifier of another.
   */
  StoreState recovered(SecureRandom random) {
    StoreHeader created = StoreHeader.create(header.recipient(), random);
    return new StoreState(created, policy, isStored, onDisk, attempted);
  }

  /** Returns the same for a key store that was found in a file without a header, of version 1. */
  StoreState foundAs(String tag) {
    return new StoreState(header, policy, isStored, Optional.of(tag), attempted);
  }

  /** Returns the state once a file was made, of which it is not known yet whether it is stored. */
  StoreState attempting(StoreHeader made, String tag) {
    return new StoreState(made, policy, isStored, onDisk, Optional.of(tag));
  }

  /** Returns the state once a file was handed to somebody who stores it, or does not. */
  StoreState handedOut() {
    return new StoreState(header, policy, true, onDisk, attempted);
  }

  /** Returns whether a file holds nothing that this key store has not had. */
  boolean knows(String tag) {
    return onDisk.filter(tag::equals).or(() -> attempted.filter(tag::equals)).isPresent();
  }

  /**
   * Returns the same for a recipient that is asked for.
   *
   * @throws KeyStoreFileException with {@link Reason#RECIPIENT} if the file has another, or none
   */
  StoreState requiring(Optional<RecoveryRecipient> recipient) throws KeyStoreFileException {
    if (recipient.isEmpty() || recipient.equals(header.recipient())) {
      return this;
    }
    if (isStored || header.recipient().isPresent()) {
      throw new KeyStoreFileException(
          Reason.RECIPIENT,
          header.recipient().isPresent()
              ? "the key store has another recovery recipient"
              : "the key store was created without a recovery recipient");
    }
    StoreHeader withRecipient = new StoreHeader(header.id(), header.generation(), recipient);
    return new StoreState(withRecipient, policy, false, onDisk, attempted);
  }
}
