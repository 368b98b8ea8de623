package org.elastictee.cli.keys;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.elastictee.cli.Failure;
import org.elastictee.provider.key.SealedKey;
import org.elastictee.provider.keystore.RecoveryRecipient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code elastic keys generate}. */
@Command(
    name = "generate",
    description = {
      "Makes a new key in the key store, sealed from the start: it never was and never is outside.",
      "A key pair gets a certificate that it signs itself. The key store is created if there is",
      "none; only then can it get a recovery recipient."
    },
    mixinStandardHelpOptions = true)
final class GenerateCommand implements Callable<Integer> {
  @Mixin private StoreOption store;
  @Mixin private Subject subject;

  @Option(names = "--alias", required = true, paramLabel = "ALIAS", description = "Its name.")
  private String alias;

  @Option(
      names = "--algorithm",
      required = true,
      paramLabel = "NAME",
      description = {
        "AES-128, AES-192, AES-256, ChaCha20, HmacSHA256; P-256, P-384, P-521, RSA-2048, RSA-3072,",
        "RSA-4096, Ed25519. (X25519 signs no certificate: see derive.)"
      })
  private KeyAlgorithm algorithm;

  @Option(
      names = "--days",
      paramLabel = "N",
      defaultValue = "90",
      description = "How long the certificate is valid (90 days).")
  private int days;

  @Option(
      names = "--recovery",
      paramLabel = "FILE",
      description = {
        "The public key, X25519 in PEM, whose holder can open the key store without this machine;",
        "without it, a lost machine is a lost key store."
      })
  private Path recovery;

  @Option(names = "--replace", description = "Replace the entry that has the alias already.")
  private boolean replace;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    requireSense();
    SealedKey key;
    List<X509Certificate> chain = List.of();
    Optional<RecoveryRecipient> recipient = recipient();
    store.createHome();
    store.open();
    if (algorithm.isSecret()) {
      key = (SealedKey) algorithm.generateSecret(store.provider(), store.policy());
    } else {
      KeyPair pair = algorithm.generatePair(store.provider(), store.policy());
      key = (SealedKey) pair.getPrivate();
      chain =
          List.of(
              new Signing(store.provider())
                  .selfSigned(
                      pair,
                      subject.nameOr(SubjectName.common(alias)),
                      subject.alternativeNames(),
                      Duration.ofDays(days)));
    }
    ImportedEntry entry = new ImportedEntry(alias, Optional.of(key), chain);
    try {
      store.updateOrCreate(recipient, keyStore -> entry.putInto(keyStore, replace));
    } finally {
      key.destroy();
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println(alias + ": " + entry.describe() + ", in " + store.file());
    out.flush();
    return 0;
  }

  private void requireSense() {
    if (!algorithm.isSecret() && !algorithm.signs()) {
      throw wrongUse(
          algorithm + " signs no certificate, without which no pair is stored: derive it");
    }
    if (algorithm.isSecret() && (subject.isNamed() || subject.hasAlternativeNames())) {
      throw wrongUse("a secret key has no certificate, and no subject");
    }
    if (days < 1) {
      throw wrongUse("a certificate is valid for a day or more");
    }
  }

  private ParameterException wrongUse(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private Optional<RecoveryRecipient> recipient() throws Exception {
    if (recovery == null) {
      return Optional.empty();
    }
    if (Files.exists(store.file())) {
      throw store.failure("a recovery recipient is chosen when the key store is created");
    }
    try {
      return Optional.of(RecoveryRecipient.parse(SmallFile.read(recovery)));
    } catch (InvalidKeyException e) {
      throw new Failure(recovery, e);
    }
  }
}
