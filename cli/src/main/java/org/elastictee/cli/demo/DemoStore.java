package org.elastictee.cli.demo;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Set;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.spec.GCMParameterSpec;
import org.elastictee.cli.Failure;
import org.elastictee.provider.ElasticProvider;
import org.elastictee.provider.key.SealedKey;
import org.elastictee.provider.keystore.ElasticLoadStoreParameter;
import org.elastictee.sev.seal.PrivateFiles;

/**
 * The key store of the command line with the key "demo" in it, and the files encrypted under that
 * key. One process at a time: a second one waits at the lock.
 *
 * <p>A stored file is the IV, 12 bytes, and behind it the ciphertext with its tag, 16 bytes more
 * than the content; the AAD is {@code elastic demo v1} and the file's name, with a zero byte
 * between.
 */
public final class DemoStore implements AutoCloseable {
  private static final String KEY = "demo";
  private static final String AAD_PREFIX = "elastic demo v1\0";
  private static final int IV_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final Path folder;
  private final FileChannel lock;
  private final KeyStore keyStore;
  private final SealedKey key;
  private final boolean newKey;

  private DemoStore(Path folder, FileChannel lock, KeyStore keyStore, boolean newKey)
      throws GeneralSecurityException {
    this.folder = folder;
    this.lock = lock;
    this.keyStore = keyStore;
    this.key = (SealedKey) keyStore.getKey(KEY, null);
    this.newKey = newKey;
  }

  /**
   * Opens the store; creates the key store and the key where there are none.
   *
   * @throws Failure if the key store does not open or cannot be written; nothing is overwritten
   *     then
   */
  public static DemoStore open(Path home) throws Failure, GeneralSecurityException {
    Path file = keyStoreFile(home);
    try {
      PrivateFiles.createFolder(home.resolve("demo"));
      FileChannel lock =
          FileChannel.open(
              home.resolve("lock"),
              Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      try {
        lock.lock();
        KeyStore keyStore = load(file);
        boolean newKey = !keyStore.containsAlias(KEY);
        if (newKey) {
          addKey(keyStore, file);
        }
        return new DemoStore(home.resolve("demo"), lock, keyStore, newKey);
      } catch (IOException | GeneralSecurityException | RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (IOException e) {
      throw new Failure(file, e);
    }
  }

  /** Returns where the key store of a home lies, or would lie. */
  public static Path keyStoreFile(Path home) {
    return home.resolve("keystore");
  }

  private static ElasticLoadStoreParameter at(Path file) {
    return ElasticLoadStoreParameter.builder(file).createMissing(true).build();
  }

  private static KeyStore load(Path file) throws IOException, GeneralSecurityException {
    KeyStore keyStore = KeyStore.getInstance("Elastic", ElasticProvider.NAME);
    keyStore.load(at(file));
    return keyStore;
  }

  private static void addKey(KeyStore keyStore, Path file)
      throws IOException, GeneralSecurityException {
    keyStore.setKeyEntry(
        KEY, KeyGenerator.getInstance("AES", ElasticProvider.NAME).generateKey(), null, null);
    keyStore.store(at(file));
  }

  /** Returns the key. */
  public SealedKey key() {
    return key;
  }

  /** Returns whether the key was created by this object, and not found. */
  public boolean isNewKey() {
    return newKey;
  }

  /** Returns the key store, which has the derived identity too. */
  KeyStore keyStore() {
    return keyStore;
  }

  /**
   * Returns whether something is stored under the name, after it has been opened for a trial.
   *
   * @throws Failure if it is there and does not open
   */
  public boolean verifyStored(String name) throws Failure, GeneralSecurityException {
    try {
      load(name);
      return true;
    } catch (Failure e) {
      if (e.getCause() instanceof NoSuchFileException) {
        return false;
      }
      throw e;
    }
  }

  /**
   * Encrypts content and stores it under a name, in place of what was there.
   *
   * @return where it lies
   * @throws Failure if it cannot be written; what was there is whole then
   */
  public Path store(String name, byte[] content) throws Failure, GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", ElasticProvider.NAME);
    cipher.init(Cipher.ENCRYPT_MODE, key);
    cipher.updateAAD(aad(name));
    ByteBuffer out = ByteBuffer.allocate(IV_BYTES + cipher.getOutputSize(content.length));
    out.put(cipher.getIV());
    cipher.doFinal(ByteBuffer.wrap(content), out);
    try {
      PrivateFiles.replace(file(name), out.array());
      return file(name);
    } catch (IOException e) {
      throw new Failure(file(name), e);
    }
  }

  /**
   * Decrypts what is stored under a name.
   *
   * @throws Failure if it cannot be read, or was changed, or was stored under another name or key
   */
  byte[] load(String name) throws Failure, GeneralSecurityException {
    try {
      byte[] stored = Files.readAllBytes(file(name));
      if (stored.length < IV_BYTES) {
        throw new AEADBadTagException("it is shorter than an IV");
      }
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", ElasticProvider.NAME);
      cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, stored, 0, IV_BYTES));
      cipher.updateAAD(aad(name));
      return cipher.doFinal(stored, IV_BYTES, stored.length - IV_BYTES);
    } catch (AEADBadTagException e) {
      throw new Failure(
          file(name),
          new GeneralSecurityException("the stored file was changed, or is of another key", e));
    } catch (IOException e) {
      throw new Failure(file(name), e);
    }
  }

  private Path file(String name) {
    return folder.resolve(name + ".gcm");
  }

  private static byte[] aad(String name) {
    return (AAD_PREFIX + name).getBytes(StandardCharsets.UTF_8);
  }

  /** Destroys the key and lets the next process in. */
  @Override
  public void close() throws IOException {
    key.destroy();
    lock.close();
  }
}
