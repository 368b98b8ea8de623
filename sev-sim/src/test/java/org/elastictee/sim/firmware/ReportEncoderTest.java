package org.elastictee.sim.firmware;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.PublicKey;
import java.security.Signature;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Locale;
import org.elastictee.sev.attest.FirmwareVersion;
import org.elastictee.sim.RawDevice;
import org.elastictee.sim.SimulatedMachine;
import org.elastictee.sim.firmware.EndorsementKey.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reports byte by byte, by offsets of the test's own. */
class ReportEncoderTest {
  private static final long CURRENT = 0x0302_0000_0000_0909L;
  private static final long COMMITTED = 0x0302_0000_0000_0808L;
  private static final long REPORTED = 0x0202_0000_0000_0807L;

  private static byte[] filled(int length, int value) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  private static PlatformState platform(Product product, int reportVersion) {
    long mitVector = reportVersion == 5 ? 0x1122_3344L : 0;
    return PlatformState.builder(Chip.named(product, "default"))
        .current(
            new FirmwareLevel(
                new FirmwareVersion(1, 58, 7), product.tcb(CURRENT), reportVersion, mitVector))
        .committed(
            new FirmwareLevel(
                new FirmwareVersion(1, 57, 9), product.tcb(COMMITTED), reportVersion, 0))
        .reportedTcb(product.tcb(REPORTED))
        .features(EnumSet.complementOf(EnumSet.of(PlatformFeature.MULTI_SOCKET)))
        .build();
  }

  private static LaunchParameters launch() {
    return LaunchParameters.builder()
        .policy(0x3F_0000)
        .measurement(filled(48, 0xA1))
        .hostData(filled(32, 0xA2))
        .familyId(filled(16, 0xA3))
        .imageId(filled(16, 0xA4))
        .guestSvn(0xFEDC_BA98L)
        .idKeyDigest(filled(48, 0xA5))
        .authorKeyDigest(filled(48, 0xA6))
        .reportIdMa(filled(32, 0xA7))
        .build();
  }

  private static SimulatedMachine machine(Product product, int reportVersion) throws Exception {
    return SimulatedMachine.builder()
        .platform(platform(product, reportVersion))
        .launch(launch())
        .start();
  }

  private static RawDevice device(SimulatedMachine machine) {
    return new RawDevice(machine.kernel());
  }

  private static byte[] report(SimulatedMachine machine) {
    RawDevice device = device(machine);
    assertEquals(0, device.call(RawDevice.GET_REPORT, RawDevice.reportRequest(2)));
    assertEquals(0, device.status());
    return device.rawReport();
  }

  private static byte[] part(byte[] report, int from, int to) {
    return Arrays.copyOfRange(report, from, to);
  }

  private static void assertBytes(String hex, byte[] report, int offset) {
    byte[] expected = HexFormat.of().parseHex(hex);
    assertEquals(
        hex.toLowerCase(Locale.ROOT),
        HexFormat.of().formatHex(part(report, offset, offset + expected.length)),
        "at " + Integer.toHexString(offset));
  }

  @Test
  void theResponseTellsStatusAndSize() throws Exception {
    RawDevice device = device(machine(Product.MILAN, 3));
    device.call(RawDevice.GET_REPORT, RawDevice.reportRequest(0));
    byte[] response = device.response();
    assertBytes("00000000A0040000", response, 0);
    assertArrayEquals(new byte[24], part(response, 8, 32));
    assertArrayEquals(new byte[4000 - 32 - 1184], part(response, 32 + 1184, 4000));
  }

  @ParameterizedTest
  @CsvSource({
    "MILAN, 2, 1F00000000000000, 000000,  0000000000000000",
    "MILAN, 3, 3F00000000000000, 190101,  0000000000000000",
    "GENOA, 3, 3F00000000000000, 191101,  0000000000000000",
    "GENOA, 5, BF00000000000000, 191101,  4433221100000000",
    "TURIN, 3, 3F00000000000000, 1A0201,  0000000000000000",
    "TURIN, 5, BF00000000000000, 1A0201,  4433221100000000"
  })
  void everyFieldLiesWhereItShould(
      Product product, int version, String platformInfo, String cpuid, String mitVector)
      throws Exception {
    byte[] report = report(machine(product, version));
    assertBytes("0" + version + "000000", report, 0x000);
    assertBytes("98BADCFE", report, 0x004);
    assertBytes("00003F0000000000", report, 0x008);
    assertArrayEquals(filled(16, 0xA3), part(report, 0x010, 0x020));
    assertArrayEquals(filled(16, 0xA4), part(report, 0x020, 0x030));
    assertBytes("02000000" + "01000000", report, 0x030);
    assertBytes("0909000000000203", report, 0x038);
    assertBytes(platformInfo, report, 0x040);
    assertBytes("01000000" + "00000000", report, 0x048);
    assertArrayEquals(part(RawDevice.reportRequest(0), 0, 64), part(report, 0x050, 0x090));
    assertArrayEquals(filled(48, 0xA1), part(report, 0x090, 0x0C0));
    assertArrayEquals(filled(32, 0xA2), part(report, 0x0C0, 0x0E0));
    assertArrayEquals(filled(48, 0xA5), part(report, 0x0E0, 0x110));
    assertArrayEquals(filled(48, 0xA6), part(report, 0x110, 0x140));
    assertFalse(Arrays.equals(new byte[32], part(report, 0x140, 0x160)));
    assertArrayEquals(filled(32, 0xA7), part(report, 0x160, 0x180));
    assertBytes("0708000000000202", report, 0x180);
    assertBytes(cpuid, report, 0x188);
    assertArrayEquals(new byte[21], part(report, 0x18B, 0x1A0));
    assertBytes("0808000000000203", report, 0x1E0);
    assertBytes("073A0100" + "09390100", report, 0x1E8);
    assertBytes("0909000000000203", report, 0x1F0);
    assertBytes(mitVector, report, 0x1F8);
    assertBytes(mitVector, report, 0x200);
    assertArrayEquals(new byte[152], part(report, 0x208, 0x2A0));
    assertArrayEquals(new byte[24], part(report, 0x2A0 + 48, 0x2A0 + 72));
    assertArrayEquals(new byte[24], part(report, 0x2E8 + 48, 0x2E8 + 72));
    assertArrayEquals(new byte[368], part(report, 0x330, 0x4A0));
  }

