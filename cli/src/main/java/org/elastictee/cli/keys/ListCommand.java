package org.elastictee.cli.keys;

import java.io.PrintWriter;
import java.security.KeyStore;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.elastictee.cli.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code elastic keys list}. */
@Command(
    name = "list",
    description = {
      "Shows the key store and its entries. The fingerprint of a secret key is its own; that of a",
      "private key is SHA-256 of the public key, and that of a certificate SHA-256 of it."
    },
    mixinStandardHelpOptions = true)
final class ListCommand implements Callable<Integer> {
  @Mixin private StoreOption store;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    KeyStore keyStore = store.load();
    StoreView view = StoreViews.of(store.file(), store.describe(), keyStore);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.write(view));
    } else {
      print(view, out);
    }
    out.flush();
    return 0;
  }

  private static void print(StoreView view, PrintWriter out) {
    line(out, "store", view.file());
    line(
        out,
        "version",
        view.version() + (view.generation() == null ? "" : ", generation " + view.generation()));
    line(out, "root", view.root() + ": " + view.boundTo());
    line(out, "policy", view.policy());
    line(
        out,
        "recovery",
        view.recoveryRecipient() == null
            ? "none: a lost machine or image is a lost key store"
            : "whoever holds the private key to "
                + view.recoveryRecipient()
                + " can open this store");
    for (StoreView.Entry entry : view.entries()) {
      print(entry, out);
    }
  }

  private static void print(StoreView.Entry entry, PrintWriter out) {
    out.println();
    line(out, "alias", entry.alias());
    line(
        out,
        "kind",
        entry.kind()
            + ", "
            + entry.algorithm()
            + (entry.size() == null ? "" : ", " + entry.size() + " bits")
            + (entry.policy() == null ? "" : ", " + entry.policy()));
    line(out, "print", entry.fingerprint());
    line(out, "created", entry.created());
    if (entry.subject() != null) {
      line(out, "subject", entry.subject());
    }
  }

  private static void line(PrintWriter out, String heading, String text) {
    out.printf(Locale.ROOT, "%-9s %s%n", heading, text);
  }
}
