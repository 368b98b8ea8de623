package org.elastictee.cli.keys;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.elastictee.cli.Failure;
import org.elastictee.provider.key.SealedKey;
import org.elastictee.provider.key.SealedPrivateKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code elastic keys import}. */
@Command(
    name = "import",
    description = {
      "Takes keys and certificates out of FILE, one way: a key store of PKCS #12, JKS or JCEKS, or",
      "PEM with a private key of PKCS #8, encrypted or not, and its certificates, or with trusted",
      "certificates alone. With --certificate instead, a stored key gets the certificates that a",
      "CA replied. The key store is created if there is none; all entries go in, or none.",
      "Passwords come from the terminal or from the first line of a file."
    },
    mixinStandardHelpOptions = true)
final class ImportCommand implements Callable<Integer> {
  private static final Duration LIFE = Duration.ofDays(90);

  @Mixin private StoreOption store;
  @Mixin private Subject subject;

  @Parameters(arity = "0..1", paramLabel = "FILE", description = "The keys.")
  private Path file;

  @Option(
      names = "--certificate",
      paramLabel = "FILE",
      description = "The reply of a CA to the request of --alias: PEM, DER or PKCS #7.")
  private Path certificate;

  @Option(
      names = "--alias",
      paramLabel = "ALIAS",
      description = "Take this entry only; of PEM, how the entry is to be called.")
  private String alias;

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = "The password of the file, instead of asking for it.")
  private Path passwordFile;

  @Option(
      names = "--key-password-file",
      paramLabel = "FILE",
      description = "The password of its keys, if they have another one.")
  private Path keyPasswordFile;

  @Option(names = "--replace", description = "Replace entries that have the aliases already.")
  private boolean replace;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    if ((file == null) == (certificate == null)) {
      throw new ParameterException(spec.commandLine(), "either FILE or --certificate is needed");
    }
    if (certificate == null) {
      importFile();
    } else if (alias == null) {
      throw new ParameterException(spec.commandLine(), "--certificate needs the --alias of a key");
    } else {
      importReply();
    }
    return 0;
  }

  private void importFile() throws Exception {
    ImportSource.Content content =
        new ImportSource(file, passwordFile, keyPasswordFile, store.policy())
            .read(alias, selfSigner());
    try {
      store.updateOrCreate(
          Optional.empty(),
          keyStore -> {
            for (ImportedEntry entry : content.entries()) {
              entry.putInto(keyStore, replace);
            }
          });
    } finally {
      content.entries().forEach(entry -> entry.key().ifPresent(SealedKey::destroy));
    }
    PrintWriter out = spec.commandLine().getOut();
    for (ImportedEntry entry : content.entries()) {
      out.println(entry.alias() + ": " + entry.describe());
    }
    out.println("imported into " + store.file() + ": " + content.entries().size());
    if (content.entries().stream().anyMatch(entry -> entry.key().isPresent())) {
      tellWhatTheOriginalMeans(out, content.isProtected());
    }
    out.flush();
  }

  private Optional<ImportSource.SelfSigner> selfSigner() throws Exception {
    return subject.isNamed()
        ? Optional.of(
            ImportSource.SelfSigner.of(
                new Signing(store.provider()),
                subject.nameOr(null),
                subject.alternativeNames(),
                LIFE))
        : Optional.empty();
  }

  private void tellWhatTheOriginalMeans(PrintWriter out, boolean isProtected) {
    out.println(
        "The original is still the key: whoever has " + file + " or a copy or backup of it");
    out.println(
        isProtected
            ? "and its password has what was imported. Delete the file and its backups."
            : "has what was imported, with no password. Delete the file and its backups.");
    out.println("A key that has been outside may have been copied: where that matters, replace it");
    out.println("by one that was never outside, by elastic keys generate.");
  }

  private void importReply() throws Failure, GeneralSecurityException {
    List<X509Certificate> reply;
    try {
      reply = Chains.parse(SmallFile.read(certificate));
    } catch (GeneralSecurityException e) {
      throw new Failure(certificate, e);
    }
    store.update(keyStore -> setChain(keyStore, reply));
    PrintWriter out = spec.commandLine().getOut();
    out.println(alias + ": has the certificates of " + certificate);
    out.flush();
  }

  private void setChain(KeyStore keyStore, List<X509Certificate> reply)
      throws GeneralSecurityException {
    SealedPrivateKey key = StoredKeys.privateKey(keyStore, alias);
    try {
      keyStore.setKeyEntry(
          alias, key, null, Chains.of(key.publicKey(), reply).toArray(X509Certificate[]::new));
    } finally {
      key.destroy();
    }
  }
}
