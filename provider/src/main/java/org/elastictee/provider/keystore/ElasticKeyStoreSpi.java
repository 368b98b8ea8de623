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
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.Enumeration;
import java.util.Locale;
import java.util.TreeSet;
import javax.crypto.SecretKey;
import org.elastictee.provider.engine.EngineTable;
import org.elastictee.provider.key.KeyAccess;
import org.elastictee.provider.key.RootSource;
import org.elastictee.sev.seal.RootOfTrustException;
import org.elastictee.sev.seal.SealedBlob;
import org.elastictee.sev.seal.Sealer;
import org.elastictee.sev.seal.SealingPolicy;
import org.elastictee.sev.seal.UnsealException;

/**
 * {@code KeyStore} Elastic: secret keys in a file sealed to the root of trust, and the derived
 * identity, which is always there and never stored.
 *
 * <ul>
 *   <li>Passwords are ignored, since the root of trust takes their place: any will do, and null.
 *   <li>Keys go in as any secret key that shows its bytes, and come out as {@link
 *       org.elastictee.provider.key.SealedKey}.
 *   <li>Aliases are not case-sensitive.
 *   <li>A file that does not open is an {@link IOException} whose cause, an {@link UnsealException}
 *       or a {@link RootOfTrustException}, says why; the key store stays as it was.
 *   <li>The file is not fresh: whoever can write the disk can put an older one back, and it opens.
 * </ul>
 */
public final class ElasticKeyStoreSpi extends KeyStoreSpi {
  private static final String LABEL = "keystore";
  private static final SealingPolicy POLICY = SealingPolicy.STRICT;
  private static final int MAX_FILE_BYTES = Sealer.MAX_PLAINTEXT_BYTES + 4096;

  private final EngineTable engines;
  private final SecureRandom random;
  private final RootSource root;
  private final Clock clock;
  private SecretEntries entries = new SecretEntries();
  private DerivedIdentity identity;

  /** Creates an empty key store. */
  public ElasticKeyStoreSpi(
      EngineTable engines, SecureRandom random, RootSource root, Clock clock) {
    this.engines = engines;
    this.random = random;
    this.root = root;
    this.clock = clock;
  }

  private static String normalize(String alias) {
    return alias.toLowerCase(Locale.ROOT);
  }

