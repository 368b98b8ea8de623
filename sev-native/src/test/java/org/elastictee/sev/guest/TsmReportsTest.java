package org.elastictee.sev.guest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.elastictee.sev.guest.SevGuestException.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TsmReportsTest {
  private static final byte[] DATA = ScriptedGuestDevice.counting(64);
  private static final byte[] OTHER_DATA = new byte[64];
  private static final byte[] CERTIFICATES = ScriptedGuestDevice.counting(9000);

  private static byte[] report(byte[] inblob, int level) {
    ByteBuffer report = ByteBuffer.allocate(1184).order(ByteOrder.LITTLE_ENDIAN);
    report.putInt(0, 3).putInt(0x30, level).put(0x50, inblob).put(0x2A0, (byte) 0x77);
    return report.array();
  }

  private static SimulatedTsm tsm(byte[] certificates) {
    return new SimulatedTsm(
        "sev_guest",
        (inblob, level) -> new SimulatedTsm.Blobs(report(inblob, level), certificates));
  }

  private static SimulatedTsm tsm() {
    return tsm(CERTIFICATES);
  }

  private static SevGuestException assertRefused(Reason reason, SimulatedTsm tsm) throws Exception {
    TsmReports reports = TsmReports.over(tsm);
    SevGuestException e =
        assertThrows(SevGuestException.class, () -> reports.extendedReport(DATA, 1));
    assertEquals(reason, e.reason());
    assertEquals(0, tsm.entries());
    assertNull(e.getCause());
    assertFalse(e.getMessage().contains("/"), e.getMessage());
    return e;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void handsOutTheReportThatWasAskedFor(int vmpl) throws Exception {
    SimulatedTsm tsm = tsm();
    AttestationResponse response = TsmReports.over(tsm).report(DATA, vmpl);
    assertArrayEquals(report(DATA, vmpl), response.report());
    assertEquals(0, tsm.entries());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 9000, 16384})
  void handsOutTheCertificatesWhole(int length) throws Exception {
    byte[] certificates = ScriptedGuestDevice.counting(length);
    ExtendedReport extended = TsmReports.over(tsm(certificates)).extendedReport(DATA, 1);
    assertArrayEquals(certificates, extended.certificateTable());
    assertArrayEquals(report(DATA, 1), extended.report());
  }

  @Test
  void asksTheFirmwareOnceARequest() throws Exception {
    SimulatedTsm tsm = tsm();
    TsmReports reports = TsmReports.over(tsm);
    reports.extendedReport(DATA, 0);
    assertEquals(1, tsm.reportsMade());
    reports.report(DATA, 0);
    assertEquals(2, tsm.reportsMade());
  }

  @Test
  void aPlainReportNeedsNoCertificates() throws Exception {
    SimulatedTsm tsm = tsm().fail("open auxblob", Errno.EIO);
    assertEquals(1, TsmReports.over(tsm).report(DATA, 1).fields().vmpl());
  }

  @ParameterizedTest
  @CsvSource({"sev_guest, SEV_GUEST", "tdx_guest, TDX_GUEST", "arm_cca_guest, OTHER", "'', OTHER"})
  void knowsTheProvider(String name, TsmProvider provider) throws Exception {
    SimulatedTsm tsm = new SimulatedTsm(name, null);
    assertEquals(provider, TsmReports.over(tsm).provider());
    assertEquals(0, tsm.entries());
  }

  @ParameterizedTest
  @ValueSource(strings = {"tdx_guest", "arm_cca_guest", "sev_guest2"})
  void refusesTheReportsOfOthers(String name) throws Exception {
    List<SimulatedTsm.Item> stores = new ArrayList<>();
    SimulatedTsm tsm = new SimulatedTsm(name, null).before("privlevel", stores::add);
    assertRefused(Reason.OTHER_PROVIDER, tsm);
    assertEquals(List.of(), stores);
  }

  @ParameterizedTest
  @CsvSource({
    "2,   NO_DEVICE",
    "20,  NO_DEVICE",
    "6,   NO_DEVICE",
    "13,  NO_PERMISSION",
    "1,   NO_PERMISSION",
    "30,  NO_PERMISSION",
    "17,  CONTENDED",
    "12,  IO",
    "122, IO"
  })
  void saysWhyNoEntryCanBeMade(int errno, Reason reason) {
    SimulatedTsm tsm = tsm().fail("mkdir", errno);
    SevGuestException e = assertThrows(SevGuestException.class, () -> TsmReports.over(tsm));
    assertEquals(reason, e.reason());
  }

  @Test
  void saysThatThereIsNoProvider() {
    SimulatedTsm tsm = new SimulatedTsm(null, null);
    SevGuestException e = assertThrows(SevGuestException.class, () -> TsmReports.over(tsm));
    assertEquals(Reason.NO_DEVICE, e.reason());
  }

  @ParameterizedTest
  @CsvSource({
    "open generation,   2,   NO_DEVICE",
    "read generation,   5,   IO",
    "open privlevel,    13,  NO_PERMISSION",
    "write privlevel,   1,   NO_PERMISSION",
    "write privlevel,   6,   NO_DEVICE",
    "write privlevel,   22,  VMPL_BELOW_FLOOR",
    "write privlevel,   16,  CONTENDED",
    "write inblob,      26,  IO",
    "write inblob,      27,  IO",
    "read privlevel_floor, 6, NO_DEVICE",
    "open outblob,      2,   NO_DEVICE",
    "read outblob,      22,  FIRMWARE",
    "read outblob,      6,   FIRMWARE",
    "read outblob,      5,   IO",
    "read outblob,      12,  IO",
    "read outblob,      25,  DEVICE_DISABLED",
    "read outblob,      110, TIMED_OUT",
    "read outblob,      74,  BAD_RESPONSE",
    "read outblob,      27,  BAD_RESPONSE",
    "read auxblob,      27,  CERTIFICATES_TOO_LARGE",
    "read auxblob,      5,   IO",
    "read outblob,      95,  IO"
  })
  void saysWhyThereIsNoReportAndRemovesTheEntry(String call, int errno, Reason reason)
      throws Exception {
    SevGuestException e = assertRefused(reason, tsm().fail(call, errno));
    assertEquals(Optional.empty(), e.firmwareStatus());
  }

  @ParameterizedTest
  @CsvSource({"22, FIRMWARE", "6, FIRMWARE", "25, DEVICE_DISABLED", "110, TIMED_OUT"})
  void theFirmwareMayRefuse(int errno, Reason reason) throws Exception {
    SimulatedTsm.Firmware refusing =
        (inblob, level) -> {
          throw new SimulatedTsm.Refusal(errno);
        };
    SimulatedTsm tsm = new SimulatedTsm("sev_guest", refusing);
    assertRefused(reason, tsm);
    assertEquals(1, tsm.reportsMade());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1183, 1185, 4000})
  void refusesAReportOfAnotherSize(int length) throws Exception {
    byte[] cut = Arrays.copyOf(report(DATA, 1), length);
    assertRefused(
        Reason.BAD_RESPONSE,
        new SimulatedTsm("sev_guest", (inblob, level) -> new SimulatedTsm.Blobs(cut, new byte[0])));
  }

  @Test
  void refusesAReportForSomethingElse() throws Exception {
    byte[] another = report(OTHER_DATA, 1);
    assertRefused(
        Reason.BAD_RESPONSE,
        new SimulatedTsm(
            "sev_guest", (inblob, level) -> new SimulatedTsm.Blobs(another, new byte[0])));
  }

  @Test
  void refusesMoreCertificatesThanTheKernelHandsOn() throws Exception {
    assertRefused(Reason.CERTIFICATES_TOO_LARGE, tsm(new byte[16385]));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 63, 65})
  void refusesReportDataOfAnotherLengthBeforeAnythingIsMade(int length) throws Exception {
    SimulatedTsm tsm = tsm();
    TsmReports reports = TsmReports.over(tsm);
    byte[] data = new byte[length];
    assertThrows(IllegalArgumentException.class, () -> reports.report(data, 0));
    assertThrows(IllegalArgumentException.class, () -> reports.extendedReport(data, 0));
    assertEquals(1, tsm.entriesMade());
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 4})
  void refusesAVmplOutOfRangeBeforeAnythingIsMade(int vmpl) throws Exception {
    SimulatedTsm tsm = tsm();
    TsmReports reports = TsmReports.over(tsm);
    assertThrows(IllegalArgumentException.class, () -> reports.report(DATA, vmpl));
    assertEquals(1, tsm.entriesMade());
  }

  @Test
  void refusesALevelBelowTheFloorBeforeAnythingIsStored() throws Exception {
    List<SimulatedTsm.Item> stores = new ArrayList<>();
    SimulatedTsm tsm =
        tsm().floor(2).before("privlevel", stores::add).before("inblob", stores::add);
    SevGuestException e = assertRefused(Reason.VMPL_BELOW_FLOOR, tsm);
    assertEquals("VMPL 1 is below this guest's floor of 2", e.getMessage());
    assertEquals(List.of(), stores);
    assertEquals(2, TsmReports.over(tsm).report(DATA, 2).fields().vmpl());
  }

  @Test
  void doesWithoutAFloor() throws Exception {
    assertEquals(0, TsmReports.over(tsm().floor(null)).report(DATA, 0).fields().vmpl());
  }

  @Test
  void countsGenerationsAcrossTheWrap() throws Exception {
    SimulatedTsm tsm = tsm().firstGeneration(-1);
    assertEquals(1, TsmReports.over(tsm).report(DATA, 1).fields().vmpl());
    assertEquals(1, tsm.reportsMade());
  }

  @ParameterizedTest
  @CsvSource({"outblob", "auxblob", "generation"})
  void asksAgainInAFreshEntryWhenAnotherProcessWroteInBetween(String moment) throws Exception {
    AtomicInteger times = new AtomicInteger();
    SimulatedTsm tsm =
        tsm()
            .before(
                moment,
                item -> {
                  int time = times.incrementAndGet();
                  if (moment.equals("generation") ? time == 2 : time == 1) {
                    item.store("inblob", OTHER_DATA);
                    item.store("privlevel", ascii("3"));
                  }
                });
    ExtendedReport extended = TsmReports.over(tsm).extendedReport(DATA, 1);
    assertArrayEquals(report(DATA, 1), extended.report());
    assertEquals(3, tsm.entriesMade());
    assertEquals(0, tsm.entries());
  }

  @ParameterizedTest
  @CsvSource({"inblob, 64", "inblob, 1", "privlevel, 1"})
  void givesUpWhenAnotherProcessWritesEachTime(String attribute, int length) throws Exception {
    byte[] value = attribute.equals("inblob") ? new byte[length] : ascii("2");
    SimulatedTsm tsm = tsm().before("outblob", item -> item.store(attribute, value));
    assertRefused(Reason.CONTENDED, tsm);
    assertEquals(1 + TsmReports.MAX_ATTEMPTS, tsm.entriesMade());
  }

  @Test
  void noticesAStoreThatTheKernelSilentlyDidNotMake() throws Exception {
    SimulatedTsm tsm = tsm().before("inblob", SimulatedTsm.Item::exhaustGenerations);
    assertRefused(Reason.CONTENDED, tsm);
    assertEquals(0, tsm.reportsMade());
  }

  @Test
  void refusesAGenerationThatIsNoNumber() throws Exception {
    ConfigFs garbled = new GarbledText(tsm(), "generation", "1x");
    TsmReports reports = TsmReports.over(garbled);
    SevGuestException e = assertThrows(SevGuestException.class, () -> reports.report(DATA, 0));
    assertEquals(Reason.BAD_RESPONSE, e.reason());
  }

  @ParameterizedTest
  @CsvSource({"-1, BAD_RESPONSE", "'', BAD_RESPONSE", "4294967295, VMPL_BELOW_FLOOR"})
  void refusesAFloorThatIsNoLevel(String floor, Reason reason) throws Exception {
    TsmReports reports = TsmReports.over(new GarbledText(tsm(), "privlevel_floor", floor));
    SevGuestException e = assertThrows(SevGuestException.class, () -> reports.report(DATA, 0));
    assertEquals(reason, e.reason());
  }

  @Test
  void neverReadsTextWithoutABound() throws Exception {
    ConfigFs endless = new GarbledText(tsm(), "provider", "sev_guest" + "x".repeat(100_000));
    assertEquals(TsmProvider.OTHER, TsmReports.over(endless).provider());
  }

  @Test
  void aReportOutlivesAnEntryThatCannotBeRemoved() throws Exception {
    SimulatedTsm tsm = tsm();
    TsmReports reports = TsmReports.over(tsm);
    tsm.fail("rmdir", Errno.EBUSY);
    assertArrayEquals(report(DATA, 1), reports.report(DATA, 1).report());
    assertEquals(1, reports.entriesLeftBehind());
    tsm.mend("rmdir");
    reports.report(DATA, 1);
    assertEquals(0, reports.entriesLeftBehind());
    assertEquals(0, tsm.entries());
  }

  @Test
  void makesNoMoreEntriesWhenTooManyCannotBeRemoved() throws Exception {
    SimulatedTsm tsm = tsm();
    TsmReports reports = TsmReports.over(tsm);
    tsm.fail("rmdir", Errno.EPERM);
    for (int i = 0; i < TsmFolder.MAX_LEFT_BEHIND; i++) {
      reports.report(DATA, 1);
    }
    SevGuestException e = assertThrows(SevGuestException.class, () -> reports.report(DATA, 1));
    assertEquals(Reason.IO, e.reason());
    assertEquals(TsmFolder.MAX_LEFT_BEHIND, tsm.entries());
  }

  @Test
  void anEntryThatAnotherRemovedIsNotLeftBehind() throws Exception {
    SimulatedTsm tsm = tsm();
    TsmReports reports = TsmReports.over(tsm);
    tsm.fail("rmdir", Errno.ENOENT);
    reports.report(DATA, 1);
    assertEquals(0, reports.entriesLeftBehind());
  }

  @Test
  void aThreadThatIsInterruptedBeforeMakesNothing() throws Exception {
    SimulatedTsm tsm = tsm();
    TsmReports reports = TsmReports.over(tsm);
    Thread.currentThread().interrupt();
    SevGuestException e = assertThrows(SevGuestException.class, () -> reports.report(DATA, 1));
    assertTrue(Thread.interrupted());
    assertEquals(Reason.INTERRUPTED, e.reason());
    assertEquals(1, tsm.entriesMade());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"provider", "privlevel_floor", "privlevel", "inblob", "outblob", "auxblob"})
  void aThreadThatIsInterruptedMeanwhileLeavesNothingAndKeepsItsStatus(String moment)
      throws Exception {
    SimulatedTsm tsm = tsm();
    TsmReports reports = TsmReports.over(tsm);
    tsm.before(moment, item -> Thread.currentThread().interrupt());
    SevGuestException e =
        assertThrows(SevGuestException.class, () -> reports.extendedReport(DATA, 1));
    assertTrue(Thread.interrupted());
    assertEquals(Reason.INTERRUPTED, e.reason());
    assertEquals(0, tsm.entries());
  }

  @Test
  void aThreadThatIsInterruptedWhileTheFirmwareWorksLeavesNothing() throws Exception {
    SimulatedTsm tsm =
        new SimulatedTsm(
            "sev_guest",
            (inblob, level) -> {
              Thread.currentThread().interrupt();
              return new SimulatedTsm.Blobs(report(inblob, level), CERTIFICATES);
            });
    TsmReports reports = TsmReports.over(tsm);
    SevGuestException e = assertThrows(SevGuestException.class, () -> reports.report(DATA, 1));
    assertTrue(Thread.interrupted());
    assertEquals(Reason.INTERRUPTED, e.reason());
    assertEquals(0, tsm.entries());
  }

  @Test
  void eachThreadGetsItsOwnAnswer() throws Exception {
    SimulatedTsm tsm = tsm();
    TsmReports reports = TsmReports.over(tsm);
    ExecutorService executor = Executors.newFixedThreadPool(8);
    try {
      List<Future<byte[]>> answers = new ArrayList<>();
      for (int i = 0; i < 400; i++) {
        byte[] data = new byte[64];
        data[0] = (byte) i;
        data[1] = (byte) (i >> 8);
        answers.add(executor.submit(() -> reports.extendedReport(data, 1).fields().reportData()));
      }
      for (int i = 0; i < answers.size(); i++) {
        byte[] answer = answers.get(i).get();
        assertEquals(i, (answer[0] & 0xFF) + ((answer[1] & 0xFF) << 8));
      }
    } finally {
      executor.shutdownNow();
    }
    assertEquals(401, tsm.entriesMade());
    assertEquals(0, tsm.entries());
  }
}
