package org.elastictee.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.elastictee.cli.status.Services;
import org.elastictee.cli.status.ServicesText;
import org.elastictee.provider.ElasticProvider;
import org.elastictee.provider.health.Health;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code elastic selftest}: asks the engines for what is known already. */
@Command(
    name = "selftest",
    description = {
      "Runs the known-answer test of every service's engine and shows what came of it.",
      "Exit code 0: no engine failed. 1: one did, whichever serves in its place. 2: wrong use."
    },
    mixinStandardHelpOptions = true)
final class SelftestCommand implements Callable<Integer> {
  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Health health = new ElasticProvider().runSelfTests();
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.write(Services.of(health)));
    } else {
      new ServicesText(out).print(health);
      out.println(health.isHealthy() ? "no engine failed" : "AN ENGINE FAILED");
    }
    out.flush();
    return health.isHealthy() ? ExitCode.OK : ExitCode.SOFTWARE;
  }
}
