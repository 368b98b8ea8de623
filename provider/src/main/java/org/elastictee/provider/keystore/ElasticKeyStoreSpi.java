package org.elastictee.provider.keystore;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.KeyStoreSpi;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.security.UnrecoverableEntryException;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.Collections;
import java.util.Date;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import javax.crypto.SecretKey;
import org.elastictee.provider.engine.EngineTable;
import org.elastictee.provider.key.KeyAccess;
import org.elastictee.provider.key.LiveKeys;
import org.elastictee.provider.key.RootSource;
import org.elastictee.provider.key.SealedKey;
import org.elastictee.provider.keystore.KeyStoreFileException.Reason;
import org.elastictee.sev.seal.RootOfTrustException;
import org.elastictee.sev.seal.SealedBlob;
import org.elastictee.sev.seal.SealingPolicy;
import org.elastictee.sev.seal.UnsealException;

/**
 * {@code KeyStore} Elastic: secret keys, private keys with their certificates and trusted
 * certificates in a file sealed to the root of trust, and the derived identity, which is always
 * there and never stored.
 *
 * <ul>
 *   <li>It is loaded and stored by streams under {@link SealingPolicy#STRICT}, or as a file that is
 *       named by an {@link ElasticLoadStoreParameter}, under any policy. Only the second way is
 *       atomic, and keeps others from storing at the same time.
 *   <li>Passwords are ignored, since the root of trust takes their place: any will do, and null.
 *       The first that is given in a process is told of in one line at WARNING to the {@link
 *       System.Logger} {@code org.elastictee.provider}.
 *   <li>Keys go in as any secret or private key that shows its bytes, or as a {@link SealedKey} of
 *       the same policy, and come out as {@link SealedKey}, which ends with the provider object
 *       that the key store is of. Attributes of entries are not kept.
 *   <li>Aliases are not case-sensitive.
 *   <li>A file that does not open is an {@link IOException} whose cause, an {@link UnsealException}
 *       or a {@link RootOfTrustException}, says why, or a {@link KeyStoreFileException}; the key
 *       store stays as it was.
 *   <li>A file of version 2 that the root of trust opens and that is older than one of the same key
 *       store that this process has loaded so, or stored by a parameter, is refused with {@link
 *       Reason#OLDER}; one of version 1 never is. The file is not fresh beyond that: once the
 *       process has ended, whoever can write the disk can put an older one back, and it opens. To
 *       notice that takes a counter outside of the machine, and there is none.
 * </ul>
 *
 * <p>Safe for use by several threads.
 */
public final class ElasticKeyStoreSpi extends KeyStoreSpi {
  private final EngineTable engines;
  private final SecureRandom random;
  private final RootSource root;
  private final Clock clock;
  private final LiveKeys live;
  private final StoreCodec codec;
  private StoredEntries entries = StoredEntries.none();
  private StoreState state;
  private DerivedIdentity identity;

  /**
   * Creates a key store that is not loaded yet.
   *
   * @param live takes the keys that it gives out
   */
  public ElasticKeyStoreSpi(
      EngineTable engines, SecureRandom random, RootSource root, Clock clock, LiveKeys live) {
    this.engines = engines;
    this.random = random;
    this.root = root;
    this.clock = clock;
    this.live = live;
    this.codec = new StoreCodec(engines, random, root);
  }

  private synchronized DerivedIdentity identity() throws GeneralSecurityException {
    if (identity == null) {
      identity = DerivedIdentity.derive(root.get(), engines, random, clock);
    }
    return identity;
  }

  private DerivedIdentity identityUnchecked() {
    try {
      return identity();
    } catch (GeneralSecurityException e) {
      throw new ProviderException("the derived identity is not to be had", e);
    }
  }

  private synchronized Optional<StoredEntry> find(String alias) {
    return entries.find(alias);
  }

  /** Loads a file that is sealed under {@link SealingPolicy#STRICT}; empties it without one. */
  @Override
  public void engineLoad(InputStream stream, char[] password) throws IOException {
    PasswordNotice.given(password);
    if (stream == null) {
      take(codec.empty(SealingPolicy.STRICT, Optional.empty()));
      return;
    }
    byte[] file = stream.readNBytes(StoreFile.MAX_BYTES + 1);
    take(codec.read(file, SealingPolicy.STRICT, Optional.empty(), Optional.empty()));
  }

  /** Loads the file that an {@link ElasticLoadStoreParameter} names; others as the JDK does. */
  @Override
  @SuppressWarnings("try") // the lock is held and not spoken of
  public void engineLoad(KeyStore.LoadStoreParameter parameter)
      throws IOException, NoSuchAlgorithmException, CertificateException {
    if (!(parameter instanceof ElasticLoadStoreParameter named)) {
      super.engineLoad(parameter);
      return;
    }
    StorePath path = StorePath.of(named.file());
    try {
      load(path, named);
    } catch (KeyStoreFileException e) {
      if (e.reason() != Reason.OLDER) {
        throw e;
      }
      // Another thread may have stored since the file was read: nobody does under the lock.
      try (StoreLock lock = path.lock()) {
        load(path, named);
      }
    }
  }

