package org.elastictee.sim.device;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.elastictee.sev.guest.DerivedKeyRequest;
import org.elastictee.sev.guest.DerivedKeyRequest.GuestField;
import org.elastictee.sev.guest.DerivedKeyRequest.KeySel;
import org.elastictee.sev.guest.DerivedKeyRequest.RootKeySelect;
import org.elastictee.sev.guest.DeviceSevGuest;
import org.elastictee.sev.guest.ExtendedReport;
import org.elastictee.sev.guest.FirmwareStatus;
import org.elastictee.sev.guest.SevGuestException;
import org.elastictee.sev.guest.SevGuestException.Reason;
import org.elastictee.sev.memory.SecretMemory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a program meets at the guest device, from the call down to the firmware. It runs twice: in
 * this process, and by {@link SupervisedGuestDeviceTest} in an unmodified JVM whose own system
 * calls are answered by the simulator in another.
 */
class GuestDeviceTest {
  private static final GuestUnderTest UNDER_TEST = GuestUnderTest.ofThisJvm();
  private static final long COMMITTED_TCB = 0xDB18_0000_0000_0004L;
  private static final byte[] DATA = new byte[64];

  static {
    for (int i = 0; i < DATA.length; i++) {
      DATA[i] = (byte) (i + 1);
    }
  }

  private DeviceSevGuest guest;

  @BeforeEach
  void open() throws Exception {
    host("reset");
    guest = UNDER_TEST.open();
  }

  @AfterEach
  void close() {
    guest.close();
    host("reset");
  }

  private static String host(String command) {
    return UNDER_TEST.host().execute(command);
  }

  private void reopen() throws Exception {
    guest.close();
    guest = UNDER_TEST.open();
  }

  private static SevGuestException assertRefused(Reason reason, Executable action) {
    SevGuestException e = assertThrows(SevGuestException.class, action);
    assertEquals(reason, e.reason(), e.getMessage());
    return e;
  }

