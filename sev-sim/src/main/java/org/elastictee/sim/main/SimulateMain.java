package org.elastictee.sim.main;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.elastictee.sim.SimulatedMachine;
import org.elastictee.sim.SimulatorConsole;
import org.elastictee.sim.firmware.Chip;
import org.elastictee.sim.firmware.FirmwareRefusedException;
import org.elastictee.sim.firmware.PlatformState;
import org.elastictee.sim.firmware.Product;
import org.elastictee.sim.host.CallKind;
import org.elastictee.sim.supervisor.Supervisor;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code elastic simulate}: runs a program that meets a guest device. The exit code is the
 * program's; 1 if the simulation fails, 2 for a wrong use. What the keys of a terminal send is for
 * the program, once it runs.
 */
@Command(
    name = "elastic simulate",
    description = {
      "Runs CMD, unmodified, with a simulated AMD SEV-SNP guest device at /dev/sev-guest.",
      "It protects nothing: the keys of a simulated chip follow from its name."
    },
    sortOptions = false,
    mixinStandardHelpOptions = true,
    versionProvider = SimulateMain.Version.class,
    footer = {
      "",
      "Events are commands of the simulated host, such as \"certificates kind=vcek\",",
      "\"relaunch policy=0xb0000\", \"update report-version=5\", \"commit\" or \"throttle count=1\".",
      "",
      "Example: ./elastic simulate -- ./elastic status"
    })
public final class SimulateMain implements Callable<Integer> {
  private static final int FAILURE = 1;

  @Option(
      names = "--product",
      paramLabel = "NAME",
      description = "The processor: ${COMPLETION-CANDIDATES} (MILAN).",
      defaultValue = "MILAN")
  private Product product;

  @Option(
      names = "--chip",
      paramLabel = "NAME",
      description = "Which chip: the same name is the same chip, at every run (default).",
      defaultValue = "default")
  private String chip;

  @Option(
      names = "--event",
      paramLabel = "TEXT",
      description = "What the host does before CMD starts; may be repeated.")
  private List<String> events = List.of();

  @Option(
      names = "--test-root",
      paramLabel = "FILE",
      description = {
        "Write the certificate of the simulated root (ARK) there, new at every run,",
        "for elastic verify --test-root."
      })
  private Path testRoot;

  @Option(
      names = "--console",
      paramLabel = "SOCKET",
      description = "Take events at this Unix-domain socket too, while CMD runs.")
  private Path console;

  @Parameters(arity = "1..*", paramLabel = "CMD", description = "The program and its arguments.")
  private List<String> command;

  @Spec private CommandSpec spec;

  private SimulateMain() {}

  /** Runs the command line and ends the JVM with its exit code. */
  public static void main(String[] arguments) {
    System.exit(
        new CommandLine(new SimulateMain())
            .setStopAtPositional(true)
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setExecutionExceptionHandler(
                (e, commandLine, parsed) -> {
                  commandLine.getErr().println("elastic: " + describe(e));
                  return FAILURE;
                })
            .execute(arguments));
  }

  private static String describe(Exception e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  @Override
  public Integer call() throws Exception {
    SimulatedMachine machine = start();
    SimulatorConsole host = new SimulatorConsole(machine);
    for (String event : events) {
      happen(host, event);
    }
    if (testRoot != null) {
      writeTestRoot(machine);
    }
    Supervisor.Builder supervisor =
        Supervisor.builder().kernel(machine.kernel()).node(new SimulatedDeviceNode(machine));
    if (console != null) {
      supervisor.console(host, console);
    }
    say("SIMULATED AMD SEV-SNP, a %s chip: no hardware is behind it, it protects nothing", product);
    TerminalSignals.ignore();
    int status = supervisor.build().run(command);
    Map<CallKind, Long> calls = machine.hypervisor().calls();
    say(
        "end of the simulation: %d reports, %d with certificates, %d derived keys",
        calls.get(CallKind.REPORT), calls.get(CallKind.EXTENDED_REPORT), calls.get(CallKind.KEY));
    return status;
  }

  private void writeTestRoot(SimulatedMachine machine) throws Exception {
    byte[] certificate = machine.certificateAuthority().ark().getEncoded();
    try {
      Files.write(testRoot, certificate);
    } catch (IOException e) {
      throw new IOException("--test-root " + testRoot + " cannot be written", e);
    }
  }

  private SimulatedMachine start() throws FirmwareRefusedException {
    try {
      return SimulatedMachine.builder()
          .platform(PlatformState.builder(Chip.named(product, chip)).build())
          .start();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private void happen(SimulatorConsole host, String event) {
    try {
      String answer = host.execute(event);
      if (!answer.isEmpty()) {
        say("%s", answer);
      }
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          spec.commandLine(), "--event " + event + ": " + e.getMessage(), e);
    }
  }

  /** To standard error, so that what the program prints stays what it prints. */
  private void say(String format, Object... arguments) {
    PrintWriter err = spec.commandLine().getErr();
    err.printf(Locale.ROOT, "elastic: " + format + "%n", arguments);
    err.flush();
  }

  /** The version of the build. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = SimulateMain.class.getPackage().getImplementationVersion();
      return new String[] {"elastic simulator " + (version == null ? "unpackaged" : version)};
    }
  }
}
