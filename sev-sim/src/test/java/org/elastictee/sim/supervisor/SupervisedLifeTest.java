package org.elastictee.sim.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How supervised programs begin and end, and their supervisors with them. */
@Timeout(60)
class SupervisedLifeTest {
  private static final int SIGCONT = 18;
  private static final int SIGSTOP = 19;

  @TempDir Path folder;

  @BeforeAll
  static void requireSupervisor() {
    Supervised.requireSupervisor();
  }

  private static int statusOf(List<String> command) throws Exception {
    return Supervised.run(new ScriptedKernel(), DeviceNode.PRESENT, command).status();
  }

  @ParameterizedTest
  @CsvSource({
    "exit 0,        0",
    "exit 7,        7",
    "exit 255,      255",
    "kill -TERM $$, 143",
    "kill -KILL $$, 137",
    "kill -SEGV $$, 139"
  })
  void theStatusIsTheProgramsOwn(String script, int status) throws Exception {
    assertEquals(status, statusOf(Supervised.shell(script)));
  }

  @Test
  void aProgramThatIsNotThereIsStatus127() throws Exception {
    assertEquals(127, statusOf(List.of("no-such-program")));
    assertEquals(127, statusOf(List.of(folder.resolve("none").toString())));
  }

  @Test
  void aProgramThatCannotBeExecutedIsStatus126() throws Exception {
    assertEquals(126, statusOf(List.of("/dev/null")));
  }

  @Test
  void refusesACommandWithoutAProgram() {
    Supervisor supervisor = Supervisor.builder().kernel(new ScriptedKernel()).build();
    assertThrows(IllegalArgumentException.class, () -> supervisor.run(List.of()));
  }

  /** A program that says when it is ready, and how it was ended. */
  private static final String TRAPS =
      "for s in INT QUIT TERM HUP; do trap \"echo $s; exit 9\" $s; done; echo ready;"
          + " while :; do sleep 0.05; done";

  private FutureTask<Integer> start(Path output, List<String> command) throws Exception {
    FutureTask<Integer> run =
        new FutureTask<>(
            () -> Supervised.into(output, new ScriptedKernel(), DeviceNode.PRESENT).run(command));
    Thread thread = new Thread(run, "run");
    thread.start();
    awaitLine(output, "ready");
    return run;
  }

  private static void awaitLine(Path output, String line) throws Exception {
    await(
        "the line " + line,
        () -> Files.exists(output) && Files.readAllLines(output).contains(line));
  }

  private interface Condition {
    boolean holds() throws IOException;
  }

  private static void await(String what, Condition condition) throws Exception {
    long deadline = System.nanoTime() + 20_000_000_000L;
    while (!condition.holds()) {
      assertTrue(System.nanoTime() < deadline, what);
      Thread.sleep(20);
    }
  }

  private static ProcessHandle supervisorOf(ProcessHandle process) {
    return process
        .children()
        .filter(p -> p.info().command().orElse("").contains("elastic-supervisor"))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(strings = {"INT", "QUIT", "TERM", "HUP"})
  void signalsArePassedOn(String signal) throws Exception {
    Path output = folder.resolve("out");
    FutureTask<Integer> run = start(output, Supervised.shell(TRAPS));
    long supervisor = supervisorOf(ProcessHandle.current()).pid();
    assertEquals(0, new ProcessBuilder("kill", "-" + signal, "" + supervisor).start().waitFor());
    assertEquals(9, run.get(20, TimeUnit.SECONDS));
    assertEquals(List.of("ready", signal), Files.readAllLines(output));
  }

  @Test
  void interruptingTheCallerTerminatesTheProgram() throws Exception {
    Path output = folder.resolve("out");
    Thread caller = Thread.currentThread();
    Thread interrupter =
        new Thread(
            () -> {
              try {
                awaitLine(output, "ready");
              } catch (Exception e) {
                throw new IllegalStateException(e);
              } finally {
                caller.interrupt();
              }
            });
    interrupter.start();
    Supervisor supervisor = Supervised.into(output, new ScriptedKernel(), DeviceNode.PRESENT);
    assertThrows(InterruptedException.class, () -> supervisor.run(Supervised.shell(TRAPS)));
    assertEquals(List.of("ready", "TERM"), Files.readAllLines(output));
  }

  @Test
  void aCallerThatWasInterruptedBeforeIsTheSame() {
    Supervisor supervisor = Supervisor.builder().kernel(new ScriptedKernel()).build();
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, () -> supervisor.run(List.of("true")));
    assertFalse(Thread.interrupted());
  }

