package org.elastictee.cli.keys;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Optional;
import org.elastictee.cli.Failure;
import org.elastictee.cli.HomeOption;
import org.elastictee.provider.ElasticProvider;
import org.elastictee.provider.keystore.ElasticLoadStoreParameter;
import org.elastictee.provider.keystore.KeyStoreDescription;
import org.elastictee.provider.keystore.KeyStoreFile;
import org.elastictee.provider.keystore.RecoveryRecipient;
import org.elastictee.sev.TrustedPlatform;
import org.elastictee.sev.seal.PrivateFiles;
import org.elastictee.sev.seal.RootOfTrustException;
import org.elastictee.sev.seal.SealingPolicy;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which key store, and what can be done with it; failures name its file. */
final class StoreOption {
  @Mixin private HomeOption home;

  @Option(
      names = "--store",
      paramLabel = "FILE",
      description = "The key store (keys, in the folder of --home).")
  private Path store;

  @Option(
      names = "--policy",
      paramLabel = "POLICY",
      defaultValue = "strict",
      description = {
        "What the key store is bound to: strict, this image on this chip (the default), or",
        "updatable, later images of the same signer too. A key store of another policy is refused:",
        "another image may have made it."
      })
  private PolicyName policy;

  private final ElasticProvider provider = new ElasticProvider();

  Path file() throws RootOfTrustException {
    return store == null ? home.directory().resolve("keys") : store;
  }

  SealingPolicy policy() {
    return policy.policy();
  }

  ElasticProvider provider() {
    return provider;
  }

  /** Opens the root of trust, from which everything follows. */
  TrustedPlatform open() throws Failure, RootOfTrustException {
    return home.open();
  }

  /** Returns a failure that is about the key store. */
  Failure failure(String message) throws RootOfTrustException {
    return new Failure(file() + ": " + message);
  }

  KeyStoreDescription describe() throws Failure, RootOfTrustException {
    if (!Files.exists(file())) {
      throw failure("there is no such key store");
    }
    try {
      return KeyStoreFile.describe(file());
    } catch (IOException | GeneralSecurityException e) {
      throw new Failure(file(), e);
    }
  }

  /** Loads the key store, which must be there. */
  KeyStore load() throws Failure, GeneralSecurityException {
    describe();
    open();
    KeyStore keyStore = empty();
    try {
      keyStore.load(ElasticLoadStoreParameter.builder(file()).policy(policy()).build());
    } catch (IOException e) {
      throw new Failure(file(), e);
    }
    return keyStore;
  }

  KeyStore empty() throws GeneralSecurityException {
    return KeyStore.getInstance("Elastic", provider);
  }

  /** Changes the key store, which must be there. */
  void update(KeyStoreFile.Change change) throws Failure, RootOfTrustException {
    describe();
    change(ElasticLoadStoreParameter.builder(file()), change);
  }

  /**
   * Changes the key store, or creates it.
   *
   * @param recipient who is to be able to open it, if it is created
   */
  void updateOrCreate(Optional<RecoveryRecipient> recipient, KeyStoreFile.Change change)
      throws Failure, RootOfTrustException {
    ElasticLoadStoreParameter.Builder builder =
        ElasticLoadStoreParameter.builder(file()).createMissing(true);
    recipient.ifPresent(builder::recoveryRecipient);
    createHome();
    change(builder, change);
  }

  private void change(ElasticLoadStoreParameter.Builder builder, KeyStoreFile.Change change)
      throws Failure, RootOfTrustException {
    open();
    try {
      KeyStoreFile.update(empty(), builder.policy(policy()).build(), change);
    } catch (IOException | GeneralSecurityException e) {
      throw new Failure(file(), e);
    }
  }

  /** Creates the folder of the default key store; another one is the user's to create. */
  void createHome() throws Failure, RootOfTrustException {
    if (store != null) {
      return;
    }
    try {
      PrivateFiles.createFolder(home.directory());
    } catch (IOException e) {
      throw new Failure(home.directory(), e);
    }
  }
}
