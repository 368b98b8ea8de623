package org.elastictee.sim.supervisor;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.elastictee.sim.HostConsole;

/**
 * Offers a console to other processes of this user at a Unix-domain socket. The protocol is lines
 * of UTF-8 that end in a line feed: one command a line, at most {@value #MAX_LINE_BYTES} bytes, and
 * one answer a line, {@code ok TEXT}, or {@code error TEXT} if the console refuses the command. A
 * longer line ends the connection. Commands of several connections, {@value #MAX_CONNECTIONS} at a
 * time, are carried out one after the other.
 */
final class ConsoleServer implements AutoCloseable {
  static final int MAX_LINE_BYTES = 4096;
  static final int MAX_CONNECTIONS = 16;

  private static final Set<PosixFilePermission> FOLDER_MODE =
      PosixFilePermissions.fromString("rwx------");

  private final Path socket;
  private final HostConsole console;
  private final ServerSocketChannel server;
  private final Semaphore places = new Semaphore(MAX_CONNECTIONS);
  private final Set<SocketChannel> clients = ConcurrentHashMap.newKeySet();

  private ConsoleServer(Path socket, HostConsole console, ServerSocketChannel server) {
    this.socket = socket;
    this.console = console;
    this.server = server;
  }

  /**
   * Listens. The socket's folder is created with mode 0700 if it is missing.
   *
   * @param socket a path that nothing bears yet
   * @throws IOException if others than the owner have rights on the folder, or the socket cannot be
   *     created
   */
  static ConsoleServer open(Path socket, HostConsole console) throws IOException {
    Objects.requireNonNull(console, "console");
    Path path = socket.toAbsolutePath();
    Path folder = path.getParent();
    Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(FOLDER_MODE));
    if (!FOLDER_MODE.containsAll(Files.getPosixFilePermissions(folder))) {
      throw new IOException("others than the owner have rights on the folder of the socket");
    }
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      server.bind(UnixDomainSocketAddress.of(path));
    } catch (IOException e) {
      server.close();
      throw e;
    }
    ConsoleServer result = new ConsoleServer(path, console, server);
    start(result::acceptAll, "console");
    return result;
  }

  private static void start(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  private void acceptAll() {
    try {
      while (true) {
        places.acquire();
        SocketChannel client = server.accept();
        clients.add(client);
        start(() -> serve(client), "console client");
      }
    } catch (IOException e) {
      // Closed.
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void serve(SocketChannel client) {
    try (client) {
      InputStream in = Channels.newInputStream(client);
      OutputStream out = Channels.newOutputStream(client);
      String command;
      while ((command = readLine(in, MAX_LINE_BYTES)) != null) {
        out.write((answerTo(command) + "\n").getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      // The client has gone, or this server is closed: there is nobody to tell.
      return;
    } finally {
      clients.remove(client);
      places.release();
    }
  }

  private synchronized String answerTo(String command) {
    try {
      String text = console.execute(command);
      return text.isEmpty() ? "ok" : "ok " + oneLine(text);
    } catch (IllegalArgumentException e) {
      return "error " + oneLine(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      return "error the console failed";
    }
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\p{Cntrl}+", " ");
  }

  /**
   * Reads a line without its line feed.
   *
   * @return null at the end; an unfinished last line is none
   * @throws IOException if it is longer than that, or the connection fails
   */
  static String readLine(InputStream in, int maxBytes) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int next;
    while ((next = in.read()) >= 0) {
      if (next == '\n') {
        return line.toString(StandardCharsets.UTF_8);
      }
      if (line.size() == maxBytes) {
        throw new IOException("a line of more than " + maxBytes + " bytes");
      }
      line.write(next);
    }
    return null;
  }

  /** Ends all connections, and deletes the socket. */
  @Override
  public void close() throws IOException {
    server.close();
    for (SocketChannel client : clients) {
      client.close();
    }
    Files.deleteIfExists(socket);
  }
}
