package org.elastictee.cli.keys;

import java.io.IOException;
import java.io.PrintWriter;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.elastictee.cli.Failure;
import org.elastictee.provider.keystore.KeyStoreFile;
import org.elastictee.sev.seal.RootOfTrustException;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code elastic keys destroy}. */
@Command(
    name = "destroy",
    description = {
      "Destroys an entry, or the whole key store by overwriting and deleting its file. There is no",
      "way back, but for copies of the file: they open on this machine as before."
    },
    mixinStandardHelpOptions = true)
final class DestroyCommand implements Callable<Integer> {
  @Mixin private StoreOption store;

  @ArgGroup(multiplicity = "1")
  private What what;

  @Option(names = "--yes", description = "Do not ask.")
  private boolean yes;

  @Spec private CommandSpec spec;

  /** What is to go. */
  private static final class What {
    @Option(names = "--alias", paramLabel = "ALIAS", description = "This entry.")
    private String alias;

    @Option(names = "--all", description = "The key store with all that is in it.")
    private boolean all;
  }

  @Override
  public Integer call() throws Exception {
    store.describe();
    confirm();
    PrintWriter out = spec.commandLine().getOut();
    if (what.all) {
      destroyAll();
      out.println(store.file() + ": destroyed");
    } else {
      store.update(
          keyStore -> {
            StoredKeys.require(keyStore, what.alias);
            keyStore.deleteEntry(what.alias);
          });
      out.println(what.alias + ": destroyed, in " + store.file());
    }
    out.println("Copies of the file from before, such as backups, still have it, and open with");
    out.println("this machine's root of trust, or by a recovery recipient.");
    out.flush();
    return 0;
  }

  private void destroyAll() throws Failure, RootOfTrustException {
    try {
      KeyStoreFile.destroy(store.file());
    } catch (IOException | GeneralSecurityException e) {
      throw new Failure(store.file(), e);
    }
  }

  private void confirm() throws Failure, RootOfTrustException {
    if (yes) {
      return;
    }
    String question =
        "Destroy %s? There is no way back. Type yes: "
            .formatted(what.all ? "all of " + store.file() : what.alias + " in " + store.file());
    Optional<String> answer =
        Optional.ofNullable(System.console()).map(console -> console.readLine("%s", question));
    if (answer.isEmpty()) {
      throw store.failure("nothing is destroyed: there is no terminal to ask on, and no --yes");
    }
    if (!answer.get().strip().equalsIgnoreCase("yes")) {
      throw store.failure("nothing is destroyed");
    }
  }
}
