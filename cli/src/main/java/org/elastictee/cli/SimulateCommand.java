package org.elastictee.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Stack;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/**
 * {@code elastic simulate}: hands everything on to the simulator, which is a program of its own, so
 * that nothing of it is on this class path.
 */
@Command(
    name = "simulate",
    description = {
      "Runs a program on a simulated SEV-SNP machine, which protects nothing:",
      "simulate [OPTIONS] -- CMD..."
    },
    preprocessor = SimulateCommand.HandOn.class)
final class SimulateCommand implements Callable<Integer> {
  private final List<String> arguments = new ArrayList<>();

  @Override
  public Integer call() throws Exception {
    return Simulator.run(arguments);
  }

  /** Takes all arguments before they are parsed: they are the simulator's. */
  static final class HandOn implements IParameterPreprocessor {
    @Override
    @SuppressWarnings("JdkObsolete") // picocli's interface has a Stack
    public boolean preprocess(
        Stack<String> rest, CommandSpec command, ArgSpec argument, Map<String, Object> info) {
      SimulateCommand simulate = (SimulateCommand) command.userObject();
      while (!rest.isEmpty()) {
        simulate.arguments.add(rest.pop());
      }
      return true;
    }
  }
}
