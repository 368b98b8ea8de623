package org.elastictee.sim.supervisor;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.elastictee.sim.UserMemory;

/**
 * The memory of the thread whose call is being answered, as the supervisor reaches it. Where that
 * thread is no more, or the supervisor, nothing can be read or written any longer. To be used by
 * the thread that answers the call, until it does.
 *
 * <p>Both methods throw an {@link UncheckedIOException} over a {@link SupervisorException} if the
 * supervisor breaks the protocol.
 */
final class RemoteMemory implements UserMemory, AutoCloseable {
  private final Connection connection;
  private boolean ended;

  RemoteMemory(Connection connection) {
    this.connection = connection;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if the length is negative or over 65536
   * @throws IllegalStateException if the call was answered
   */
  @Override
  public byte[] read(long address, int length) throws BadAddressException {
    requireUsable(length);
    if (length == 0) {
      return new byte[0];
    }
    Message answer = ask(Message.read(address, length));
    if (answer.type() != Message.BYTES || answer.payload().length != length) {
      throw violation("no answer to a read");
    }
    return answer.payload();
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if there are more than 65536 bytes
   * @throws IllegalStateException if the call was answered
   */
  @Override
  public void write(long address, byte[] bytes) throws BadAddressException {
    requireUsable(bytes.length);
    if (bytes.length == 0) {
      return;
    }
    Message answer = ask(Message.write(address, bytes));
    if (answer.type() != Message.WRITTEN || answer.payload().length != 0) {
      throw violation("no answer to a write");
    }
  }

  private void requireUsable(int length) {
    if (length < 0 || length > Message.MAX_MEMORY_BYTES) {
      throw new IllegalArgumentException(
          "0 to " + Message.MAX_MEMORY_BYTES + " bytes of memory are copied at once");
    }
    if (ended) {
      throw new IllegalStateException("the call has been answered");
    }
  }

  private Message ask(Message question) throws BadAddressException {
    Message answer;
    try {
      connection.send(question);
      answer = connection.receive();
    } catch (SupervisorException e) {
      throw new UncheckedIOException(e);
    } catch (IOException e) {
      // The supervisor has gone, and the program with it.
      throw new BadAddressException();
    }
    if (answer.type() == Message.FAULT && answer.payload().length == 0) {
      throw new BadAddressException();
    }
    return answer;
  }

  private static UncheckedIOException violation(String what) {
    return new UncheckedIOException(Connection.violation(what));
  }

  /** The call is answered: from now on the memory may be another's. */
  @Override
  public void close() {
    ended = true;
  }
}
