package org.elastictee.provider.keystore;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Optional;
import java.util.OptionalLong;
import org.elastictee.sev.seal.RootOfTrust;
import org.elastictee.sev.seal.RootOfTrustException;
import org.elastictee.sev.seal.SealedBlob;
import org.elastictee.sev.seal.Sealer;
import org.elastictee.sev.seal.SealingPolicy;
import org.elastictee.sev.seal.UnsealException;
import org.elastictee.sev.seal.UnsealException.Reason;

/**
 * What can be done with the file of a {@code KeyStore} Elastic beside loading and storing it. Safe
 * for use by several threads and processes.
 */
public final class KeyStoreFile {
  private KeyStoreFile() {}

  /**
   * Reads what a file says of itself, without a root of trust.
   *
   * @throws KeyStoreFileException if it is missing or cannot be read
   * @throws UnsealException if it is no key store, or of a later version, or malformed
   */
  public static KeyStoreDescription describe(Path file)
      throws KeyStoreFileException, UnsealException {
    byte[] bytes = read(StorePath.of(file));
    if (SealedBlob.isSealed(bytes)) {
      return new KeyStoreDescription(
          StoreFile.VERSION_1,
          Optional.empty(),
          OptionalLong.empty(),
          SealedBlob.parse(bytes).request(),
          Optional.empty(),
          bytes.length);
    }
    StoreFile parsed = StoreFile.parse(bytes);
    StoreHeader header = parsed.header();
    return new KeyStoreDescription(
        StoreHeader.VERSION,
        Optional.of(header.id()),
        OptionalLong.of(header.generation()),
        parsed.slot().request(),
        header.recipient(),
        bytes.length);
  }

  /**
   * Seals a file anew by the request that stands for a policy now: after a firmware update, to the
   * new TCB. Of a file of version 2 this seals the content key alone, whatever the file holds; the
   * generation stays, and key stores in memory that were loaded from the file can still store if
   * the policy is the same, and are told {@link KeyStoreFileException.Reason#CHANGED} if not. The
   * new seal is opened for a trial first, and the old file stays whole if anything fails.
   *
   * @param policy that the file is sealed under
   * @param newPolicy that it is to be sealed under, mostly the same
   * @throws KeyStoreFileException if the file is missing or cannot be read, locked or written
   * @throws UnsealException as {@link Sealer#reseal}
   * @throws RootOfTrustException as {@link Sealer#reseal}
   */
  @SuppressWarnings("try") // the lock is held and not spoken of
  public static void reseal(
      Path file, RootOfTrust root, SealingPolicy policy, SealingPolicy newPolicy)
      throws IOException, UnsealException, RootOfTrustException {
    StorePath path = StorePath.of(file);
    try (StoreLock lock = path.lock()) {
      byte[] bytes = read(path);
      path.replace(
          SealedBlob.isSealed(bytes)
              ? new Sealer(root)
                  .reseal(SealedBlob.parse(bytes), policy, newPolicy, StoreCodec.LABEL_V1)
                  .encoded()
              : ContentSealer.reseal(StoreFile.parse(bytes), root, policy, newPolicy).encode());
    }
  }

  /**
   * Destroys a file with all that is in it: its content key is overwritten, as far as the file
   * system writes in place, and the file is deleted. Copies of the file open as before.
   *
   * @throws KeyStoreFileException if it is missing or cannot be read, locked, written or deleted
   * @throws UnsealException as {@link #describe}: what is no key store is left alone
   */
  @SuppressWarnings("try") // the lock is held and not spoken of
  public static void destroy(Path file) throws IOException, UnsealException {
    StorePath path = StorePath.of(file);
    try (StoreLock lock = path.lock()) {
      describe(file);
      path.erase();
    }
  }

  private static byte[] read(StorePath path) throws KeyStoreFileException, UnsealException {
    byte[] bytes = path.require();
    if (bytes.length > StoreFile.MAX_BYTES) {
      throw new UnsealException(Reason.MALFORMED, "the key store is larger than any");
    }
    return bytes;
  }

  /** A change to a key store. */
  public interface Change {
    /** Changes the entries. */
    void apply(KeyStore keyStore) throws IOException, GeneralSecurityException;
  }

  /**
   * Loads a file, changes the entries and stores it, with nobody else storing in between.
   *
   * @param keyStore of type Elastic; what it held before is dropped
   * @param file which one
   * @throws IOException as loading and storing, and from the change: the file stays as it was
   * @throws GeneralSecurityException as loading and storing, and from the change
   */
  @SuppressWarnings("try") // the lock is held and not spoken of
  public static void update(KeyStore keyStore, ElasticLoadStoreParameter file, Change change)
      throws IOException, GeneralSecurityException {
    try (StoreLock lock = StorePath.of(file.file()).lock()) {
      keyStore.load(file);
      change.apply(keyStore);
      keyStore.store(file);
    }
  }
}