  @Test
  void aSupervisorThatIsStoppedAndGoesOnAnswersRightly() throws Exception {
    Path output = folder.resolve("out");
    FutureTask<Integer> run =
        start(output, Supervised.java(SupervisedProgram.class, "many-openings"));
    long supervisor = supervisorOf(ProcessHandle.current()).pid();
    for (int stops = 0; stops < 1000 && !run.isDone(); stops++) {
      SystemCalls.signalProcess(supervisor, SIGSTOP);
      LockSupport.parkNanos(300_000);
      SystemCalls.signalProcess(supervisor, SIGCONT);
      LockSupport.parkNanos(1_000_000);
    }
    assertEquals(0, run.get(20, TimeUnit.SECONDS));
    assertEquals(List.of("ready", "wrong: []"), Files.readAllLines(output));
  }

  /** The simulator of the tests that end it: runs {@link #TRAPS}. */
  static final class Simulator {
    private Simulator() {}

    public static void main(String[] arguments) throws Exception {
      System.exit(
          Supervisor.builder().kernel(new ScriptedKernel()).build().run(Supervised.shell(TRAPS)));
    }
  }

  private Process startSimulator(Path output) throws Exception {
    Process simulator =
        new ProcessBuilder(Supervised.java(Simulator.class))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    awaitLine(output, "ready");
    return simulator;
  }

  @Test
  void theProgramIsKilledWithTheSimulator() throws Exception {
    Path output = folder.resolve("out");
    Process simulator = startSimulator(output);
    ProcessHandle supervisor = supervisorOf(simulator.toHandle());
    ProcessHandle program = supervisor.children().findFirst().orElseThrow();
    simulator.destroyForcibly();
    await("the supervisor ends", () -> !supervisor.isAlive());
    await("the program ends", () -> !program.isAlive());
    assertFalse(Files.readAllLines(output).contains("TERM"));
  }

  @Test
  void theProgramIsTerminatedWhenTheSimulatorShutsDown() throws Exception {
    Path output = folder.resolve("out");
    Process simulator = startSimulator(output);
    ProcessHandle program = supervisorOf(simulator.toHandle()).children().findFirst().orElseThrow();
    simulator.destroy();
    assertTrue(simulator.waitFor(20, TimeUnit.SECONDS));
    assertFalse(program.isAlive());
    assertEquals(List.of("ready", "TERM"), Files.readAllLines(output));
  }

  @Test
  void theProgramIsKilledWithItsSupervisor() throws Exception {
    Path output = folder.resolve("out");
    FutureTask<Integer> run = start(output, Supervised.shell(TRAPS));
    ProcessHandle supervisor = supervisorOf(ProcessHandle.current());
    ProcessHandle program = supervisor.children().findFirst().orElseThrow();
    supervisor.destroyForcibly();
    assertEquals(137, run.get(20, TimeUnit.SECONDS));
    await("the program ends", () -> !program.isAlive());
  }

  @Test
  void doesNotWaitForWhatTheProgramLeavesInTheBackground() throws Exception {
    long start = System.nanoTime();
    assertEquals(3, statusOf(Supervised.shell("sleep 30 & exit 3")));
    assertTrue(System.nanoTime() - start < 20_000_000_000L);
  }

  @Test
  void orphansMeetTheDeviceWhileTheProgramRuns() throws Exception {
    String script = "(sh -c 'sleep 0.3; test -c /dev/sev-guest && echo orphan' &); sleep 1; exit 5";
    Supervised.Result result =
        Supervised.run(new ScriptedKernel(), DeviceNode.PRESENT, Supervised.shell(script));
    assertEquals(List.of("orphan"), result.lines());
    assertEquals(5, result.status());
  }

  @Test
  void leavesNoFilesBehindNotEvenWhenKilled() throws Exception {
    Path temporary = Files.createDirectory(folder.resolve("tmp"));
    List<String> command = Supervised.java(Simulator.class);
    command.add(1, "-Djava.io.tmpdir=" + temporary);
    Path output = folder.resolve("out");
    Process simulator =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    awaitLine(output, "ready");
    simulator.destroyForcibly().waitFor();
    try (Stream<Path> files = Files.list(temporary)) {
      assertEquals(List.of(), files.toList());
    }
  }

  @Test
  void programsHaveNoMoreDescriptorsThanTheirStreams() throws Exception {
    Supervised.Result result =
        Supervised.run(
            new ScriptedKernel(),
            DeviceNode.PRESENT,
            Supervised.shell(
                "for f in 3 4 5 6 7 8 9; do test -e /proc/$$/fd/$f && echo $f; done; :"));
    assertEquals(List.of(), result.lines());
  }

  @Test
  void aSupervisorInsideOfASupervisorDoesNotStart() throws Exception {
    Supervised.Result result =
        Supervised.run(new ScriptedKernel(), DeviceNode.PRESENT, Supervised.java(Simulator.class));
    assertEquals(1, result.status());
    assertTrue(
        result.lines().stream()
            .anyMatch(l -> l.contains("the kernel refuses the seccomp listener")));
    assertTrue(result.lines().stream().anyMatch(l -> l.contains("ended before the program began")));
  }
}
