package org.elastictee.sim.supervisor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.elastictee.sim.UserMemory.BadAddressException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The native supervisor against simulators that misbehave: the device is lost, and nothing hangs.
 */
@Timeout(60)
class SupervisorProtocolTest {
  @TempDir Path folder;
  private ServerSocketChannel server;
  private Path output;
  private Process process;
  private Connection node;
  private Connection calls;

  @BeforeAll
  static void requireSupervisor() {
    Supervised.requireSupervisor();
  }

  @BeforeEach
  void listen() throws Exception {
    output = folder.resolve("out");
    server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(folder.resolve("socket")));
  }

  @AfterEach
  void end() throws Exception {
    process.destroyForcibly().waitFor();
    server.close();
  }

  private void startSupervisor(String... by) throws Exception {
    List<String> command = new ArrayList<>(List.of(by));
    command.add(SupervisorBinary.extractTo(folder).toString());
    command.add(folder.resolve("socket").toString());
    command.add("--");
    command.addAll(Supervised.java(SupervisedProgram.class, "loss"));
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(Redirect.to(output.toFile()))
            .start();
  }

  /** Runs the program as far as its first call on the device. */
  private Message startAndReceiveCall(String... by) throws Exception {
    startSupervisor(by);
    node = new Connection(server.accept());
    assertEquals(Message.NODE, node.receiveHello());
    node.send(Message.ready());
    calls = new Connection(server.accept());
    assertEquals(Message.CALLS, calls.receiveHello());
    calls.send(Message.ready());
    answerNode(Message.OPEN, 0);
    return calls.receive();
  }

  private void answerNode(int type, int error) throws Exception {
    assertEquals(type, node.receive().type());
    node.send(Message.answer(error));
  }

  private void assertEnds(String... lines) throws Exception {
    assertTrue(process.waitFor(20, TimeUnit.SECONDS));
    assertEquals(List.of(lines), Files.readAllLines(output));
    assertEquals(0, process.exitValue());
  }

  private void assertDeviceIsLostAndNodeIsNot() throws Exception {
    answerNode(Message.OPEN, 0);
    answerNode(Message.LOOK, 0);
    assertEnds("open opened", "call -19", "next call -19", "next open opened", "SEV_SNP");
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  @Test
  void forwardsTheCallAsItWasMade() throws Exception {
    Message call = startAndReceiveCall();
    assertEquals(Message.IOCTL, call.type());
    ByteBuffer fields = call.fields();
    assertTrue(Files.exists(Path.of("/proc/" + fields.getInt())));
    assertEquals((int) ScriptedKernel.GET_REPORT, fields.getInt());
    long argument = fields.getLong();
    RemoteMemory memory = new RemoteMemory(calls);
    assertArrayEquals(bytes("0100000000000000"), memory.read(argument, 8));
    memory.write(argument + 1, new byte[] {7});
    assertArrayEquals(bytes("0107"), memory.read(argument, 2));
    calls.send(Message.answer(-5));
    assertEquals(Message.IOCTL, calls.receive().type());
    calls.send(Message.answer(-6));
    answerNode(Message.OPEN, -13);
    answerNode(Message.LOOK, -2);
    assertEnds("open opened", "call -5", "next call -6", "next open -13", "LINUX");
  }

  @Test
  void aSimulatorThatGoesLosesDeviceAndNode() throws Exception {
    startAndReceiveCall();
    node.close();
    calls.close();
    assertEnds("open opened", "call -19", "next call -19", "next open -19", "LINUX");
  }

  @ParameterizedTest
  @CsvSource({
    "4,  01000000", // a positive error
    "4,  00f0ffff", // -4096
    "4,  0000",
    "4,  0000000000",
    "6,  0000000000000000 00000000", // no bytes
    "6,  0000000000000000 01000100", // 65537 bytes
    "6,  0000000000000000",
    "8,  0000000000000000", // no bytes
    "8,  00000000",
    "1,  ''",
    "7,  ''",
    "99, ''"
  })
  void whatTheProtocolDoesNotHaveLosesTheDevice(int type, String payload) throws Exception {
    startAndReceiveCall();
    calls.send(new Message(type, bytes(payload.replace(" ", ""))));
    assertDeviceIsLostAndNodeIsNot();
  }

  @Test
  void aMessageThatIsTooLongLosesTheDevice() throws Exception {
    startAndReceiveCall();
    try {
      calls.send(new Message(Message.WRITE, new byte[Message.MAX_PAYLOAD_BYTES + 1]));
    } catch (IOException e) {
      // The supervisor hangs up at the length, maybe before the rest was written.
      assertEquals("Broken pipe", e.getMessage());
    }
    assertDeviceIsLostAndNodeIsNot();
  }

  @Test
  void aConnectionThatEndsInMidCallLosesTheDevice() throws Exception {
    startAndReceiveCall();
    calls.close();
    assertDeviceIsLostAndNodeIsNot();
  }

  @Test
  void memoryIsNotForTheNodesConnection() throws Exception {
    startAndReceiveCall();
    calls.send(Message.answer(0));
    calls.receive();
    calls.send(Message.answer(0));
    assertEquals(Message.OPEN, node.receive().type());
    node.send(Message.read(0, 8));
    assertEnds("open opened", "call 0", "next call 0", "next open -19", "LINUX");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 16, -1, Long.MIN_VALUE, 0x7FFF_FFFF_FFFFL})
  void anAddressOutsideOfTheProgramIsAFault(long address) throws Exception {
    startAndReceiveCall();
    calls.send(Message.read(address, 16));
    assertEquals(Message.FAULT, calls.receive().type());
    calls.send(Message.write(address, new byte[16]));
    assertEquals(Message.FAULT, calls.receive().type());
  }

  @Test
  void aCallerThatWasKilledIsAFault() throws Exception {
    long argument = startAndReceiveCall().fields().getLong(8);
    process.toHandle().children().forEach(ProcessHandle::destroyForcibly);
    assertTrue(process.waitFor(20, TimeUnit.SECONDS));
    assertEquals(137, process.exitValue());
    assertThrows(BadAddressException.class, () -> new RemoteMemory(calls).read(argument, 8));
  }

  @Test
  void theEndOfTheProgramIsSeenByASupervisorThatWasStartedToIgnoreIt() throws Exception {
    startAndReceiveCall("env", "--ignore-signal=CHLD");
    calls.close();
    assertDeviceIsLostAndNodeIsNot();
  }

  @Test
  void aSupervisorThatIsNotToBeginEndsAtOnce() throws Exception {
    startSupervisor();
    SupervisedProcess.connect(process, server).close();
    assertEquals(125, process.exitValue());
  }

  @Test
  void aSimulatorThatIsNotReadyIsNoSimulator() throws Exception {
    startSupervisor();
    Connection first = new Connection(server.accept());
    first.receiveHello();
    first.send(Message.answer(0));
    assertTrue(process.waitFor(20, TimeUnit.SECONDS));
    assertEquals(125, process.exitValue());
  }
}
