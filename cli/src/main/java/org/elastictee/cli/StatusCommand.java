package org.elastictee.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.elastictee.cli.demo.DemoStore;
import org.elastictee.cli.status.Services;
import org.elastictee.cli.status.Status;
import org.elastictee.cli.status.StatusCollector;
import org.elastictee.cli.status.StatusText;
import org.elastictee.provider.ElasticProvider;
import org.elastictee.provider.health.Health;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code elastic status}: what is here, without creating anything. */
@Command(
    name = "status",
    description = {
      "Shows the platform and the evidence for it, the root of trust, the guest's firmware, TCB",
      "and policy, what is sealed to what, and which engine does what, after its known-answer",
      "test: without these tests there is no saying who would serve."
    },
    mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {
  @Mixin private HomeOption home;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Health health = new ElasticProvider().runSelfTests();
    Status status =
        new StatusCollector(
                DemoStore.keyStoreFile(home.directory()), home.rootFile(), Services.of(health))
            .collect();
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.write(status));
      out.flush();
    } else {
      new StatusText(out).print(status, health);
    }
    return 0;
  }
}
