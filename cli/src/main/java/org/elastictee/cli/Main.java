package org.elastictee.cli;

import java.io.PrintWriter;
import org.elastictee.cli.keys.KeysCommand;
import org.elastictee.provider.ElasticProvider;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/**
 * The entry point: exit code 0 for success, 1 for a failure that is told in one line, 2 for a wrong
 * use.
 */
@Command(
    name = "elastic",
    description = "A security provider for confidential VMs.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    subcommands = {
      DemoCommand.class,
      StatusCommand.class,
      SelftestCommand.class,
      AttestCommand.class,
      VerifyCommand.class,
      KeysCommand.class,
      SimulateCommand.class
    })
public final class Main implements Runnable {
  @Spec private CommandSpec spec;

  /** Runs the command line and ends the JVM with its exit code. */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(Main::tell)
        .setParameterExceptionHandler(Main::tellUsage);
  }

  /** Without a subcommand there is nothing to do. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }

  private static int tellUsage(ParameterException e, String[] arguments) {
    PrintWriter err = e.getCommandLine().getErr();
    err.println("elastic: " + e.getMessage());
    e.getCommandLine().usage(err);
    err.flush();
    return CommandLine.ExitCode.USAGE;
  }

  private static int tell(Exception e, CommandLine command, ParseResult parsed) {
    PrintWriter err = command.getErr();
    err.println("elastic: " + Failure.describe(e));
    err.flush();
    return CommandLine.ExitCode.SOFTWARE;
  }

  /** The version of the provider. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"elastic " + ElasticProvider.VERSION};
    }
  }
}
