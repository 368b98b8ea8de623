package org.elastictee.sim.supervisor;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.elastictee.sim.HostConsole;

/**
 * The console of a simulated machine that runs in another process: see {@link
 * Supervisor.Builder#console}. Safe for use by several threads.
 */
public final class ConsoleClient implements HostConsole, AutoCloseable {
  private static final int MAX_ANSWER_BYTES = 65536;
  private static final String OK = "ok";
  private static final String ERROR = "error ";

  private final SocketChannel channel;
  private final InputStream in;
  private final OutputStream out;

  private ConsoleClient(SocketChannel channel) {
    this.channel = channel;
    this.in = Channels.newInputStream(channel);
    this.out = Channels.newOutputStream(channel);
  }

  /**
   * Connects to a console.
   *
   * @throws IOException if there is none at this socket
   */
  public static ConsoleClient connect(Path socket) throws IOException {
    return new ConsoleClient(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if the console refuses the command, or it is not one line of
   *     at most 4096 bytes
   * @throws UncheckedIOException if the console has gone, or breaks the protocol
   */
  @Override
  public synchronized String execute(String command) {
    byte[] line = command.getBytes(StandardCharsets.UTF_8);
    if (line.length > ConsoleServer.MAX_LINE_BYTES || command.indexOf('\n') >= 0) {
      throw new IllegalArgumentException(
          "a command is one line of at most " + ConsoleServer.MAX_LINE_BYTES + " bytes");
    }
    String answer;
    try {
      out.write((command + "\n").getBytes(StandardCharsets.UTF_8));
      answer = ConsoleServer.readLine(in, MAX_ANSWER_BYTES);
      if (answer == null) {
        throw new EOFException("the console has gone");
      }
      if (!answer.equals(OK) && !answer.startsWith(OK + " ") && !answer.startsWith(ERROR)) {
        throw new IOException("the console answers neither ok nor error");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (answer.startsWith(ERROR)) {
      throw new IllegalArgumentException(answer.substring(ERROR.length()));
    }
    return answer.equals(OK) ? "" : answer.substring(OK.length() + 1);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