  @ParameterizedTest
  @CsvSource({"MILAN, 53494D554C4154454420", "GENOA, 53494D554C4154454420", "TURIN, 53494D"})
  void theChipIdBeginsWithTheWordSimulated(Product product, String mark) throws Exception {
    byte[] report = report(machine(product, 3));
    assertBytes(mark, report, 0x1A0);
    boolean shortId = Arrays.equals(new byte[56], part(report, 0x1A8, 0x1E0));
    assertEquals(product == Product.TURIN, shortId);
  }

  @Test
  void withoutIdBlockAndMigrationAgentTheirFieldsSayso() throws Exception {
    byte[] report = report(SimulatedMachine.start());
    assertArrayEquals(new byte[32], part(report, 0x010, 0x030));
    assertArrayEquals(new byte[4], part(report, 0x004, 0x008));
    assertArrayEquals(new byte[96], part(report, 0x0E0, 0x140));
    assertArrayEquals(filled(32, 0xFF), part(report, 0x160, 0x180));
    assertBytes("00000000", report, 0x048);
  }

  @Test
  void aNewLaunchHasANewReportId() throws Exception {
    SimulatedMachine machine = SimulatedMachine.start();
    byte[] first = part(report(machine), 0x140, 0x160);
    machine.reboot();
    assertArrayEquals(first, part(report(machine), 0x140, 0x160));
    machine.relaunch();
    assertFalse(Arrays.equals(first, part(report(machine), 0x140, 0x160)));
  }

  @Test
  void theLaunchKeepsTheTcbAndTheMitigationsOfItsTime() throws Exception {
    SimulatedMachine machine = machine(Product.GENOA, 5);
    machine.updateFirmware(
        new FirmwareLevel(
            new FirmwareVersion(1, 60, 0), Product.GENOA.tcb(0x0902_0000_0000_0909L), 5, 0xFF));
    byte[] report = report(machine);
    assertBytes("0909000000000209", report, 0x038);
    assertBytes("0909000000000203", report, 0x1F0);
    assertBytes("4433221100000000" + "FF00000000000000", report, 0x1F8);
    machine.relaunch();
    assertBytes("0909000000000209", report(machine), 0x1F0);
    assertBytes("FF00000000000000" + "FF00000000000000", report(machine), 0x1F8);
  }

  @Test
  void maskingTheChipIdLeavesZeros() throws Exception {
    SimulatedMachine machine = SimulatedMachine.start();
    machine.maskChipId(true);
    assertArrayEquals(new byte[64], part(report(machine), 0x1A0, 0x1E0));
    assertBytes("00000000", report(machine), 0x048);
    assertVerifies(vcek(machine), report(machine));
    machine.maskChipId(false);
    assertBytes("53494D", report(machine), 0x1A0);
  }

  @Test
  void maskingTheChipKeyLeavesTheReportUnsigned() throws Exception {
    SimulatedMachine machine = SimulatedMachine.start();
    machine.maskChipKey(true);
    byte[] report = report(machine);
    assertBytes("1E000000", report, 0x048);
    assertArrayEquals(new byte[512], part(report, 0x2A0, 0x4A0));
    machine.installVlek(Vlek.of("CN=cloud.example"));
    assertBytes("06000000", report(machine), 0x048);
    assertVerifies(vlek(machine), report(machine));
  }

  @Test
  void aVlekSignsInPlaceOfTheVcekAndHidesTheChip() throws Exception {
    SimulatedMachine machine = SimulatedMachine.start();
    machine.installVlek(Vlek.of("CN=cloud.example"));
    byte[] report = report(machine);
    assertBytes("04000000", report, 0x048);
    assertArrayEquals(new byte[64], part(report, 0x1A0, 0x1E0));
    assertVerifies(vlek(machine), report);
    machine.removeVlek();
    assertBytes("00000000", report(machine), 0x048);
    assertVerifies(vcek(machine), report(machine));
  }

