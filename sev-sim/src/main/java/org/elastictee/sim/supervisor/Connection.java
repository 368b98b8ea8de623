package org.elastictee.sim.supervisor;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import org.elastictee.sim.supervisor.SupervisorException.Reason;

/**
 * A connection from the supervisor. Its methods throw a {@link SupervisorException} where the other
 * side says what the protocol does not have, and another {@link IOException} where it has gone. To
 * be used by one thread; any may close it.
 */
final class Connection implements AutoCloseable {
  private final SocketChannel channel;

  Connection(SocketChannel channel) {
    this.channel = Objects.requireNonNull(channel, "channel");
  }

  /** Takes the first bytes and returns which connection it is. */
  int receiveHello() throws IOException {
    int hello = receive(4).getInt();
    int role = hello >>> 24;
    if ((hello & 0xFF_FFFF) != Message.HELLO || (role != Message.NODE && role != Message.CALLS)) {
      throw violation("the first bytes are not the supervisor's");
    }
    return role;
  }

  Message receive() throws IOException {
    ByteBuffer header = receive(Message.HEADER_BYTES);
    int type = header.getInt();
    int length = header.getInt();
    if (length < 0 || length > Message.MAX_PAYLOAD_BYTES) {
      throw violation("a message of " + Integer.toUnsignedString(length) + " bytes");
    }
    return new Message(type, receive(length).array());
  }

  private ByteBuffer receive(int length) throws IOException {
    ByteBuffer buffer = Message.zeros(length);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        throw new EOFException("the supervisor has gone");
      }
    }
    return buffer.flip();
  }

  void send(Message message) throws IOException {
    ByteBuffer buffer =
        Message.zeros(Message.HEADER_BYTES + message.payload().length)
            .putInt(message.type())
            .putInt(message.payload().length)
            .put(message.payload())
            .flip();
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  static SupervisorException violation(String what) {
    return new SupervisorException(Reason.PROTOCOL, "the supervisor broke the protocol: " + what);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