  private static boolean isIdentity(String alias) {
    return normalize(alias).equals(DerivedIdentity.ALIAS);
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

  @Override
  public synchronized void engineLoad(InputStream stream, char[] password) throws IOException {
    if (stream == null) {
      take(new SecretEntries());
      return;
    }
    byte[] file = stream.readNBytes(MAX_FILE_BYTES + 1);
    if (file.length > MAX_FILE_BYTES) {
      throw new IOException("this is no key store: it is larger than any");
    }
    byte[] content;
    try {
      content = new Sealer(root.get()).unseal(file, POLICY, LABEL);
    } catch (UnsealException | RootOfTrustException e) {
      throw new IOException("the key store does not open: " + e.getMessage(), e);
    }
    try {
      take(SecretEntries.decode(content, POLICY));
    } finally {
      Arrays.fill(content, (byte) 0);
    }
  }

  private void take(SecretEntries loaded) {
    entries.destroy();
    entries = loaded;
  }

  @Override
  public synchronized void engineStore(OutputStream stream, char[] password) throws IOException {
    byte[] file;
    byte[] content = {};
    try {
      content = entries.encode();
      file = new Sealer(root.get()).seal(content, POLICY, LABEL).encoded();
    } catch (KeyStoreException | RootOfTrustException e) {
      throw new IOException("the key store cannot be sealed: " + e.getMessage(), e);
    } finally {
      Arrays.fill(content, (byte) 0);
    }
    stream.write(file);
    stream.flush();
  }

  @Override
  public boolean engineProbe(InputStream stream) throws IOException {
    return SealedBlob.isSealed(stream.readNBytes(4));
  }

  @Override
  public synchronized Key engineGetKey(String alias, char[] password)
      throws NoSuchAlgorithmException, UnrecoverableKeyException {
    if (isIdentity(alias)) {
      try {
        return identity().privateKey();
      } catch (GeneralSecurityException e) {
        UnrecoverableKeyException unrecoverable =
            new UnrecoverableKeyException("the derived identity is not to be had");
        unrecoverable.initCause(e);
        throw unrecoverable;
      }
    }
    SecretEntries.Entry entry = entries.asMap().get(normalize(alias));
    return entry == null ? null : KeyAccess.copy(entry.key());
  }

  /** Like {@link #engineGetKey}: any protection will do, and none. */
  @Override
  public KeyStore.Entry engineGetEntry(String alias, KeyStore.ProtectionParameter protection)
      throws KeyStoreException, NoSuchAlgorithmException, UnrecoverableEntryException {
    Key key = engineGetKey(alias, null);
    if (key == null) {
      return null;
    }
    return key instanceof SecretKey secretKey
        ? new KeyStore.SecretKeyEntry(secretKey)
        : new KeyStore.PrivateKeyEntry((PrivateKey) key, engineGetCertificateChain(alias));
  }

  /** Like {@link #engineSetKeyEntry}: any protection will do, and none. */
  @Override
  public void engineSetEntry(
      String alias, KeyStore.Entry entry, KeyStore.ProtectionParameter protection)
      throws KeyStoreException {
    if (!(entry instanceof KeyStore.SecretKeyEntry secret)) {
      throw new KeyStoreException("this version stores secret keys only");
    }
    engineSetKeyEntry(alias, secret.getSecretKey(), null, null);
  }

  @Override
  public synchronized void engineSetKeyEntry(
      String alias, Key key, char[] password, Certificate[] chain) throws KeyStoreException {
    if (isIdentity(alias)) {
      throw new KeyStoreException("the derived identity cannot be replaced");
    }
    if (!(key instanceof SecretKey)) {
      throw new KeyStoreException("this version stores secret keys only");
    }
    entries.put(normalize(alias), key, POLICY, clock.instant());
  }

  @Override
  public void engineSetKeyEntry(String alias, byte[] key, Certificate[] chain)
      throws KeyStoreException {
    throw new KeyStoreException("this key store takes no keys that another one protects");
  }

  @Override
  public void engineSetCertificateEntry(String alias, Certificate certificate)
      throws KeyStoreException {
    throw new KeyStoreException("this version stores secret keys only");
  }

  @Override
  public synchronized void engineDeleteEntry(String alias) throws KeyStoreException {
    if (isIdentity(alias)) {
      throw new KeyStoreException("the derived identity cannot be deleted");
    }
    SecretEntries.Entry removed = entries.asMap().remove(normalize(alias));
    if (removed != null) {
      removed.key().destroy();
    }
  }

  @Override
  public Certificate[] engineGetCertificateChain(String alias) {
    return isIdentity(alias) ? new X509Certificate[] {identityUnchecked().certificate()} : null;
  }

  @Override
  public Certificate engineGetCertificate(String alias) {
    return isIdentity(alias) ? identityUnchecked().certificate() : null;
  }

  @Override
  public String engineGetCertificateAlias(Certificate certificate) {
    return identityUnchecked().certificate().equals(certificate) ? DerivedIdentity.ALIAS : null;
  }

  /** Returns when the key was put in, and for the identity, from when its certificate is valid. */
  @Override
  public synchronized Date engineGetCreationDate(String alias) {
    if (isIdentity(alias)) {
      return identityUnchecked().certificate().getNotBefore();
    }
    SecretEntries.Entry entry = entries.asMap().get(normalize(alias));
    return entry == null ? null : Date.from(entry.created());
  }

  @Override
  public synchronized Enumeration<String> engineAliases() {
    TreeSet<String> aliases = new TreeSet<>(entries.asMap().keySet());
    aliases.add(DerivedIdentity.ALIAS);
    return Collections.enumeration(aliases);
  }

  @Override
  public synchronized boolean engineContainsAlias(String alias) {
    return isIdentity(alias) || entries.asMap().containsKey(normalize(alias));
  }

  @Override
  public synchronized int engineSize() {
    return entries.asMap().size() + 1;
  }

  @Override
  public boolean engineIsKeyEntry(String alias) {
    return engineContainsAlias(alias);
  }

  @Override
  public boolean engineIsCertificateEntry(String alias) {
    return false;
  }
}