  private static DerivedKeyRequest.Builder selecting(String fields) {
    return DerivedKeyRequest.builder()
        .guestFieldSelect(
            Arrays.stream(fields.split(" "))
                .map(GuestField::valueOf)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(GuestField.class))));
  }

  private String key(DerivedKeyRequest request) throws SevGuestException {
    try (SecretMemory key = guest.derivedKey(request)) {
      return HexFormat.of().formatHex(key.copy());
    }
  }

  // Reports

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void aReportIsForTheDataAndTheVmplThatWereAskedFor(int vmpl) throws Exception {
    var report = guest.report(DATA, vmpl).fields();
    assertArrayEquals(DATA, report.reportData());
    assertEquals(vmpl, report.vmpl());
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5})
  void reportsOfEveryVersionAreTaken(int version) throws Exception {
    host("update report-version=" + version);
    assertEquals(version, guest.report(DATA, 0).fields().version());
  }

  @Test
  void aMorePrivilegedVmplIsRefusedInTheResponseAndTheDeviceLives() throws Exception {
    host("vmpl current=2");
    SevGuestException e = assertRefused(Reason.FIRMWARE, () -> guest.report(DATA, 1));
    assertEquals(FirmwareStatus.INVALID_PARAM, e.firmwareStatus().orElseThrow());
    guest.report(DATA, 2);
  }

  @Test
  void aHostWithoutCertificatesGivesNone() throws Exception {
    assertEquals(0, guest.extendedReport(DATA, 0).certificateTable().length);
  }

  @Test
  void theHostsCertificatesComeWithTheReport() throws Exception {
    host("certificates bytes=" + "ab".repeat(1500));
    ExtendedReport report = guest.extendedReport(DATA, 0);
    byte[] expected = new byte[1500];
    Arrays.fill(expected, (byte) 0xAB);
    assertArrayEquals(expected, Arrays.copyOf(report.certificateTable(), 1500));
    assertArrayEquals(DATA, report.fields().reportData());
  }

  @Test
  void moreCertificatesThanTheKernelHandsOnAreRefusedAndTheDeviceLives() throws Exception {
    host("certificates kind=oversize");
    assertRefused(Reason.CERTIFICATES_TOO_LARGE, () -> guest.extendedReport(DATA, 0));
    guest.report(DATA, 0);
  }

  // What a key depends on

  @ParameterizedTest
  @CsvSource({
    // root, fields, event, whether the key changes
    "VCEK, MEASUREMENT,  relaunch,                       false",
    "VCEK, MEASUREMENT,  reboot,                         false",
    "VMRK, MEASUREMENT,  relaunch,                       true",
    "VMRK, MEASUREMENT,  reboot,                         false",
    "VCEK, MEASUREMENT,  migrate chip=another,           true",
    "VCEK, MEASUREMENT,  relaunch measurement=M,         true",
    "VCEK, GUEST_POLICY, relaunch measurement=M,         false",
    "VMRK, GUEST_POLICY, relaunch measurement=M,         true",
    "VCEK, MEASUREMENT,  relaunch policy=0xB0000,        false",
    "VCEK, GUEST_POLICY, relaunch policy=0xB0000,        true",
    "VCEK, MEASUREMENT,  relaunch host-data=H,           true",
    "VCEK, GUEST_POLICY, relaunch host-data=H,           true",
    "VCEK, IMAGE_ID,     relaunch image-id=I id-key-digest=M, true",
    "VCEK, MEASUREMENT,  update tcb=0xDC18000000000004,  false",
    "VCEK, MEASUREMENT,  install-vlek csp-id=cloud,      true",
    "VCEK, MEASUREMENT,  certificates bytes=00,          false"
  })
  void aKeyChangesExactlyWhenItShould(
      RootKeySelect root, String fields, String event, boolean changes) throws Exception {
    DerivedKeyRequest request = selecting(fields).rootKeySelect(root).build();
    String before = key(request);
    host(
        event
            .replace("=M", "=" + "77".repeat(48))
            .replace("=H", "=" + "77".repeat(32))
            .replace("=I", "=" + "77".repeat(16)));
    reopen();
    assertEquals(changes, !before.equals(key(request)));
  }

  @Test
  void aVlekIsTheSameOnEveryChipThatHasIt() throws Exception {
    DerivedKeyRequest request = selecting("MEASUREMENT").keySel(KeySel.VLEK).build();
    host("install-vlek csp-id=cloud");
    String before = key(request);
    host("migrate chip=another");
    reopen();
    assertEquals(before, key(request));
  }

  @Test
  void aRequestOfBeforeAnUpdateGivesTheSameKeyAfterIt() throws Exception {
    DerivedKeyRequest request = selecting("TCB_VERSION").tcbVersion(COMMITTED_TCB).build();
    String before = key(request);
    host("update tcb=0xDC18000000000004");
    host("commit");
    assertEquals(before, key(request));
    assertNotEquals(
        before, key(selecting("TCB_VERSION").tcbVersion(0xDC18_0000_0000_0004L).build()));
  }

  @Test
  void aTcbThatIsNotCommittedIsRefusedComponentByComponent() throws Exception {
    for (long refused : new long[] {5, 0xDC00_0000_0000_0000L, 0x0019_0000_0000_0000L, 0x100}) {
      SevGuestException e =
          assertRefused(
              Reason.FIRMWARE,
              () -> guest.derivedKey(selecting("TCB_VERSION").tcbVersion(refused).build()));
      assertEquals(FirmwareStatus.INVALID_PARAM, e.firmwareStatus().orElseThrow());
    }
    key(selecting("TCB_VERSION").tcbVersion(4).build());
  }

  @Test
  void aGuestSvnAboveTheLaunchsIsRefused() throws Exception {
    host("relaunch guest-svn=3 id-key-digest=" + "77".repeat(48));
    reopen();
    assertRefused(
        Reason.FIRMWARE, () -> guest.derivedKey(selecting("GUEST_SVN").guestSvn(4).build()));
    assertNotEquals(
        key(selecting("GUEST_SVN").guestSvn(3).build()),
        key(selecting("GUEST_SVN").guestSvn(2).build()));
  }

  @Test
  void aKeyForAMorePrivilegedVmplIsRefused() throws Exception {
    host("vmpl current=1");
    assertRefused(Reason.FIRMWARE, () -> guest.derivedKey(selecting("MEASUREMENT").build()));
    assertNotEquals(
        key(selecting("MEASUREMENT").vmpl(1).build()),
        key(selecting("MEASUREMENT").vmpl(2).build()));
  }

  @Test
  void aRootKeyThatIsNotThereIsRefusedByName() throws Exception {
    DerivedKeyRequest vlek = selecting("MEASUREMENT").keySel(KeySel.VLEK).build();
    SevGuestException e = assertRefused(Reason.FIRMWARE, () -> guest.derivedKey(vlek));
    assertEquals(FirmwareStatus.INVALID_KEY, e.firmwareStatus().orElseThrow());
    host("mask chip-key=on");
    assertRefused(Reason.FIRMWARE, () -> guest.derivedKey(selecting("MEASUREMENT").build()));
    key(selecting("MEASUREMENT").rootKeySelect(RootKeySelect.VMRK).build());
  }

  // What goes wrong below

  @ParameterizedTest
  @CsvSource({
    // fault, reason, what it is afterwards
    "fault kind=exitinfo2 value=0x16,        FIRMWARE,     DEVICE_DISABLED",
    "fault kind=exitinfo2 value=0x27,        FIRMWARE,     DEVICE_DISABLED",
    "fault kind=exitinfo2 value=0x700000000, VMM,          DEVICE_DISABLED",
    "fault kind=ghcb,                        IO,           DEVICE_DISABLED",
    "fault kind=bad-tag,                     BAD_RESPONSE, DEVICE_DISABLED",
    "fault kind=bad-sequence-number,         BAD_RESPONSE, DEVICE_DISABLED",
    "fault kind=bad-type,                    BAD_RESPONSE, DEVICE_DISABLED",
    "fault kind=bad-version,                 BAD_RESPONSE, DEVICE_DISABLED",
    "fault kind=status value=0x16,           FIRMWARE,     ",
    "fault kind=status value=0x27,           FIRMWARE,     "
  })
  void aFaultIsToldByItsNameAndWhatIsLeftOfTheDevice(String fault, Reason reason, Reason later)
      throws Exception {
    DerivedKeyRequest request = selecting("MEASUREMENT").build();
    host(fault);
    assertRefused(reason, () -> guest.derivedKey(request));
    if (later == null) {
      guest.derivedKey(request).close();
      return;
    }
    assertRefused(later, () -> guest.report(DATA, 0));
    assertTrue(guest.isDisabled());
    reopen();
    assertRefused(Reason.DEVICE_DISABLED, () -> guest.derivedKey(request));
    host("reboot");
    reopen();
    guest.derivedKey(request).close();
  }

  @Test
  void aThrottledRequestIsAnsweredLate() throws Exception {
    host("throttle count=1");
    guest.report(DATA, 0);
    assertFalse(guest.isDisabled());
  }

  @Test
  void aHostThatIsBusyForAMinuteCostsTheDevice() throws Exception {
    host("throttle count=40");
    assertRefused(Reason.TIMED_OUT, () -> guest.report(DATA, 0));
    assertTrue(guest.isDisabled());
    reopen();
    assertRefused(Reason.DEVICE_DISABLED, () -> guest.report(DATA, 0));
  }

  @Test
  void aDeviceThatVanishesIsToldAndIsNotFoundAgain() throws Exception {
    host("vanish");
    assertRefused(Reason.NO_DEVICE, () -> guest.report(DATA, 0));
    guest.close();
    assertRefused(Reason.NO_DEVICE, UNDER_TEST::open);
    host("reboot");
    guest = UNDER_TEST.open();
    guest.report(DATA, 0);
  }

  // Threads

  @Test
  void sixteenThreadsAtOnceGetTheirOwnAnswers() throws Exception {
    DerivedKeyRequest request = selecting("MEASUREMENT").build();
    String expected = key(request);
    ExecutorService threads = Executors.newFixedThreadPool(16);
    try {
      List<Future<Set<String>>> answers = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        byte[] data = DATA.clone();
        data[0] = (byte) (100 + i);
        answers.add(
            threads.submit(
                () -> {
                  Set<String> keys = Set.of(key(request));
                  for (int round = 0; round < 20; round++) {
                    assertArrayEquals(data, guest.report(data, 0).fields().reportData());
                  }
                  return keys;
                }));
      }
      for (Future<Set<String>> answer : answers) {
        assertEquals(Set.of(expected), answer.get());
      }
    } finally {
      threads.shutdownNow();
    }
    assertTrue(host("calls").contains("report=320"), host("calls"));
  }

  @Test
  void anInterruptedThreadGetsItsAnswerAndKeepsItsStatus() throws Exception {
    Thread.currentThread().interrupt();
    guest.report(DATA, 0);
    assertTrue(Thread.interrupted());
  }
}
