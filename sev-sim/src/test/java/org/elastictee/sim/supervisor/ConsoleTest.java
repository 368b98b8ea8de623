package org.elastictee.sim.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.elastictee.sim.HostConsole;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ConsoleTest {
  @TempDir Path folder;

  /** Repeats commands of one kind, refuses another, fails at a third. */
  private static final HostConsole ECHO =
      command -> {
        if (command.startsWith("refuse")) {
          throw new IllegalArgumentException("no such command");
        }
        if (command.startsWith("fail")) {
          throw new IllegalStateException("a secret");
        }
        return command.equals("silence") ? "" : command.replace("newline", "\r\n");
      };

  private ConsoleServer server;

  @AfterEach
  void close() throws Exception {
    if (server != null) {
      server.close();
    }
  }

  private void listen(HostConsole console) throws Exception {
    server = ConsoleServer.open(socket(), console);
  }

  private Path socket() {
    return folder.resolve("console").resolve("socket");
  }

  @ParameterizedTest
  @CsvSource({"reboot, reboot", "throttle n=3, throttle n=3", "é, é", "silence, ''", "'', ''"})
  void answersCommands(String command, String answer) throws Exception {
    listen(ECHO);
    try (ConsoleClient client = ConsoleClient.connect(socket())) {
      assertEquals(answer, client.execute(command));
      assertEquals("again", client.execute("again"));
    }
  }

  @Test
  void refusalsComeAsTheConsoleMadeThem() throws Exception {
    listen(ECHO);
    try (ConsoleClient client = ConsoleClient.connect(socket())) {
      IllegalArgumentException e =
          assertThrows(IllegalArgumentException.class, () -> client.execute("refuse"));
      assertEquals("no such command", e.getMessage());
      assertEquals("again", client.execute("again"));
    }
  }

  @Test
  void aConsoleThatFailsIsAnErrorWithoutItsSecrets() throws Exception {
    listen(ECHO);
    try (ConsoleClient client = ConsoleClient.connect(socket())) {
      IllegalArgumentException e =
          assertThrows(IllegalArgumentException.class, () -> client.execute("fail"));
      assertEquals("the console failed", e.getMessage());
      assertEquals("again", client.execute("again"));
    }
  }

  @Test
  void anAnswerIsOneLine() throws Exception {
    assertEquals("ok a b\nok c\n", exchange("anewlineb\nc\n"));
  }

  @Test
  void anUnfinishedLineIsNoCommand() throws Exception {
    assertEquals("ok a\n", exchange("a\nunfinished"));
  }

  @Test
  void aLineThatIsTooLongEndsTheConnection() throws Exception {
    assertEquals("ok a\n", exchange("a\n" + "x".repeat(4097)));
  }

  @Test
  void aLineOf4096BytesIsACommand() throws Exception {
    String longest = "x".repeat(4096);
    assertEquals("ok " + longest + "\n", exchange(longest + "\n"));
  }

  /** Sends text, and nothing after it, and returns all that is answered. */
  private String exchange(String text) throws Exception {
    listen(ECHO);
    try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(socket()))) {
      client.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
      client.shutdownOutput();
      ByteBuffer answer = ByteBuffer.allocate(10_000);
      try {
        while (client.read(answer) >= 0) {}
      } catch (IOException e) {
        assertTrue(text.length() > 4096);
      }
      return StandardCharsets.UTF_8.decode(answer.flip()).toString();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"two\nlines", "\n"})
  void theClientSendsOneLine(String command) throws Exception {
    listen(ECHO);
    try (ConsoleClient client = ConsoleClient.connect(socket())) {
      assertThrows(IllegalArgumentException.class, () -> client.execute(command));
      assertThrows(IllegalArgumentException.class, () -> client.execute("x".repeat(4097)));
      assertEquals("again", client.execute("again"));
    }
  }

  @Test
  void commandsOfManyClientsAreCarriedOutOneAfterTheOther() throws Exception {
    int clients = 2 * ConsoleServer.MAX_CONNECTIONS;
    int[] count = new int[1];
    HostConsole counter = command -> String.valueOf(++count[0]);
    ExecutorService executor = Executors.newFixedThreadPool(clients);
    listen(counter);
    try {
      List<Callable<Void>> tasks = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        tasks.add(
            () -> {
              try (ConsoleClient client = ConsoleClient.connect(socket())) {
                for (int round = 0; round < 100; round++) {
                  client.execute("count");
                }
              }
              return null;
            });
      }
      for (Future<Void> result : executor.invokeAll(tasks)) {
        result.get();
      }
      assertEquals(clients * 100, count[0]);
    } finally {
      executor.shutdownNow();
    }
  }

  @Test
  void theFolderIsTheOwnersAlone() throws Exception {
    ConsoleServer.open(socket(), ECHO).close();
    assertEquals(
        "rwx------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(socket().getParent())));
  }

  @ParameterizedTest
  @ValueSource(strings = {"rwxr-xr-x", "rwx-----x", "rwxrwx---"})
  void refusesAFolderThatOthersHaveRightsOn(String mode) throws Exception {
    Files.createDirectory(socket().getParent());
    Files.setPosixFilePermissions(socket().getParent(), PosixFilePermissions.fromString(mode));
    assertThrows(IOException.class, () -> ConsoleServer.open(socket(), ECHO));
    assertFalse(Files.exists(socket()));
  }

  @Test
  void refusesAPathThatIsTaken() throws Exception {
    listen(ECHO);
    assertThrows(IOException.class, () -> ConsoleServer.open(socket(), ECHO));
    assertTrue(Files.exists(socket()));
  }

  @Test
  void closingEndsConnectionsAndDeletesTheSocket() throws Exception {
    listen(ECHO);
    try (ConsoleClient client = ConsoleClient.connect(socket())) {
      client.execute("a");
      server.close();
      assertThrows(UncheckedIOException.class, () -> client.execute("a"));
    }
    assertFalse(Files.exists(socket()));
    assertThrows(IOException.class, () -> ConsoleClient.connect(socket()));
  }

  /** Run in the program: sends its second argument to the console at its first. */
  static final class Caller {
    private Caller() {}

    public static void main(String[] arguments) throws Exception {
      try (ConsoleClient client = ConsoleClient.connect(Path.of(arguments[0]))) {
        System.exit(client.execute(arguments[1]).equals("reboot now=1") ? 42 : 1);
      }
    }
  }

  @Test
  void aSupervisedProgramReachesTheConsoleWhileItRuns() throws Exception {
    Supervised.requireSupervisor();
    int status =
        Supervisor.builder()
            .kernel(new ScriptedKernel())
            .console(ECHO, socket())
            .standardStreams(
                Redirect.from(Path.of("/dev/null").toFile()), Redirect.DISCARD, Redirect.DISCARD)
            .build()
            .run(Supervised.java(Caller.class, socket().toString(), "reboot now=1"));
    assertEquals(42, status);
    assertFalse(Files.exists(socket()));
  }
}
