package org.elastictee.cli.keys;

import java.io.IOException;
import java.io.PrintWriter;
import java.security.GeneralSecurityException;
import java.util.concurrent.Callable;
import org.elastictee.cli.Failure;
import org.elastictee.provider.keystore.KeyStoreFile;
import org.elastictee.sev.seal.RootOfTrust;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code elastic keys reseal}. */
@Command(
    name = "reseal",
    description = {
      "Seals the key store anew: after a firmware update, to the new TCB, so that older firmware",
      "does not open it any more. Copies from before open as before."
    },
    mixinStandardHelpOptions = true)
final class ResealCommand implements Callable<Integer> {
  @Mixin private StoreOption store;

  @Option(
      names = "--to",
      paramLabel = "POLICY",
      description = "Another policy for the key store and its keys; the same if not given.")
  private PolicyName to;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    store.describe();
    RootOfTrust root = store.open().root();
    try {
      KeyStoreFile.reseal(
          store.file(), root, store.policy(), to == null ? store.policy() : to.policy());
    } catch (IOException | GeneralSecurityException e) {
      throw new Failure(store.file(), e);
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println(store.file() + ": sealed to " + store.describe().request().describe());
    out.flush();
    return 0;
  }
}
