package org.elastictee.sev.attest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AttestationReportTest {
  private static final int VERSION = 0x000;
  private static final int FAMILY = 0x188;
  private static final int CHIP_ID = 0x1A0;

  private static byte[] counting() {
    byte[] report = new byte[AttestationReport.REPORT_BYTES];
    for (int i = 0; i < report.length; i++) {
      report[i] = (byte) (i * 7 + i / 256);
    }
    return report;
  }

  private static ByteBuffer ofVersion(int version) {
    return ByteBuffer.wrap(new byte[AttestationReport.REPORT_BYTES])
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(VERSION, version);
  }

  private static AttestationReport reportOf(ByteBuffer report) {
    byte[] bytes = new byte[AttestationReport.REPORT_BYTES];
    report.get(0, bytes);
    return AttestationReport.of(bytes);
  }

  static Stream<Arguments> arrays() {
    return Stream.of(
        Arguments.of(0x010, 16, (Function<AttestationReport, byte[]>) AttestationReport::familyId),
        Arguments.of(0x020, 16, (Function<AttestationReport, byte[]>) AttestationReport::imageId),
        Arguments.of(
            0x050, 64, (Function<AttestationReport, byte[]>) AttestationReport::reportData),
        Arguments.of(
            0x090, 48, (Function<AttestationReport, byte[]>) AttestationReport::measurement),
        Arguments.of(0x0C0, 32, (Function<AttestationReport, byte[]>) AttestationReport::hostData),
        Arguments.of(
            0x0E0, 48, (Function<AttestationReport, byte[]>) AttestationReport::idKeyDigest),
        Arguments.of(
            0x110, 48, (Function<AttestationReport, byte[]>) AttestationReport::authorKeyDigest),
        Arguments.of(0x140, 32, (Function<AttestationReport, byte[]>) AttestationReport::reportId),
        Arguments.of(
            0x160, 32, (Function<AttestationReport, byte[]>) AttestationReport::reportIdMa),
        Arguments.of(0x1A0, 64, (Function<AttestationReport, byte[]>) AttestationReport::chipId),
        Arguments.of(
            0, 0x2A0, (Function<AttestationReport, byte[]>) AttestationReport::signedBytes),
        Arguments.of(
            0x2A0, 72, (Function<AttestationReport, byte[]>) AttestationReport::signatureR),
        Arguments.of(
            0x2E8, 72, (Function<AttestationReport, byte[]>) AttestationReport::signatureS),
        Arguments.of(0, 1184, (Function<AttestationReport, byte[]>) AttestationReport::raw));
  }

  @ParameterizedTest
  @MethodSource("arrays")
  void readsEachArrayAtItsOffset(
      int offset, int length, Function<AttestationReport, byte[]> field) {
    byte[] report = counting();
    assertArrayEquals(
        Arrays.copyOfRange(report, offset, offset + length),
        field.apply(AttestationReport.of(report)));
  }

  static Stream<Arguments> numbers() {
    return Stream.of(
        Arguments.of(0x000, 4, (Function<AttestationReport, Long>) AttestationReport::version),
        Arguments.of(0x004, 4, (Function<AttestationReport, Long>) AttestationReport::guestSvn),
        Arguments.of(0x008, 8, (Function<AttestationReport, Long>) f -> f.policy().raw()),
        Arguments.of(0x030, 4, (Function<AttestationReport, Long>) AttestationReport::vmpl),
        Arguments.of(
            0x034, 4, (Function<AttestationReport, Long>) AttestationReport::signatureAlgo),
        Arguments.of(0x038, 8, (Function<AttestationReport, Long>) f -> f.currentTcb().raw()),
        Arguments.of(0x040, 8, (Function<AttestationReport, Long>) f -> f.platformInfo().raw()),
        Arguments.of(0x180, 8, (Function<AttestationReport, Long>) f -> f.reportedTcb().raw()),
        Arguments.of(0x1E0, 8, (Function<AttestationReport, Long>) f -> f.committedTcb().raw()),
        Arguments.of(0x1F0, 8, (Function<AttestationReport, Long>) f -> f.launchTcb().raw()));
  }

  @ParameterizedTest
  @MethodSource("numbers")
  void readsEachNumberAtItsOffsetAsUnsignedLittleEndian(
      int offset, int length, Function<AttestationReport, Long> field) {
    byte[] report = new byte[AttestationReport.REPORT_BYTES];
    report[offset] = 1;
    assertEquals(1L, field.apply(AttestationReport.of(report)));
    report[offset] = 0;
    report[offset + length - 1] = (byte) 0x80;
    assertEquals(1L << (8 * length - 1), field.apply(AttestationReport.of(report)));
    report[offset + length - 1] = 0;
    report[offset + length] = (byte) 0xFF;
    assertEquals(0L, field.apply(AttestationReport.of(report)));
  }

  @Test
  void readsFirmwareVersions() {
    ByteBuffer report = ofVersion(2).putInt(0x1E8, 0x013715).putInt(0x1EC, 0x01361D);
    AttestationReport fields = reportOf(report);
    assertEquals(new FirmwareVersion(1, 0x37, 0x15), fields.currentVersion());
    assertEquals("1.54.29", fields.committedVersion().toString());
  }

  @Test
  void firmwareVersionsAreOrderedAsOneTuple() {
    FirmwareVersion older = new FirmwareVersion(1, 54, 200);
    assertEquals(-1, Integer.signum(older.compareTo(new FirmwareVersion(1, 55, 0))));
    assertEquals(1, Integer.signum(new FirmwareVersion(2, 0, 0).compareTo(older)));
    assertThrows(IllegalArgumentException.class, () -> new FirmwareVersion(256, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> new FirmwareVersion(0, 0, -1));
  }

  @Test
  void tellsTheProcessorFromVersion3On() {
    ByteBuffer report = ofVersion(3).put(FAMILY, (byte) 0x1A).put(0x189, (byte) 0x82);
    AttestationReport fields = reportOf(report.put(0x18A, (byte) 3));
    assertEquals(OptionalInt.of(0x1A), fields.cpuidFamId());
    assertEquals(OptionalInt.of(0x82), fields.cpuidModId());
    assertEquals(OptionalInt.of(3), fields.cpuidStep());
    AttestationReport older = reportOf(report.putInt(VERSION, 2));
    assertEquals(OptionalInt.empty(), older.cpuidFamId());
    assertEquals(OptionalInt.empty(), older.cpuidModId());
    assertEquals(OptionalInt.empty(), older.cpuidStep());
  }

  @Test
  void hasMitigationVectorsFromVersion5On() {
    ByteBuffer report = ofVersion(5).putLong(0x1F8, -2).putLong(0x200, 3);
    assertEquals(-2, reportOf(report).launchMitVector());
    assertEquals(3, reportOf(report).currentMitVector());
    AttestationReport older = reportOf(report.putInt(VERSION, 4));
    assertEquals(0, older.launchMitVector());
    assertEquals(0, older.currentMitVector());
  }

  @ParameterizedTest
  @CsvSource({
    // version, first and last byte of a reserved range
    "2, 04C, 04F",
    "2, 188, 19F",
    "3, 18B, 19F",
    "5, 18B, 19F",
    "2, 1EB, 1EB",
    "2, 1EF, 1EF",
    "2, 1F8, 29F",
    "3, 1F8, 29F",
    "4, 208, 29F",
    "5, 208, 29F",
    "5, 330, 49F"
  })
  void namesTheReservedRangesThatAreNotZero(int version, String first, String last) {
    int from = Integer.parseInt(first, 16);
    int to = Integer.parseInt(last, 16);
    for (int offset = from - 1; offset <= Math.min(to + 1, 1183); offset++) {
      ByteBuffer report = ofVersion(version).put(offset, (byte) 0x80);
      boolean inside = from <= offset && offset <= to;
      assertEquals(
          inside ? List.of(from) : List.of(),
          reportOf(report).nonZeroReservedRanges(),
          Integer.toHexString(offset));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "3, 19, 0,  MILAN_GENOA",
    "5, 19, 0,  MILAN_GENOA",
    "3, 1A, 0,  TURIN",
    "3, 1B, 64, UNKNOWN",
    "3, 0,  64, UNKNOWN",
    "2, 0,  64, MILAN_GENOA",
    "2, 0,  9,  MILAN_GENOA",
    "2, 0,  8,  TURIN",
    "2, 0,  0,  UNKNOWN"
  })
  void knowsTheLayoutByTheFamilyOrTheChipId(
      int version, String family, int chipIdBytes, TcbLayout layout) {
    ByteBuffer report = ofVersion(version).put(FAMILY, (byte) Integer.parseInt(family, 16));
    for (int i = 0; i < chipIdBytes; i++) {
      report.put(CHIP_ID + i, (byte) 0x5A);
    }
    AttestationReport fields = reportOf(report);
    assertEquals(layout, fields.tcbLayout());
    assertEquals(layout, fields.currentTcb().layout());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1183, 1185, 4000})
  void refusesAnotherLength(int length) {
    assertThrows(IllegalArgumentException.class, () -> AttestationReport.of(new byte[length]));
  }

  @Test
  void nobodyCanChangeIt() {
    byte[] report = counting();
    AttestationReport fields = AttestationReport.of(report);
    report[0x90]++;
    fields.raw()[0x90]++;
    fields.measurement()[0]++;
    assertEquals(AttestationReport.of(counting()), fields);
    assertNotEquals(AttestationReport.of(report), fields);
  }

  @ParameterizedTest
  @CsvSource({
    "MILAN_DEBUG, 2, b0000, MILAN_GENOA, true",
    "MILAN,       2, 30000, MILAN_GENOA, false",
    "AWS_VLEK,    3, 30000, MILAN_GENOA, false",
    "AZURE,       2, 3001f, MILAN_GENOA, false"
  })
  void readsCapturedReports(
      CapturedEvidence captured, long version, String policy, TcbLayout layout, boolean debug) {
    AttestationReport fields = AttestationReport.of(captured.report());
    assertEquals(version, fields.version());
    assertEquals(policy, Long.toHexString(fields.policy().raw()));
    assertEquals(layout, fields.tcbLayout());
    assertEquals(debug, fields.policy().debug());
    assertEquals(true, fields.currentTcb().isAtLeast(fields.committedTcb()));
    assertEquals(true, fields.committedTcb().isAtLeast(fields.reportedTcb()));
  }
}
