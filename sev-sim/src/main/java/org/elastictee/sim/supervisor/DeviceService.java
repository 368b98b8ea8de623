package org.elastictee.sim.supervisor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.elastictee.sim.GuestKernel;
import org.elastictee.sim.supervisor.SupervisorException.Reason;

/** Answers the supervisor's questions on one connection until it goes, and closes it then. */
final class DeviceService implements Callable<Void> {
  private final Connection connection;
  private final Answerer answerer;

  private DeviceService(Connection connection, Answerer answerer) {
    this.connection = Objects.requireNonNull(connection, "connection");
    this.answerer = answerer;
  }

  /** Answers one question with 0 or a negative errno. */
  private interface Answerer {
    int answer(Message question) throws SupervisorException;
  }

  /** Answers what is asked about the node. */
  static DeviceService ofNode(Connection connection, DeviceNode node) {
    Objects.requireNonNull(node, "node");
    return new DeviceService(
        connection,
        question -> {
          requireLength(question, Message.THREAD_BYTES);
          return switch (question.type()) {
            case Message.LOOK -> node.look();
            case Message.OPEN -> node.open();
            default -> throw unknown(question);
          };
        });
  }

  /** Answers the calls on the device. */
  static DeviceService ofCalls(Connection connection, GuestKernel kernel) {
    Objects.requireNonNull(kernel, "kernel");
    return new DeviceService(
        connection,
        question -> {
          if (question.type() != Message.IOCTL) {
            throw unknown(question);
          }
          requireLength(question, Message.IOCTL_BYTES);
          ByteBuffer fields = question.fields().position(Message.THREAD_BYTES);
          long request = Integer.toUnsignedLong(fields.getInt());
          long argument = fields.getLong();
          try (RemoteMemory memory = new RemoteMemory(connection)) {
            return kernel.ioctl(request, argument, memory);
          }
        });
  }

  private static SupervisorException unknown(Message question) {
    return Connection.violation("a question of type " + Integer.toUnsignedString(question.type()));
  }

  private static void requireLength(Message question, int length) throws SupervisorException {
    if (question.payload().length != length) {
      throw Connection.violation("a question of " + question.payload().length + " bytes");
    }
  }

  /**
   * {@inheritDoc}
   *
   * @throws SupervisorException with {@link Reason#PROTOCOL} or {@link Reason#SIMULATOR}
   */
  @Override
  public Void call() throws SupervisorException {
    try (connection) {
      while (true) {
        Message question = connection.receive();
        connection.send(answerTo(question));
      }
    } catch (SupervisorException e) {
      throw e;
    } catch (IOException e) {
      // The program has ended, and the supervisor with it.
      return null;
    }
  }

  private Message answerTo(Message question) throws SupervisorException {
    try {
      return Message.answer(answerer.answer(question));
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof SupervisorException violation) {
        throw violation;
      }
      throw failed(e);
    } catch (RuntimeException e) {
      throw failed(e);
    }
  }

  private static SupervisorException failed(RuntimeException cause) {
    return new SupervisorException(Reason.SIMULATOR, "the simulated device failed", cause);
  }
}