  private void load(StorePath path, ElasticLoadStoreParameter named) throws IOException {
    Optional<byte[]> file = path.read();
    if (file.isPresent()) {
      take(codec.read(file.get(), named.policy(), named.recoveryRecipient(), named.recoveryKey()));
    } else if (named.createsMissing()) {
      take(codec.empty(named.policy(), named.recoveryRecipient()));
    } else {
      throw StorePath.missing();
    }
  }

  private synchronized void take(StoreCodec.Loaded loaded) {
    entries.destroy();
    entries = loaded.entries();
    state = loaded.state();
  }

  /**
   * Writes a file that is sealed by the request that stands for the policy now. What becomes of it
   * is the caller's: writing it over the old one is not atomic, and knows nothing of others.
   */
  @Override
  public synchronized void engineStore(OutputStream stream, char[] password) throws IOException {
    PasswordNotice.given(password);
    StoreHeader header = state.header().next();
    byte[] file = codec.write(entries, header, state.policy());
    state = state.attempting(header, StoreFile.tag(file)).handedOut();
    stream.write(file);
    stream.flush();
  }

  /**
   * Stores into the file that an {@link ElasticLoadStoreParameter} names, sealed by the request
   * that stands for the policy now.
   *
   * @throws IllegalArgumentException if it is another parameter, or null
   * @throws KeyStoreFileException if the file is not the one that was loaded, or cannot be written
   */
  @Override
  @SuppressWarnings("try") // the lock is held and not spoken of
  public void engineStore(KeyStore.LoadStoreParameter parameter) throws IOException {
    if (!(parameter instanceof ElasticLoadStoreParameter named)) {
      throw new IllegalArgumentException(
          "an ElasticLoadStoreParameter names the file, and no other");
    }
    StorePath path = StorePath.of(named.file());
    // Before the monitor, as KeyStoreFile.update has it when it loads.
    try (StoreLock lock = path.lock()) {
      store(path, named);
    }
  }

  private synchronized void store(StorePath path, ElasticLoadStoreParameter named)
      throws IOException {
    if (!named.policy().equals(state.policy())) {
      throw new KeyStoreFileException(
          Reason.POLICY, "the entries were loaded under " + state.policy());
    }
    StoreState before = state.requiring(named.recoveryRecipient());
    Optional<byte[]> found = path.read();
    Optional<String> onDisk = found.map(StoreFile::tag);
    if (onDisk.isEmpty() && !named.createsMissing()) {
      throw StorePath.missing();
    }
    if (onDisk.isPresent() && !before.knows(onDisk.get())) {
      throw new KeyStoreFileException(
          Reason.CHANGED, "the key store file is not the one that was loaded: load it again");
    }
    if (found.isPresent() && !codec.isUnder(found.get(), before)) {
      throw new KeyStoreFileException(
          Reason.CHANGED, "the key store file was sealed under another policy: load it again");
    }
    StoreHeader header = before.header().next();
    byte[] file = codec.write(entries, header, before.policy());
    String tag = StoreFile.tag(file);
    // If the last step fails, the new file may have its name already: the next try knows it.
    state = onDisk.map(before::foundAs).orElse(before).attempting(header, tag);
    path.replace(file);
    state = StoreState.in(header, before.policy(), tag);
    SeenGenerations.add(header);
  }

  @Override
  public boolean engineProbe(InputStream stream) throws IOException {
    byte[] magic = stream.readNBytes(4);
    return StoreHeader.isOne(magic) || SealedBlob.isSealed(magic);
  }

  @Override
  public Key engineGetKey(String alias, char[] password) throws UnrecoverableKeyException {
    PasswordNotice.given(password);
    if (Aliases.isIdentity(alias)) {
      try {
        return live.add(identity().privateKey());
      } catch (GeneralSecurityException e) {
        UnrecoverableKeyException unrecoverable =
            new UnrecoverableKeyException("the derived identity is not to be had");
        unrecoverable.initCause(e);
        throw unrecoverable;
      }
    }
    return copyOfKey(alias);
  }

  /** In the monitor: a key that is replaced is destroyed. */
  private synchronized SealedKey copyOfKey(String alias) {
    Optional<SealedKey> key = entries.find(alias).flatMap(StoredEntry::key);
    return key.isPresent() ? live.add(KeyAccess.copy(key.get())) : null;
  }

  /** Like {@link #engineGetKey}: any protection will do, and none. */
  @Override
  public synchronized KeyStore.Entry engineGetEntry(
      String alias, KeyStore.ProtectionParameter protection) throws UnrecoverableEntryException {
    Key key = engineGetKey(alias, password(protection));
    if (key instanceof SecretKey secretKey) {
      return new KeyStore.SecretKeyEntry(secretKey);
    }
    if (key instanceof PrivateKey privateKey) {
      return new KeyStore.PrivateKeyEntry(privateKey, engineGetCertificateChain(alias));
    }
    Certificate trusted = engineGetCertificate(alias);
    return trusted == null ? null : new KeyStore.TrustedCertificateEntry(trusted);
  }

