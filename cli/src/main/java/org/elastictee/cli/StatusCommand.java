package org.elastictee.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.elastictee.provider.engine.Engine;
import org.elastictee.provider.engine.EngineTable;
import org.elastictee.provider.engine.Operation;
import org.elastictee.sev.Settings;
import org.elastictee.sev.guest.PlatformDetector;
import org.elastictee.sev.guest.PlatformEvidence;
import org.elastictee.sev.guest.PlatformEvidence.Fact;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code elastic status}: what is here, without creating anything. */
@Command(
    name = "status",
    description = "Shows the platform, where the root of trust lies, and which engine does what.",
    mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {
  @Mixin private HomeOption home;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    PlatformEvidence evidence = PlatformDetector.detect();
    line("platform  %s", evidence.platform().displayName());
    for (Fact fact : evidence.facts()) {
      line("          %s: %s", fact.source(), fact.finding());
    }
    line("setting   %s=%s", Settings.PLATFORM, Settings.platform().word());
    Path rootFile = home.rootFile();
    boolean exists = Files.exists(rootFile, LinkOption.NOFOLLOW_LINKS);
    line("root file %s%s", rootFile, exists ? "" : ", not there yet");
    line("engines");
    for (Operation operation : Operation.values()) {
      line(
          "          %-20s %-22s %s",
          operation.type(),
          operation.algorithm(),
          EngineTable.standard().engine(operation).map(Engine::providerName).orElse("none"));
    }
    return 0;
  }

  private void line(String format, Object... arguments) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf(Locale.ROOT, format + "%n", arguments);
    out.flush();
  }
}
