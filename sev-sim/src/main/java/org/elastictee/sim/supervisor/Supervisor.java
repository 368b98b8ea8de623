package org.elastictee.sim.supervisor;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.elastictee.sim.GuestKernel;
import org.elastictee.sim.HostConsole;
import org.elastictee.sim.supervisor.SupervisorException.Reason;

/**
 * Runs a program, unmodified, in which the guest device {@code /dev/sev-guest} exists and this
 * process answers it. The program's children see the device too.
 *
 * <p>It does so by a small native program, which stops the system calls in question with a seccomp
 * filter ({@code seccomp_unotify(2)}): Linux 5.9 or later on x86-64; from 5.19 on, signals do not
 * interrupt a call on the device. The limits are those of that filter: set-user-ID programs gain
 * nothing in it, it cannot be nested, and a process that outlives the program it was started by can
 * open no file any more. Another way to write the path of the device, or to call the kernel, such
 * as io_uring, meets no device; the head of {@code node.h} names what else differs.
 *
 * <p>Immutable; several programs can be run at once, if the kernel and the node allow it.
 */
public final class Supervisor {
  private final GuestKernel kernel;
  private final DeviceNode node;
  private final HostConsole console;
  private final Path consoleSocket;
  private final List<Redirect> standardStreams;

  private Supervisor(Builder builder) {
    this.kernel = Objects.requireNonNull(builder.kernel, "kernel");
    this.node = builder.node;
    this.console = builder.console;
    this.consoleSocket = builder.consoleSocket;
    this.standardStreams = builder.standardStreams;
  }

  /** Returns a builder; a kernel must be given to it. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns whether this build has a supervisor for this machine. */
  public static boolean isAvailable() {
    return SupervisorBinary.isAvailable();
  }

  /**
   * Runs a program to its end. It is looked for as a shell does it, in the folders of {@code PATH}.
   *
   * <p>Returns when the call on the device that is under way has been answered too, if the program
   * was killed in it.
   *
   * <p>The supervisor and the program are killed when the calling thread ends, which must be a
   * platform thread, and get a {@code SIGTERM} when it is interrupted or this JVM is shut down. Not
   * killed are the program's children, nor the program if it has changed its user or group.
   *
   * <p>A terminal sends the {@code SIGINT} of its {@code ^C} to this JVM too, which is shut down by
   * it, and the program with it, unless this JVM ignores it. Signals that this JVM ignores, the
   * program ignores too when it begins, but for {@code SIGINT}, {@code SIGQUIT} and {@code
   * SIGCHLD}.
   *
   * @return its exit status; 128 and the signal's number if a signal ended it; 127 if there is no
   *     such program, or 126 if it cannot be executed
   * @throws SupervisorException if it cannot be supervised
   * @throws IOException if the temporary folder or a socket cannot be used
   * @throws InterruptedException if this thread was interrupted; the program has ended
   */
  public int run(List<String> command) throws IOException, InterruptedException {
    List<String> program = List.copyOf(command);
    if (program.isEmpty()) {
      throw new IllegalArgumentException("there is no program in the command");
    }
    if (console == null) {
      return supervise(program);
    }
    ConsoleServer server = ConsoleServer.open(consoleSocket, console);
    try {
      return supervise(program);
    } finally {
      server.close();
    }
  }

  private int supervise(List<String> program) throws IOException, InterruptedException {
    try (SupervisedProcess supervised = start(program)) {
      FutureTask<Void> nodeService = serve(DeviceService.ofNode(supervised.node(), node), "node");
      FutureTask<Void> callService =
          serve(DeviceService.ofCalls(supervised.calls(), kernel), "calls");
      supervised.begin();
      int status = supervised.waitFor();
      requireSuccess(nodeService);
      requireSuccess(callService);
      return status;
    } catch (ClosedByInterruptException e) {
      throw interruption(e);
    }
  }

  private static InterruptedException interruption(ClosedByInterruptException cause) {
    Thread.interrupted(); // as with every InterruptedException
    InterruptedException interruption =
        new InterruptedException("interrupted before the program began");
    interruption.initCause(cause);
    return interruption;
  }

  /**
   * Starts the supervisor, which waits for {@link SupervisedProcess#begin}; its files are deleted
   * then.
   */
  private SupervisedProcess start(List<String> program) throws IOException, InterruptedException {
    try (PrivateFolder folder = new PrivateFolder();
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      Path binary = SupervisorBinary.extractTo(folder.path());
      Path socket = folder.path().resolve("socket");
      server.bind(UnixDomainSocketAddress.of(socket));
      List<String> command = new ArrayList<>(List.of(binary.toString(), socket.toString(), "--"));
      command.addAll(program);
      Process process =
          SupervisorBinary.start(
              new ProcessBuilder(command)
                  .redirectInput(standardStreams.get(0))
                  .redirectOutput(standardStreams.get(1))
                  .redirectError(standardStreams.get(2)));
      return SupervisedProcess.connect(process, server);
    }
  }

  private static FutureTask<Void> serve(DeviceService service, String name) {
    FutureTask<Void> task = new FutureTask<>(service);
    Thread thread = new Thread(task, "sev-guest " + name);
    thread.setDaemon(true);
    thread.start();
    return task;
  }

  private static void requireSuccess(FutureTask<Void> service)
      throws SupervisorException, InterruptedException {
    try {
      service.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SupervisorException failure) {
        throw failure;
      }
      throw new SupervisorException(Reason.SIMULATOR, "the simulated device failed", e.getCause());
    }
  }

  /** What a supervisor is made of. */
  public static final class Builder {
    private GuestKernel kernel;
    private DeviceNode node = DeviceNode.PRESENT;
    private HostConsole console;
    private Path consoleSocket;
    private List<Redirect> standardStreams =
        List.of(Redirect.INHERIT, Redirect.INHERIT, Redirect.INHERIT);

    private Builder() {}

    /** What answers calls on the device, one at a time; required. */
    public Builder kernel(GuestKernel kernel) {
      this.kernel = Objects.requireNonNull(kernel, "kernel");
      return this;
    }

    /** What becomes of calls that name the device's node; {@link DeviceNode#PRESENT} if unset. */
    public Builder node(DeviceNode node) {
      this.node = Objects.requireNonNull(node, "node");
      return this;
    }

    /**
     * Offers a console at a Unix-domain socket while a program runs: see {@link ConsoleServer}.
     * There is none if this is not called. The program is not told of it.
     */
    public Builder console(HostConsole console, Path socket) {
      this.console = Objects.requireNonNull(console, "console");
      this.consoleSocket = Objects.requireNonNull(socket, "socket");
      return this;
    }

    /** The program's standard streams; those of this JVM if this is not called. */
    public Builder standardStreams(Redirect input, Redirect output, Redirect error) {
      this.standardStreams = List.of(input, output, error);
      return this;
    }

    /** Returns the supervisor. */
    public Supervisor build() {
      return new Supervisor(this);
    }
  }
}
