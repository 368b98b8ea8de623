package org.elastictee.sim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.elastictee.sev.attest.FirmwareVersion;
import org.elastictee.sim.firmware.FirmwareLevel;
import org.elastictee.sim.firmware.FirmwareRefusedException;
import org.elastictee.sim.firmware.LaunchParameters;
import org.elastictee.sim.firmware.PlatformState;
import org.elastictee.sim.firmware.Vlek;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SimulatorConsoleTest {
  private final SimulatedMachine machine = SimulatedMachine.start();
  private final SimulatorConsole console = new SimulatorConsole(machine);
  private final RawDevice device = new RawDevice(machine.kernel());

  private PlatformState platform() {
    return machine.firmware().platform();
  }

  private LaunchParameters launch() {
    return machine.firmware().launchParameters();
  }

  private void execute(String... commands) {
    for (String command : commands) {
      assertEquals("", console.execute(command), command);
    }
  }

  @Test
  void relaunchChangesWhatIsNamedAndKeepsTheRest() {
    String digest = "ab".repeat(48);
    execute("relaunch policy=0xb0000 measurement=" + digest + " host-data=" + "01".repeat(32));
    execute("relaunch id-key-digest=" + digest + " guest-svn=7 family-id=" + "02".repeat(16));
    execute("relaunch image-id=" + "03".repeat(16) + " author-key-digest=" + digest);
    assertEquals(0xB0000, launch().policy().raw());
    assertArrayEquals(HexFormat.of().parseHex(digest), launch().measurement());
    assertArrayEquals(HexFormat.of().parseHex("01".repeat(32)), launch().hostData());
    assertArrayEquals(HexFormat.of().parseHex("02".repeat(16)), launch().familyId());
    assertArrayEquals(HexFormat.of().parseHex("03".repeat(16)), launch().imageId());
    assertArrayEquals(HexFormat.of().parseHex(digest), launch().authorKeyDigest());
    assertEquals(7, launch().guestSvn());
    execute("relaunch policy=0x70000 report-id-ma=" + "04".repeat(32));
    assertTrue(launch().reportIdMa().isPresent());
  }

  @Test
  void migrateGoesThereAndBackOrWhereItIsTold() {
    execute("migrate");
    assertEquals("other", platform().chip().name());
    execute("migrate");
    assertEquals("default", platform().chip().name());
    execute("migrate chip=rack-7");
    assertEquals("rack-7", platform().chip().name());
  }

  @Test
  void firmwareIsUpdatedCommittedReportedAndRolledBack() {
    execute("update tcb=0xdc18000000000004 version=1.58.1 report-version=5 mit-vector=0x3");
    assertEquals(
        new FirmwareLevel(
            new FirmwareVersion(1, 58, 1),
            platform().chip().product().tcb(0xDC18_0000_0000_0004L),
            5,
            3),
        platform().current());
    execute("rollback");
    assertEquals(3, platform().current().reportVersion());
    execute("update tcb=0xdc18000000000004", "commit", "report-tcb tcb=4");
    assertEquals(0xDC18_0000_0000_0004L, platform().committed().tcb().raw());
    assertEquals(4, platform().reportedTcb().raw());
  }

  @Test
  void masksAndVleksAreSet() {
    execute("mask chip-key=on", "mask chip-id=on");
    assertTrue(platform().maskChipKey() && platform().maskChipId());
    execute("mask chip-key=off chip-id=off");
    assertFalse(platform().maskChipKey() || platform().maskChipId());
    execute("install-vlek csp-id=CN=cloud.example");
    assertEquals(Optional.of(Vlek.of("CN=cloud.example")), platform().vlek());
    execute("remove-vlek");
    assertEquals(Optional.empty(), platform().vlek());
  }

  @Test
  void certificatesAreSet() {
    execute("certificates kind=oversize");
    assertEquals(-5, device.extReport(0x4000));
    execute("certificates kind=none");
    assertEquals(0, device.extReport(0x4000));
    execute("certificates bytes=0102ff");
    assertEquals(0, device.extReport(0x1000));
    assertEquals(-1, device.certificates()[2]);
  }

  @ParameterizedTest
  @CsvSource({
    "fault kind=exitinfo2 value=0x16, -5",
    "fault kind=exitinfo2 value=0xffffffffffffffff, -5",
    "fault kind=ghcb, -5",
    "fault kind=bad-tag, -74",
    "fault kind=bad-sequence-number, -74",
    "fault kind=bad-type, -74",
    "fault kind=bad-version count=1, -74",
    "vanish, -19"
  })
  void faultsBefallTheNextRequest(String command, int result) {
    execute(command);
    assertEquals(result, device.report());
    execute("reboot");
    assertEquals(0, device.report());
  }

  @Test
  void aStatusBefallsAsManyRequestsAsAreCounted() {
    execute("fault kind=status value=0x27 count=2");
    assertEquals(0, device.key());
    assertEquals(0x27, device.status());
    assertEquals(0, device.key());
    assertEquals(0x27, device.status());
    assertEquals(0, device.key());
    assertEquals(0, device.status());
  }

  @Test
  void theLevelOfTheGuestIsSet() {
    execute("vmpl current=2");
    assertEquals(0, device.report());
    assertEquals(0x16, device.status());
    assertEquals(0, device.call(RawDevice.GET_REPORT, RawDevice.reportRequest(2)));
    assertEquals(0, device.status());
  }

  @Test
  void callsAreCountedByKind() {
    assertEquals("simulated: report=0 extended-report=0 key=0", console.execute("calls"));
    device.report();
    device.report();
    device.key();
    device.extReport(0x1000);
    assertEquals("simulated: report=2 extended-report=1 key=1", console.execute("calls"));
    execute("relaunch");
    assertEquals("simulated: report=2 extended-report=1 key=1", console.execute("calls"));
    execute("reset");
    assertEquals("simulated: report=0 extended-report=0 key=0", console.execute("calls"));
  }

  @Test
  void showTellsTheStateInOneLine() {
    execute("install-vlek csp-id=CN=cloud.example", "throttle count=3", "vmpl current=1");
    execute("fault kind=bad-tag count=2");
    String line = console.execute("show");
    assertTrue(line.startsWith("simulated: product=milan chip=default firmware=1.55.39 "), line);
    assertTrue(line.contains(" reported=0xdb18000000000004 "), line);
    assertTrue(line.contains(" vlek=CN=cloud.example policy=0x30000 "), line);
    assertTrue(line.endsWith(" vmpl=1 device=present vmpck=alive throttled=3 faults=2"), line);
    assertFalse(line.contains("\n"));
  }

  @Test
  void showTellsADeadDevice() {
    execute("fault kind=bad-tag");
    device.report();
    assertTrue(console.execute("show").contains("vmpck=wiped"));
    execute("vanish");
    assertTrue(console.execute("show").contains("device=vanished"));
  }

  @Test
  void resetGoesBackToTheBeginning() {
    String line = console.execute("show");
    execute(
        "migrate",
        "relaunch policy=0xb0000",
        "update tcb=0xff18000000000004",
        "commit",
        "mask chip-id=on chip-key=on",
        "install-vlek csp-id=x",
        "throttle count=9",
        "fault kind=bad-tag count=9",
        "vmpl current=3",
        "vanish",
        "reset");
    assertEquals(line, console.execute("show"));
    assertEquals(0, device.report());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "relaunched",
        "RELAUNCH",
        "relaunch now",
        "relaunch policy",
        "relaunch policy=",
        "relaunch policy=0x",
        "relaunch policy=-1",
        "relaunch policy=0x10000000000000000",
        "relaunch policy=0x30000 policy=0x30000",
        "relaunch policy=0xb0000 measurement=00",
        "relaunch host-data=zz",
        "relaunch guest-svn=1",
        "relaunch policy=0",
        "migrate chip=A",
        "update tcb=0",
        "update version=1.2",
        "update version=256.1.1",
        "update report-version=4",
        "update mit-vector=1",
        "commit now=1",
        "rollback",
        "report-tcb",
        "report-tcb tcb=0xffffffffffffffff",
        "mask",
        "mask chip-id=yes",
        "mask chip-id=on chip-key=maybe",
        "install-vlek",
        "install-vlek csp-id=",
        "certificates",
        "certificates kind=all",
        "certificates kind=none bytes=00",
        "certificates bytes=0",
        "throttle",
        "throttle count=-1",
        "throttle count=1000001",
        "fault",
        "fault kind=unheard",
        "fault kind=ghcb value=1",
        "fault kind=exitinfo2",
        "fault kind=status value=0",
        "fault kind=status value=0x100000000",
        "fault kind=bad-tag value=1",
        "fault kind=bad-tag count=0",
        "vmpl",
        "vmpl current=4",
        "show all=1",
        "calls now"
      })
  void whatIsWrongChangesNothing(String command) {
    PlatformState before = platform();
    LaunchParameters launchedBefore = launch();
    String line = console.execute("show");
    assertThrows(IllegalArgumentException.class, () -> console.execute(command));
    assertSame(before, platform());
    assertSame(launchedBefore, launch());
    assertEquals(line, console.execute("show"));
  }

  @Test
  void aRefusalOfTheFirmwareIsTheCause() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> console.execute("rollback"));
    assertInstanceOf(FirmwareRefusedException.class, e.getCause());
    assertTrue(e.getMessage().contains("BAD_SVN"));
    assertTrue(e.getMessage().startsWith("simulated"));
  }

  @Property(tries = 300)
  void whateverIsSaidIsAnsweredOrRefused(
      @ForAll("words") String word, @ForAll String name, @ForAll String value) {
    SimulatorConsole anyConsole = new SimulatorConsole(SimulatedMachine.start());
    try {
      assertFalse(anyConsole.execute(word + " " + name + "=" + value).contains("\n"));
    } catch (IllegalArgumentException e) {
      assertFalse(e.getMessage().isEmpty());
    }
  }

  @Provide
  Arbitrary<String> words() {
    return Arbitraries.of("relaunch", "migrate", "update", "mask", "fault", "show", "vmpl");
  }

  @Test
  void blanksAroundAndBetweenDoNotMatter() {
    execute("  vmpl \t current=3 ");
    assertEquals(3, machine.kernel().vmpl());
  }
}