  private static char[] password(KeyStore.ProtectionParameter protection) {
    return protection instanceof KeyStore.PasswordProtection password
        ? password.getPassword()
        : null;
  }

  /** Like {@link #engineSetKeyEntry}: any protection will do, and none. */
  @Override
  public void engineSetEntry(
      String alias, KeyStore.Entry entry, KeyStore.ProtectionParameter protection)
      throws KeyStoreException {
    char[] password = password(protection);
    if (entry instanceof KeyStore.SecretKeyEntry secret) {
      engineSetKeyEntry(alias, secret.getSecretKey(), password, null);
    } else if (entry instanceof KeyStore.PrivateKeyEntry pair) {
      engineSetKeyEntry(alias, pair.getPrivateKey(), password, pair.getCertificateChain());
    } else if (entry instanceof KeyStore.TrustedCertificateEntry trusted) {
      engineSetCertificateEntry(alias, trusted.getTrustedCertificate());
    } else {
      throw new KeyStoreException("an entry is a key or a trusted certificate, and no other");
    }
  }

  /**
   * Adds or replaces a key: a secret key without certificates, or a private key with a chain whose
   * first certificate is the key's own.
   */
  @Override
  public synchronized void engineSetKeyEntry(
      String alias, Key key, char[] password, Certificate[] chain) throws KeyStoreException {
    PasswordNotice.given(password);
    requireNotIdentity(alias);
    entries.putKey(alias, key, chain, state.policy(), now());
  }

  @Override
  public void engineSetKeyEntry(String alias, byte[] key, Certificate[] chain)
      throws KeyStoreException {
    throw new KeyStoreException("this key store takes no keys that another one protects");
  }

  @Override
  public synchronized void engineSetCertificateEntry(String alias, Certificate certificate)
      throws KeyStoreException {
    requireNotIdentity(alias);
    entries.putCertificate(alias, certificate, now());
  }

  /** As precise as the file. */
  private Instant now() {
    return Instant.ofEpochMilli(clock.millis());
  }

  private static void requireNotIdentity(String alias) throws KeyStoreException {
    if (Aliases.isIdentity(alias)) {
      throw new KeyStoreException("the derived identity cannot be replaced or deleted");
    }
  }

  @Override
  public synchronized void engineDeleteEntry(String alias) throws KeyStoreException {
    requireNotIdentity(alias);
    entries.remove(alias);
  }

  /** Returns the chain of a private key, and null for everything else. */
  @Override
  public Certificate[] engineGetCertificateChain(String alias) {
    if (Aliases.isIdentity(alias)) {
      return new X509Certificate[] {identityUnchecked().certificate()};
    }
    List<X509Certificate> chain =
        find(alias)
            .filter(entry -> entry.key().isPresent())
            .map(StoredEntry::certificates)
            .orElse(List.of());
    return chain.isEmpty() ? null : chain.toArray(X509Certificate[]::new);
  }

  @Override
  public Certificate engineGetCertificate(String alias) {
    return Aliases.isIdentity(alias)
        ? identityUnchecked().certificate()
        : find(alias).flatMap(StoredEntry::certificate).orElse(null);
  }

  @Override
  public String engineGetCertificateAlias(Certificate certificate) {
    Optional<String> alias;
    synchronized (this) {
      alias = entries.aliasOf(certificate);
    }
    return alias.orElseGet(
        () -> identityUnchecked().certificate().equals(certificate) ? DerivedIdentity.ALIAS : null);
  }

  /** Returns when an entry was put in, and for the identity, from when its certificate is valid. */
  @Override
  public Date engineGetCreationDate(String alias) {
    return Aliases.isIdentity(alias)
        ? identityUnchecked().certificate().getNotBefore()
        : find(alias).map(entry -> Date.from(entry.created())).orElse(null);
  }

  @Override
  public synchronized Enumeration<String> engineAliases() {
    SortedSet<String> aliases = entries.aliases();
    aliases.add(DerivedIdentity.ALIAS);
    return Collections.enumeration(aliases);
  }

  @Override
  public boolean engineContainsAlias(String alias) {
    return Aliases.isIdentity(alias) || find(alias).isPresent();
  }

  @Override
  public synchronized int engineSize() {
    return entries.asMap().size() + 1;
  }

  @Override
  public boolean engineIsKeyEntry(String alias) {
    return Aliases.isIdentity(alias) || find(alias).flatMap(StoredEntry::key).isPresent();
  }

  @Override
  public boolean engineIsCertificateEntry(String alias) {
    return find(alias).filter(entry -> entry.key().isEmpty()).isPresent();
  }
}
