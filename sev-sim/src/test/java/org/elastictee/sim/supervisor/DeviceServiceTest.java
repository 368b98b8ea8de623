package org.elastictee.sim.supervisor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.HexFormat;
import org.elastictee.sim.GuestKernel;
import org.elastictee.sim.UserMemory;
import org.elastictee.sim.UserMemory.BadAddressException;
import org.elastictee.sim.supervisor.SupervisorException.Reason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** This side of the protocol, against supervisors that misbehave. */
@Timeout(30)
class DeviceServiceTest {
  private static final String IOCTL = "05000000 10000000 01000000 005320c0 efcdab8967452301";

  @TempDir Path folder;
  private SocketChannel supervisor;
  private Connection connection;

  @BeforeEach
  void connect() throws Exception {
    UnixDomainSocketAddress address = UnixDomainSocketAddress.of(folder.resolve("socket"));
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(address);
      supervisor = SocketChannel.open(address);
      connection = new Connection(server.accept());
    }
  }

  @AfterEach
  void disconnect() throws Exception {
    supervisor.close();
    connection.close();
  }

  private void supervisorSends(String hex) throws Exception {
    supervisor.write(ByteBuffer.wrap(HexFormat.of().parseHex(hex.replace(" ", ""))));
  }

  private void supervisorGoes() throws Exception {
    supervisor.shutdownOutput();
  }

  private String supervisorReceives(int bytes) throws Exception {
    ByteBuffer buffer = ByteBuffer.allocate(bytes);
    while (buffer.hasRemaining() && supervisor.read(buffer) >= 0) {}
    return HexFormat.of().formatHex(buffer.array());
  }

  private static SupervisorException assertFails(Reason reason, DeviceService service) {
    SupervisorException e = assertThrows(SupervisorException.class, service::call);
    assertEquals(reason, e.reason());
    return e;
  }

  @ParameterizedTest
  @CsvSource({"4553314e, 78", "45533143, 67"})
  void tellsTheConnectionsApart(String hello, int role) throws Exception {
    supervisorSends(hello);
    assertEquals(role, connection.receiveHello());
  }

  @ParameterizedTest
  @ValueSource(strings = {"4553324e", "45533158", "00000000", "47455420"})
  void refusesStrangers(String hello) throws Exception {
    supervisorSends(hello);
    SupervisorException e =
        assertThrows(SupervisorException.class, () -> connection.receiveHello());
    assertEquals(Reason.PROTOCOL, e.reason());
  }

  @Test
  void answersAboutTheNode() throws Exception {
    supervisorSends("02000000 04000000 01000000");
    supervisorSends("03000000 04000000 01000000");
    supervisorGoes();
    assertNull(DeviceService.ofNode(connection, new ScriptedNode(0, -13)).call());
    assertEquals("04000000" + "04000000" + "00000000", supervisorReceives(12));
    assertEquals("04000000" + "04000000" + "f3ffffff", supervisorReceives(12));
  }

  @Test
  void handsCallsToTheKernel() throws Exception {
    supervisorSends(IOCTL);
    supervisorGoes();
    GuestKernel kernel =
        (request, argument, memory) -> {
          assertEquals(0xC020_5300L, request);
          assertEquals(0x0123_4567_89AB_CDEFL, argument);
          return -5;
        };
    DeviceService.ofCalls(connection, kernel).call();
    assertEquals("04000000" + "04000000" + "fbffffff", supervisorReceives(12));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "05000000 04000000 01000000", // a call
        "02000000 00000000",
        "02000000 05000000 0100000000",
        "04000000 04000000 00000000",
        "00000000 04000000 00000000",
        "02000000 ffffffff",
        "02000000 11000100"
      })
  void whatIsNoQuestionAboutTheNodeEndsTheService(String message) throws Exception {
    supervisorSends(message);
    assertFails(Reason.PROTOCOL, DeviceService.ofNode(connection, DeviceNode.PRESENT));
    assertEquals(-1, supervisor.read(ByteBuffer.allocate(1)), "the connection is closed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "03000000 04000000 01000000", // an opening
        "05000000 04000000 01000000",
        "05000000 00000000",
        "06000000 10000000 01000000 005320c0 0000000000000000",
        "05000000 00000080"
      })
  void whatIsNoCallEndsTheService(String message) throws Exception {
    supervisorSends(message);
    ScriptedKernel kernel = new ScriptedKernel();
    assertFails(Reason.PROTOCOL, DeviceService.ofCalls(connection, kernel));
    assertEquals(0, kernel.requests().size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "07000000 07000000 01020304050607", // a byte too few
        "07000000 09000000 010203040506070809",
        "07000000 00000000",
        "09000000 00000000", // the answer to a write
        "0a000000 01000000 00",
        "05000000 08000000 0102030405060708",
        "07000000 ffffff7f"
      })
  void whatIsNoAnswerToAReadEndsTheService(String answer) throws Exception {
    supervisorSends(IOCTL + answer);
    GuestKernel reading = (request, argument, memory) -> read(memory, argument);
    assertFails(Reason.PROTOCOL, DeviceService.ofCalls(connection, reading));
  }

  private static int read(UserMemory memory, long address) {
    try {
      return memory.read(address, 8).length - 8;
    } catch (BadAddressException e) {
      return -14;
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"07000000 04000000 01020304", "09000000 01000000 00", "04000000 00000000"})
  void whatIsNoAnswerToAWriteEndsTheService(String answer) throws Exception {
    supervisorSends(IOCTL + answer);
    GuestKernel writing = (request, argument, memory) -> write(memory, argument);
    assertFails(Reason.PROTOCOL, DeviceService.ofCalls(connection, writing));
  }

  private static int write(UserMemory memory, long address) {
    try {
      memory.write(address, new byte[] {1, 2, 3, 4});
      return 0;
    } catch (BadAddressException e) {
      return -14;
    }
  }

  @Test
  void readsAndWritesAsTheProtocolSays() throws Exception {
    supervisorSends("07000000 03000000 0a0b0c 09000000 00000000");
    RemoteMemory memory = new RemoteMemory(connection);
    assertArrayEquals(new byte[] {10, 11, 12}, memory.read(0x10, 3));
    memory.write(0x20, new byte[] {5});
    assertEquals("06000000" + "0c000000" + "1000000000000000" + "03000000", supervisorReceives(20));
    assertEquals("08000000" + "09000000" + "2000000000000000" + "05", supervisorReceives(17));
  }

  @Test
  void aFaultIsABadAddress() throws Exception {
    supervisorSends("0a000000 00000000 0a000000 00000000");
    RemoteMemory memory = new RemoteMemory(connection);
    assertThrows(BadAddressException.class, () -> memory.read(0x10, 3));
    assertThrows(BadAddressException.class, () -> memory.write(0x10, new byte[3]));
  }

  @Test
  void aSupervisorThatGoesInMidAnswerIsABadAddress() throws Exception {
    supervisorSends("07000000 03000000 0a");
    supervisorGoes();
    RemoteMemory memory = new RemoteMemory(connection);
    assertThrows(BadAddressException.class, () -> memory.read(0x10, 3));
  }

  @Test
  void nothingIsAskedForNoBytes() throws Exception {
    RemoteMemory memory = new RemoteMemory(connection);
    assertEquals(0, memory.read(0, 0).length);
    memory.write(0, new byte[0]);
    connection.close();
    assertEquals(-1, supervisor.read(ByteBuffer.allocate(1)));
  }

  @Test
  void lengthsAreBounded() {
    RemoteMemory memory = new RemoteMemory(connection);
    assertThrows(IllegalArgumentException.class, () -> memory.read(0, -1));
    assertThrows(IllegalArgumentException.class, () -> memory.read(0, 65537));
    assertThrows(IllegalArgumentException.class, () -> memory.write(0, new byte[65537]));
  }

  @Test
  void memoryEndsWithTheCall() throws Exception {
    UserMemory[] kept = new UserMemory[1];
    supervisorSends(IOCTL);
    supervisorGoes();
    GuestKernel keeping =
        (request, argument, memory) -> {
          kept[0] = memory;
          return 0;
        };
    DeviceService.ofCalls(connection, keeping).call();
    assertThrows(IllegalStateException.class, () -> kept[0].read(0, 1));
    assertThrows(IllegalStateException.class, () -> kept[0].write(0, new byte[1]));
  }
}
