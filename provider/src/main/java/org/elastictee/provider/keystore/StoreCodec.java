package org.elastictee.provider.keystore;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import org.elastictee.provider.engine.EngineTable;
import org.elastictee.provider.key.RootSource;
import org.elastictee.provider.keystore.KeyStoreFileException.Reason;
import org.elastictee.sev.seal.RootOfTrust;
import org.elastictee.sev.seal.RootOfTrustException;
import org.elastictee.sev.seal.SealedBlob;
import org.elastictee.sev.seal.Sealer;
import org.elastictee.sev.seal.SealingPolicy;
import org.elastictee.sev.seal.UnsealException;

/** Turns files into entries and entries into files. Safe for use by several threads. */
final class StoreCodec {
  /** What a whole file of version 1 is sealed as. */
  static final String LABEL_V1 = "keystore";

  private final SecureRandom random;
  private final RootSource root;
  private final ContentSealer sealer;

  StoreCodec(EngineTable engines, SecureRandom random, RootSource root) {
    this.random = random;
    this.root = root;
    this.sealer = new ContentSealer(engines, random);
  }

  /** Entries, and what is known of the file that they are in. */
  record Loaded(StoredEntries entries, StoreState state) {}

  /** Returns an empty key store that is in no file. */
  Loaded empty(SealingPolicy policy, Optional<RecoveryRecipient> recipient) {
    return new Loaded(StoredEntries.none(), StoreState.empty(policy, recipient, random));
  }

  /**
   * Opens a file of version 1 or 2.
   *
   * @param policy what it is bound to
   * @param recipient who must be its recovery recipient, if that is asked for
   * @param recoveryKey opens it in place of the root of trust, if present
   * @throws KeyStoreFileException with {@link Reason#OLDER}, {@link Reason#RECIPIENT} or {@link
   *     Reason#RECOVERY_KEY}
   * @throws IOException if it does not open; an {@link UnsealException} or a {@link
   *     RootOfTrustException} is its cause
   */
  Loaded read(
      byte[] file,
      SealingPolicy policy,
      Optional<RecoveryRecipient> recipient,
      Optional<PrivateKey> recoveryKey)
      throws IOException {
    if (file.length > StoreFile.MAX_BYTES) {
      throw unopened(
          new UnsealException(UnsealException.Reason.MALFORMED, "it is larger than any"));
    }
    try {
      return SealedBlob.isSealed(file)
          ? readVersion1(file, policy, recipient, recoveryKey)
          : readVersion2(file, policy, recipient, recoveryKey);
    } catch (InvalidKeyException e) {
      throw new KeyStoreFileException(
          Reason.RECOVERY_KEY, "the key store does not open: " + e.getMessage(), e);
    } catch (UnsealException | RootOfTrustException e) {
      throw unopened(e);
    }
  }

  private Loaded readVersion1(
      byte[] file,
      SealingPolicy policy,
      Optional<RecoveryRecipient> recipient,
      Optional<PrivateKey> recoveryKey)
      throws UnsealException, RootOfTrustException, InvalidKeyException {
    if (recoveryKey.isPresent()) {
      throw new InvalidKeyException("the key store has no recovery recipient");
    }
    byte[] content = new Sealer(root.get()).unseal(file, policy, LABEL_V1);
    StoreState state = StoreState.empty(policy, recipient, random).foundAs(StoreFile.tag(file));
    return new Loaded(decode(content, StoreFile.VERSION_1, policy), state);
  }

  private Loaded readVersion2(
      byte[] bytes,
      SealingPolicy policy,
      Optional<RecoveryRecipient> recipient,
      Optional<PrivateKey> recoveryKey)
      throws UnsealException, RootOfTrustException, InvalidKeyException, KeyStoreFileException {
    StoreFile file = StoreFile.parse(bytes);
    byte[] content =
        recoveryKey.isPresent()
            ? sealer.recover(file, recoveryKey.get())
            : sealer.open(file, root.get(), policy);
    StoreState state = StoreState.in(file.header(), policy, StoreFile.tag(bytes));
    try {
      if (recoveryKey.isEmpty()) {
        SeenGenerations.check(file.header());
      }
      state.requiring(recipient);
    } catch (KeyStoreFileException e) {
      Arrays.fill(content, (byte) 0);
      throw e;
    }
    StoredEntries entries = decode(content, StoreHeader.VERSION, policy);
    if (recoveryKey.isPresent()) {
      return new Loaded(entries, state.recovered(random));
    }
    SeenGenerations.add(file.header());
    return new Loaded(entries, state);
  }

  /** Overwrites the content. */
  private static StoredEntries decode(byte[] content, int version, SealingPolicy policy)
      throws UnsealException {
    try {
      return new StoredEntries(new EntriesFormat(version, policy).decode(content));
    } finally {
      Arrays.fill(content, (byte) 0);
    }
  }

  /**
   * Makes a file of version 2, sealed by the request that stands for the policy now, and opens it
   * for a trial: what is reported to be stored can be read.
   *
   * @throws IOException if it cannot be sealed, or does not open
   */
  byte[] write(StoredEntries entries, StoreHeader header, SealingPolicy policy) throws IOException {
    byte[] content = {};
    try {
      content = EntriesFormat.encode(entries.asMap());
      RootOfTrust present = root.get();
      present.refresh();
      byte[] file = sealer.seal(content, header, present, policy).encode();
      byte[] trial = sealer.open(StoreFile.parse(file), present, policy);
      decode(trial, StoreHeader.VERSION, policy).destroy();
      return file;
    } catch (GeneralSecurityException e) {
      throw new IOException("the key store cannot be sealed: " + e.getMessage(), e);
    } finally {
      Arrays.fill(content, (byte) 0);
    }
  }

  /**
   * Returns whether a file of a key store is sealed under a policy still: {@link
   * KeyStoreFile#reseal} changes it, and leaves the tag as it is. A file that does not open for
   * another reason, or is of another key store as one that was recovered, tells nothing.
   *
   * @throws IOException if the root of trust refuses
   */
  boolean isUnder(byte[] bytes, StoreState state) throws IOException {
    byte[] opened = {};
    try {
      if (SealedBlob.isSealed(bytes)) {
        opened = new Sealer(root.get()).unseal(bytes, state.policy(), LABEL_V1);
        return true;
      }
      StoreFile file = StoreFile.parse(bytes);
      if (file.header().id().equals(state.header().id())) {
        opened = ContentSealer.openSlot(file, root.get(), state.policy());
      }
      return true;
    } catch (UnsealException e) {
      return e.reason() != UnsealException.Reason.WRONG_POLICY;
    } catch (RootOfTrustException e) {
      throw unopened(e);
    } finally {
      Arrays.fill(opened, (byte) 0);
    }
  }

  private static IOException unopened(GeneralSecurityException e) {
    return new IOException("the key store does not open: " + e.getMessage(), e);
  }
}
