package org.elastictee.cli.keys;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.elastictee.cli.Failure;
import org.elastictee.provider.key.SealedKey;
import org.elastictee.provider.key.SealedKeys;
import org.elastictee.provider.key.SealedPrivateKey;
import org.elastictee.sev.seal.SealingPolicy;

/**
 * A file with keys of elsewhere: PKCS #12, JKS, JCEKS or PEM, told apart by what it begins with.
 */
final class ImportSource {
  private final Path file;
  private final Path passwordFile;
  private final Path keyPasswordFile;
  private final SealingPolicy policy;

  /** Password files may be null. */
  ImportSource(Path file, Path passwordFile, Path keyPasswordFile, SealingPolicy policy) {
    this.file = file;
    this.passwordFile = passwordFile;
    this.keyPasswordFile = keyPasswordFile;
    this.policy = policy;
  }

  /**
   * What was read.
   *
   * @param isProtected whether the keys were under a password
   */
  record Content(List<ImportedEntry> entries, boolean isProtected) {}

  /**
   * Reads the file.
   *
   * @param alias which entry, or the alias for what has none; null for all entries
   * @param certificate makes the certificate of a private key that comes without
   * @throws Failure if it cannot be read, or the alias does not fit
   */
  Content read(String alias, Optional<SelfSigner> certificate) throws Failure {
    byte[] content = SmallFile.read(file);
    try {
      return PemFile.isPem(content)
          ? readPem(PemFile.parse(file, content, passwordFile), alias, certificate)
          : new Content(readKeyStore(content, alias), true);
    } finally {
      Arrays.fill(content, (byte) 0);
    }
  }

  /** Makes a certificate for a key that comes without. */
  interface SelfSigner {
    X509Certificate sign(KeyPair pair) throws GeneralSecurityException;

    static SelfSigner of(
        Signing signing, X500Name name, Optional<GeneralNames> names, Duration life) {
      return pair -> signing.selfSigned(pair, name, names, life);
    }
  }

  private Failure failure(String message) {
    return new Failure(file + ": " + message);
  }

  private Content readPem(PemFile pem, String alias, Optional<SelfSigner> signer) throws Failure {
    if (alias == null) {
      throw failure("what is in PEM has no alias: --alias gives it one");
    }
    if (pem.privateKey().isEmpty()) {
      return new Content(trusted(alias, pem.certificates()), false);
    }
    SealedPrivateKey key = (SealedPrivateKey) seal(pem.privateKey().get(), alias);
    try {
      List<X509Certificate> chain;
      if (!pem.certificates().isEmpty()) {
        chain = Chains.of(key.publicKey(), pem.certificates());
      } else if (signer.isPresent()) {
        chain = List.of(signer.get().sign(new KeyPair(key.publicKey(), key)));
      } else {
        throw failure(
            "the private key has no certificate: put it into the file, or give --subject");
      }
      return new Content(
          List.of(new ImportedEntry(alias, Optional.of(key), chain)), pem.isEncrypted());
    } catch (GeneralSecurityException e) {
      throw new Failure(file, e);
    }
  }

  private List<ImportedEntry> trusted(String alias, List<X509Certificate> certificates)
      throws Failure {
    if (certificates.isEmpty()) {
      throw failure("there is no key and no certificate in it");
    }
    List<ImportedEntry> entries = new ArrayList<>();
    for (X509Certificate certificate : certificates) {
      String name = certificates.size() == 1 ? alias : alias + "-" + (entries.size() + 1);
      entries.add(new ImportedEntry(name, Optional.empty(), List.of(certificate)));
    }
    return entries;
  }

  private SealedKey seal(Key key, String alias) throws Failure {
    try {
      return SealedKeys.seal(key, policy);
    } catch (InvalidKeyException e) {
      throw failure("the key " + alias + " cannot be sealed: " + e.getMessage());
    }
  }

  private List<ImportedEntry> readKeyStore(byte[] content, String alias) throws Failure {
    String type = type(content);
    char[] password = Password.read(passwordFile, file.toString(), "--password-file");
    char[] keyPassword = password;
    try {
      if (keyPasswordFile != null) {
        keyPassword = Password.read(keyPasswordFile, "the keys in " + file, "--key-password-file");
      }
      KeyStore keyStore = KeyStore.getInstance(type);
      keyStore.load(new ByteArrayInputStream(content), password);
      return entries(keyStore, alias, keyPassword);
    } catch (IOException e) {
      throw failure(
          e.getCause() instanceof UnrecoverableKeyException
              ? "the password is wrong, or the file was changed"
              : "this is no key store of " + type + " that can be read");
    } catch (GeneralSecurityException | RuntimeException e) {
      throw failure("this is no key store of " + type + " that can be read");
    } finally {
      Arrays.fill(password, '\0');
      Arrays.fill(keyPassword, '\0');
    }
  }

  private String type(byte[] content) throws Failure {
    final int jks = 0xFEEDFEED;
    final int jceks = 0xCECECECE;
    final int derSequence = 0x30;
    if (content.length >= Integer.BYTES) {
      int magic = ByteBuffer.wrap(content).getInt();
      if (magic == jks) {
        return "JKS";
      }
      if (magic == jceks) {
        return "JCEKS";
      }
      if (content[0] == derSequence) {
        return "PKCS12";
      }
    }
    throw failure("this is neither PKCS #12 nor JKS, JCEKS or PEM");
  }

  private List<ImportedEntry> entries(KeyStore keyStore, String alias, char[] keyPassword)
      throws Failure, GeneralSecurityException {
    if (alias != null && !keyStore.containsAlias(alias)) {
      throw failure("there is no entry " + alias + " in it");
    }
    List<String> aliases = alias == null ? Collections.list(keyStore.aliases()) : List.of(alias);
    if (aliases.isEmpty()) {
      throw failure("there are no entries in it");
    }
    List<ImportedEntry> entries = new ArrayList<>();
    for (String each : aliases) {
      entries.add(entry(keyStore, each, keyPassword));
    }
    return entries;
  }

  private ImportedEntry entry(KeyStore keyStore, String alias, char[] keyPassword)
      throws Failure, GeneralSecurityException {
    if (keyStore.isCertificateEntry(alias)) {
      return new ImportedEntry(
          alias, Optional.empty(), x509(alias, keyStore.getCertificate(alias)));
    }
    Key key;
    try {
      key = keyStore.getKey(alias, keyPassword);
    } catch (UnrecoverableKeyException e) {
      throw failure("the key " + alias + " has another password: --key-password-file names it");
    }
    Certificate[] chain = keyStore.getCertificateChain(alias);
    return new ImportedEntry(
        alias, Optional.of(seal(key, alias)), chain == null ? List.of() : x509(alias, chain));
  }

  private List<X509Certificate> x509(String alias, Certificate... certificates) throws Failure {
    if (!Arrays.stream(certificates).allMatch(X509Certificate.class::isInstance)) {
      throw failure("a certificate of " + alias + " is not of X.509");
    }
    return List.of(Arrays.copyOf(certificates, certificates.length, X509Certificate[].class));
  }
}
