package org.elastictee.sim.kernel;

import static org.elastictee.sim.RawDevice.CERTIFICATES;
import static org.elastictee.sim.RawDevice.GET_EXT_REPORT;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.elastictee.sim.RawDevice;
import org.elastictee.sim.SimulatedMachine;
import org.elastictee.sim.host.CallKind;
import org.elastictee.sim.host.Fault;
import org.elastictee.sim.pki.HostCertificateKind;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateDanceTest {
  private static final int EIO = -5;
  private static final int ENOTTY = -25;
  private static final long INVALID_LEN = 0x1_0000_0000L;

  private SimulatedMachine machine;
  private RawDevice device;

  @BeforeEach
  void start() throws Exception {
    machine = SimulatedMachine.builder().clock(new FakeClock()).start();
    device = new RawDevice(machine.kernel());
  }

  private void certificates(int bytes) {
    byte[] table = new byte[bytes];
    Arrays.fill(table, (byte) 7);
    machine.setCertificates(() -> table);
  }

  @ParameterizedTest
  @CsvSource({"0x400000, 0", "0, 0x1000", "0, 0", "0, 0x5000"})
  void aQuestionForTheSizeTellsItAndGivesNoReport(String address, String length) {
    certificates(5000);
    byte[] request = RawDevice.extReportRequest(Long.decode(address), Integer.decode(length));
    assertEquals(EIO, device.call(GET_EXT_REPORT, request));
    assertEquals(INVALID_LEN, device.exitinfo2());
    assertEquals(0x2000, device.certsLen());
    assertArrayEquals(RawDevice.filled(4000), device.response());
    assertArrayEquals(RawDevice.filled(0x8000), device.certificates());
    assertEquals(0, device.report());
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "4096, 1",
    "4097, 2",
    "8192, 2",
    "12288, 3",
    "12289, 4",
    "16384, 4",
    "16385, 5",
    "40960, 10"
  })
  void theSizeIsToldInWholePages(int bytes, int pages) {
    certificates(bytes);
    assertEquals(EIO, device.call(GET_EXT_REPORT, RawDevice.extReportRequest(0, 0)));
    assertEquals(pages * 4096, device.certsLen());
  }

  @Test
  void theWholeRequestIsWrittenBackWithTheSize() {
    certificates(5000);
    byte[] expected = RawDevice.extReportRequest(CERTIFICATES, 0x1000);
    assertEquals(EIO, device.extReport(0x1000));
    expected[105] = 0x20;
    assertArrayEquals(expected, device.memory().region(RawDevice.REQUEST));
  }

  @Test
  void aRequestThatCannotBeWrittenBackIsAFault() {
    certificates(5000);
    device.map(RawDevice.extReportRequest(CERTIFICATES, 0x1000));
    device.memory().protect(RawDevice.REQUEST);
    assertEquals(-14, device.ioctl(GET_EXT_REPORT));
    assertTrue(machine.kernel().isVmpckAlive());
  }

  @ParameterizedTest
  @ValueSource(ints = {0x2000, 0x3000, 0x4000})
  void enoughRoomIsFilledWithZerosBehindTheTable(int room) {
    certificates(5000);
    assertEquals(0, device.extReport(room));
    byte[] expected = RawDevice.filled(0x8000);
    Arrays.fill(expected, 0, room, (byte) 0);
    Arrays.fill(expected, 0, 5000, (byte) 7);
    assertArrayEquals(expected, device.certificates());
    assertEquals(room, device.certsLen());
    assertEquals(0, device.status());
    assertTrue(device.isArgumentUntouched());
  }

  @Test
  void aHostWithoutCertificatesGivesTheReportAndZeros() {
    assertEquals(0, device.extReport(0x1000));
    assertArrayEquals(new byte[0x1000], Arrays.copyOf(device.certificates(), 0x1000));
    assertEquals(0, device.call(GET_EXT_REPORT, RawDevice.extReportRequest(0, 0)));
    assertEquals(0, device.certsLen());
    assertEquals(0, device.status());
  }

  @Test
  void aTableOfMoreThan16KiBIsNeverHad() {
    machine.setCertificates(HostCertificateKind.OVERSIZE);
    assertEquals(EIO, device.extReport(0x4000));
    assertEquals(INVALID_LEN, device.exitinfo2());
    assertEquals(0x5000, device.certsLen());
    assertEquals(-22, device.extReport(0x5000));
    assertEquals(0, device.report());
  }

  @Test
  void theMessageIsUsedUpByAPlainRequest() {
    certificates(5000);
    assertEquals(EIO, device.extReport(0x1000));
    assertEquals(1, machine.hypervisor().calls().get(CallKind.REPORT));
    assertEquals(0, machine.hypervisor().calls().get(CallKind.EXTENDED_REPORT));
    assertEquals(0, device.extReport(0x2000));
    assertEquals(1, machine.hypervisor().calls().get(CallKind.EXTENDED_REPORT));
  }

  @Test
  void anErrorWhileTheMessageIsUsedUpIsHiddenByTheOneOfTheRoom() {
    certificates(5000);
    machine.inject(Fault.exitinfo2(0x16), 1);
    assertEquals(EIO, device.extReport(0x1000));
    assertEquals(INVALID_LEN, device.exitinfo2());
    assertEquals(0, device.report());
  }

  @Test
  void aBadMessageWithCertificatesGivesNeither() {
    certificates(5000);
    machine.inject(Fault.badMessage(Fault.Kind.BAD_TAG), 1);
    assertEquals(-74, device.extReport(0x4000));
    assertArrayEquals(RawDevice.filled(0x8000), device.certificates());
    assertEquals(ENOTTY, device.extReport(0x4000));
  }
}
