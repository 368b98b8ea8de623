package org.elastictee.cli.keys;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.concurrent.Callable;
import org.elastictee.cli.HomeOption;
import org.elastictee.cli.Json;
import org.elastictee.cli.demo.KeyFingerprint;
import org.elastictee.provider.ElasticProvider;
import org.elastictee.provider.key.SealedKey;
import org.elastictee.sev.TrustedPlatform;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code elastic keys derive}. */
@Command(
    name = "derive",
    description = {
      "Shows the public key and the fingerprint of a key that the root of trust derives: the same",
      "each time, with nothing stored. Of a secret key, the fingerprint alone. Under strict and",
      "updatable the key is another one once the firmware has committed to a newer TCB."
    },
    mixinStandardHelpOptions = true)
final class DeriveCommand implements Callable<Integer> {
  @Mixin private HomeOption home;
  @Mixin private DerivedOption derived;

  @Option(
      names = "--policy",
      paramLabel = "POLICY",
      defaultValue = "strict",
      description = "What the key depends on: strict (the default) or updatable.")
  private PolicyName policy;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Write the public key to FILE, in PEM, instead of printing it.")
  private Path out;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    if (!derived.algorithm().isDerivable()) {
      throw new ParameterException(
          spec.commandLine(), "keys of " + derived.algorithm() + " are not derived");
    }
    if (out != null && derived.algorithm().isSecret()) {
      throw new ParameterException(spec.commandLine(), "a secret key has no public key for --out");
    }
    TrustedPlatform platform = home.open();
    DerivedView view = view(platform.root().statement());
    if (out != null) {
      SmallFile.write(out, view.publicKey());
    }
    print(view);
    return 0;
  }

  private DerivedView view(String root) throws GeneralSecurityException, IOException {
    ElasticProvider provider = new ElasticProvider();
    KeyAlgorithm algorithm = derived.algorithm();
    String fingerprint;
    String publicKey = null;
    if (algorithm.isSecret()) {
      SealedKey key =
          (SealedKey) algorithm.deriveSecret(provider, policy.policy(), derived.label());
      fingerprint = key.fingerprint();
      key.destroy();
    } else {
      PublicKey key = algorithm.derivePair(provider, policy.policy(), derived.label()).getPublic();
      fingerprint = KeyFingerprint.of(key);
      publicKey = SmallFile.pem("PUBLIC KEY", key.getEncoded());
    }
    return new DerivedView(
        derived.label(), algorithm.toString(), policy.name(), root, fingerprint, publicKey);
  }

  private void print(DerivedView view) throws IOException {
    PrintWriter writer = spec.commandLine().getOut();
    if (json) {
      writer.println(Json.write(view));
    } else {
      writer.println("key         " + view.algorithm() + ", " + view.policy() + ", derived");
      writer.println("root        " + view.root());
      writer.println("fingerprint " + view.fingerprint());
      if (view.publicKey() != null && out == null) {
        writer.print(view.publicKey());
      }
    }
    writer.flush();
  }
}
