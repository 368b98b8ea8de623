package org.elastictee.cli.keys;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.elastictee.cli.Failure;
import org.elastictee.provider.keystore.ElasticLoadStoreParameter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code elastic keys recover}. */
@Command(
    name = "recover",
    description = {
      "Opens FILE, the key store of a lost machine or image, by the private key of its recovery",
      "recipient, and writes it as a new key store that is sealed to this machine. Anyone who knows",
      "the recipient's public key can make such a file: compare the entries with what is known of",
      "them before they are used."
    },
    mixinStandardHelpOptions = true)
final class RecoverCommand implements Callable<Integer> {
  @Mixin private StoreOption store;

  @Parameters(paramLabel = "FILE", description = "The key store that does not open here.")
  private Path file;

  @Option(
      names = "--recovery-key",
      required = true,
      paramLabel = "FILE",
      description = "The private key, X25519 of PKCS #8 in PEM, encrypted or not.")
  private Path recoveryKey;

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = "The password of the private key, instead of asking for it.")
  private Path passwordFile;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    if (Files.exists(store.file())) {
      throw store.failure("this file exists: --store names one that does not");
    }
    PrivateKey key = readRecoveryKey();
    KeyStore keyStore = store.empty();
    try {
      keyStore.load(
          ElasticLoadStoreParameter.builder(file).policy(store.policy()).recoveryKey(key).build());
    } catch (IOException | GeneralSecurityException e) {
      throw new Failure(file, e);
    }
    store.createHome();
    store.open();
    try {
      keyStore.store(
          ElasticLoadStoreParameter.builder(store.file())
              .policy(store.policy())
              .createMissing(true)
              .build());
    } catch (IOException | GeneralSecurityException e) {
      throw new Failure(store.file(), e);
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println(store.file() + ": recovered from " + file + ", sealed to this machine");
    out.println("The same recovery recipient can open it. Compare its entries: elastic keys list.");
    out.flush();
    return 0;
  }

  private PrivateKey readRecoveryKey() throws Failure {
    byte[] content = SmallFile.read(recoveryKey);
    try {
      return PemFile.parse(recoveryKey, content, passwordFile)
          .privateKey()
          .orElseThrow(() -> new Failure(recoveryKey + ": there is no private key in it"));
    } finally {
      Arrays.fill(content, (byte) 0);
    }
  }
}
