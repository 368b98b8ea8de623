package org.elastictee.sim.supervisor;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ServerSocketChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.elastictee.sim.supervisor.SupervisorException.Reason;

/** A supervisor's process that has connected, and begins the program when told to. */
final class SupervisedProcess implements AutoCloseable {
  private static final int TERMINATION_SECONDS = 10;

  private final Process process;
  private final Thread terminator = new Thread(this::terminate, "supervisor shutdown");
  private Connection node;
  private Connection calls;
  private boolean begun;

  private SupervisedProcess(Process process) {
    this.process = process;
    Runtime.getRuntime().addShutdownHook(terminator);
  }

  /**
   * Takes the two connections of a supervisor that was just started. It ends if they are not what
   * they should be.
   *
   * @throws SupervisorException with {@link Reason#NOT_STARTED} or {@link Reason#PROTOCOL}
   * @throws ClosedByInterruptException if this thread is interrupted; it stays so
   */
  static SupervisedProcess connect(Process process, ServerSocketChannel server) throws IOException {
    SupervisedProcess supervised = new SupervisedProcess(process);
    CompletableFuture<Void> endsAccepting = process.onExit().thenRun(() -> closeQuietly(server));
    try {
      supervised.node = accept(server, Message.NODE);
      supervised.node.send(Message.ready());
      supervised.calls = accept(server, Message.CALLS);
      endsAccepting.cancel(false);
      return supervised;
    } catch (SupervisorException | ClosedByInterruptException e) {
      supervised.close();
      throw e;
    } catch (IOException e) {
      supervised.close();
      throw new SupervisorException(
          Reason.NOT_STARTED, "the supervisor ended before the program began", e);
    }
  }

  private static void closeQuietly(ServerSocketChannel server) {
    try {
      server.close();
    } catch (IOException e) {
      throw new AssertionError("closing a socket does not fail", e);
    }
  }

  private static Connection accept(ServerSocketChannel server, int role) throws IOException {
    Connection connection = new Connection(server.accept());
    if (connection.receiveHello() != role) {
      connection.close();
      throw Connection.violation("the connections are not in order");
    }
    return connection;
  }

  Connection node() {
    return node;
  }

  Connection calls() {
    return calls;
  }

  /** Lets the program begin. */
  void begin() throws IOException {
    calls.send(Message.ready());
    begun = true;
  }

  /** Returns the program's exit status when it has ended. */
  int waitFor() throws InterruptedException {
    return process.waitFor();
  }

  private void terminate() {
    process.destroy();
    try {
      if (!process.waitFor(TERMINATION_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** Ends the supervisor, and the program with it, if they have not ended. */
  @Override
  public void close() throws IOException {
    try {
      if (!begun) {
        closeConnections(); // until then, it heeds nothing else
      }
      terminate();
      closeConnections();
    } finally {
      removeTerminator();
    }
  }

  private void closeConnections() throws IOException {
    if (node != null) {
      node.close();
    }
    if (calls != null) {
      calls.close();
    }
  }

  private void removeTerminator() {
    try {
      Runtime.getRuntime().removeShutdownHook(terminator);
    } catch (IllegalStateException e) {
      // This JVM is being shut down, and the hook does the same as close.
      return;
    }
  }
}
