package org.elastictee.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.Security;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.elastictee.cli.demo.DemoStore;
import org.elastictee.cli.demo.HttpsExchange;
import org.elastictee.cli.demo.InputFile;
import org.elastictee.cli.demo.KeyFingerprint;
import org.elastictee.provider.ElasticProvider;
import org.elastictee.provider.key.SealedKey;
import org.elastictee.sev.Settings;
import org.elastictee.sev.TrustedPlatform;
import org.elastictee.sev.platform.PlatformEvidence.Fact;
import org.elastictee.sev.seal.RootKind;
import org.elastictee.sev.seal.SoftwareRoot;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code elastic demo}: everything once, on real input. */
@Command(
    name = "demo",
    description = {
      "Encrypts FILE under a sealed key, stores it, and fetches it back over HTTPS",
      "from a server whose identity is derived from the root of trust."
    },
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
  /** The launcher says where the README lies. */
  private static final String DEFAULT_FILE = "${sys:elastic.cli.readme:-README.md}";

  @Mixin private HomeOption home;

  @Option(
      names = "--simulate",
      description = {
        "Run on a simulated SEV-SNP machine, which protects nothing;",
        "the default of --home is ~/.elastic/simulated then."
      })
  private boolean simulate;

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      defaultValue = DEFAULT_FILE,
      description = "The file, 64 MiB at most (the README).")
  private Path file;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    if (simulate) {
      return Simulator.runSimulated(
          "demo",
          "--home",
          home.directoryOr(Settings.home().resolve("simulated")).toString(),
          "--",
          file.toString());
    }
    InputFile input = InputFile.read(file);
    TrustedPlatform platform = home.open();
    tellPlatform(platform);
    Security.insertProviderAt(new ElasticProvider(), 1);
    try (DemoStore store = DemoStore.open(home.directory())) {
      SealedKey key = store.key();
      say("key", key + (store.isNewKey() ? ", created now" : ", opened"));
      if (store.verifyStored(input.name())) {
        say("", "what the last run stored as " + input.name() + " opens with it");
      }
      Path stored = store.store(input.name(), input.content());
      say(
          "stored",
          stored + ", " + input.content().length + " bytes encrypted by AES/GCM/NoPadding");
      exchange(store, input);
    }
    return 0;
  }

  private void tellPlatform(TrustedPlatform platform) throws Exception {
    say("platform", platform.evidence().platform().displayName());
    for (Fact fact : platform.evidence().facts()) {
      say("", fact.source() + ": " + fact.finding());
    }
    say("root", platform.root().statement());
    say("", "because " + platform.because());
    if (platform.root().kind() == RootKind.SOFTWARE) {
      boolean created = platform.root() instanceof SoftwareRoot software && software.isNew();
      say("", home.rootFile() + (created ? ", created now" : ", opened"));
    }
  }

  private void exchange(DemoStore store, InputFile input) throws Exception {
    HttpsExchange.Result result = HttpsExchange.run(store, input.name());
    say("server", result.uri() + " with the derived identity");
    if (!input.hasContent(result.body())) {
      throw new Failure("what came back over HTTPS differs from " + file);
    }
    say("fetched", result.body().length + " bytes, the same as " + file + " byte for byte");
    say("session", result.protocol() + ", " + result.cipherSuite());
    say("identity", result.subject());
    say("", "key fingerprint SHA-256 " + KeyFingerprint.of(result.publicKey()));
  }

  private void say(String what, String finding) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf(Locale.ROOT, "%-9s %s%n", what, finding);
    out.flush();
  }
}