  @ParameterizedTest
  @CsvSource({"0, 04", "1, 00", "2, 04"})
  void aRequestCanChooseTheKey(int keySel, String keyInfo) throws Exception {
    SimulatedMachine machine = SimulatedMachine.start();
    machine.installVlek(Vlek.of("CN=cloud.example"));
    RawDevice device = device(machine);
    byte[] request = RawDevice.reportRequest(0);
    request[68] = (byte) keySel;
    device.call(RawDevice.GET_REPORT, request);
    assertBytes(keyInfo, device.rawReport(), 0x048);
  }

  @ParameterizedTest
  @CsvSource({
    "68, 1, 0x00",
    "68, 2, 0x27",
    "68, 3, 0x16",
    "68, 4, 0x16",
    "69, 1, 0x16",
    "71, 128, 0x16",
    "72, 1, 0x16",
    "95, 1, 0x16"
  })
  void theRestOfTheRequestIsReserved(int offset, int value, String status) {
    RawDevice device = device(SimulatedMachine.start());
    byte[] request = RawDevice.reportRequest(0);
    request[offset] = (byte) value;
    assertRequestStatus(device, request, Integer.decode(status));
  }

  private static void assertRequestStatus(RawDevice device, byte[] request, int status) {
    assertEquals(0, device.call(RawDevice.GET_REPORT, request));
    assertEquals(status, device.status());
    assertEquals(status != 0, Arrays.equals(new byte[3996], part(device.response(), 4, 4000)));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0x00",
    "0, 3, 0x00",
    "0, 4, 0x16",
    "0, 255, 0x16",
    "1, 0, 0x16",
    "1, 1, 0x00",
    "2, 1, 0x16",
    "3, 2, 0x16",
    "3, 3, 0x00"
  })
  void vmplIsAtLeastTheCallersAndAtMost3(int current, int asked, String status) {
    SimulatedMachine machine = SimulatedMachine.start();
    machine.setVmpl(current);
    assertRequestStatus(device(machine), RawDevice.reportRequest(asked), Integer.decode(status));
  }

  @ParameterizedTest
  @EnumSource(Product.class)
  void theSignatureVerifiesOverTheBytesInFrontOfIt(Product product) throws Exception {
    SimulatedMachine machine = machine(product, 3);
    assertVerifies(vcek(machine), report(machine));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 0x50, 0x18B, 0x29F})
  void theSignatureCoversEveryByte(int offset) throws Exception {
    SimulatedMachine machine = SimulatedMachine.start();
    byte[] report = report(machine);
    report[offset] ^= 1;
    assertFalse(verifies(vcek(machine).publicKey(), report));
  }

  @Test
  void theKeyIsOfTheChipAndTheReportedTcb() throws Exception {
    SimulatedMachine machine = SimulatedMachine.start();
    EndorsementKey first = vcek(machine);
    machine.setReportedTcb(Product.MILAN.tcb(0));
    assertVerifies(vcek(machine), report(machine));
    assertFalse(verifies(first.publicKey(), report(machine)));
    machine.commit();
    assertVerifies(first, report(machine));
    machine.migrate(Chip.named(Product.MILAN, "other"));
    assertFalse(verifies(first.publicKey(), report(machine)));
    assertVerifies(vcek(machine), report(machine));
  }

  @Test
  void aReportThatNoFirmwareWouldMakeCanBeSigned() throws Exception {
    SimulatedMachine machine = SimulatedMachine.start();
    byte[] report = filled(1184, 0xEE);
    ReportSignature.sign(report, vcek(machine));
    assertVerifies(vcek(machine), report);
    assertArrayEquals(filled(0x2A0, 0xEE), part(report, 0, 0x2A0));
    assertArrayEquals(new byte[368], part(report, 0x330, 0x4A0));
    assertThrows(
        IllegalArgumentException.class, () -> ReportSignature.sign(new byte[1183], vcek(machine)));
  }

  private static EndorsementKey vcek(SimulatedMachine machine) {
    return machine.firmware().platform().endorsementKey(Kind.VCEK).orElseThrow();
  }

  private static EndorsementKey vlek(SimulatedMachine machine) {
    return machine.firmware().platform().endorsementKey(Kind.VLEK).orElseThrow();
  }

  private static void assertVerifies(EndorsementKey key, byte[] report) throws Exception {
    assertTrue(verifies(key.publicKey(), report));
  }

  private static boolean verifies(PublicKey key, byte[] report) throws Exception {
    byte[] p1363 = new byte[96];
    for (int i = 0; i < 48; i++) {
      p1363[47 - i] = report[0x2A0 + i];
      p1363[95 - i] = report[0x2E8 + i];
    }
    Signature signature = Signature.getInstance("SHA384withECDSAinP1363Format");
    signature.initVerify(key);
    signature.update(report, 0, 0x2A0);
    return signature.verify(p1363);
  }
}
