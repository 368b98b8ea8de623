package org.elastictee.sim.firmware;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.elastictee.sev.attest.FirmwareVersion;
import org.elastictee.sim.RawDevice;
import org.elastictee.sim.SimulatedMachine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What changes a derived key, and what does not. */
class DerivedKeyTest {
  private static final int POLICY = 1;
  private static final int IMAGE_ID = 1 << 1;
  private static final int FAMILY_ID = 1 << 2;
  private static final int MEASUREMENT = 1 << 3;
  private static final int GUEST_SVN = 1 << 4;
  private static final int TCB_VERSION = 1 << 5;
  private static final int ALL = 0x3F;
  private static final long TCB = 0xD516_0000_0000_0004L;
  private static final long NEWER_TCB = 0xD616_0000_0000_0004L;

  /** Roots by their raw value in a request. */
  private enum Root {
    VCEK(2),
    VLEK(4),
    VMRK(1);

    private final int value;

    Root(int value) {
      this.value = value;
    }
  }

  /** Events by what they do to a machine. */
  private static final Map<String, Action> EVENTS =
      Map.ofEntries(
          Map.entry("NOTHING", machine -> {}),
          Map.entry("REBOOT", SimulatedMachine::reboot),
          Map.entry("RELAUNCH", SimulatedMachine::relaunch),
          Map.entry("MIGRATE", machine -> machine.migrate(Chip.named(Product.MILAN, "other"))),
          Map.entry("MEASUREMENT", launch(launch -> launch.measurement(filled(48)))),
          Map.entry("HOST_DATA", launch(launch -> launch.hostData(filled(32)))),
          Map.entry("POLICY", launch(launch -> launch.policy(0xB0000))),
          Map.entry("IMAGE_ID", launch(launch -> launch.imageId(filled(16)))),
          Map.entry("FAMILY_ID", launch(launch -> launch.familyId(filled(16)))),
          Map.entry("SVN_OF_THE_LAUNCH", launch(launch -> launch.guestSvn(9))),
          Map.entry("ID_KEY", launch(launch -> launch.idKeyDigest(filled(48)))),
          Map.entry("AUTHOR_KEY", launch(launch -> launch.authorKeyDigest(filled(48)))),
          Map.entry("OTHER_VLEK", machine -> machine.installVlek(Vlek.of("CN=other.example"))),
          Map.entry("VMPL", machine -> machine.setVmpl(1)),
          Map.entry("UPDATE", machine -> machine.updateFirmware(newer())),
          Map.entry(
              "UPDATE_AND_COMMIT",
              machine -> {
                machine.updateFirmware(newer());
                machine.commit();
              }),
          Map.entry("REPORTED_TCB", machine -> machine.setReportedTcb(Product.MILAN.tcb(0))),
          Map.entry("MASK_CHIP_ID", machine -> machine.maskChipId(true)));

  private interface Action {
    void on(SimulatedMachine machine) throws FirmwareRefusedException;
  }

  private interface Change {
    LaunchParameters.Builder of(LaunchParameters.Builder launch);
  }

  private static Action launch(Change change) {
    return machine ->
        machine.relaunch(change.of(machine.firmware().launchParameters().toBuilder()).build());
  }

  private static byte[] filled(int length) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) 0x42);
    return bytes;
  }

  private static FirmwareLevel newer() {
    return new FirmwareLevel(new FirmwareVersion(1, 56, 0), Product.MILAN.tcb(NEWER_TCB), 3, 0);
  }

  private static SimulatedMachine machine() throws Exception {
    byte[] digest = new byte[48];
    digest[0] = 1;
    FirmwareLevel level = FirmwareLevel.initial(Product.MILAN).withTcb(Product.MILAN.tcb(TCB));
    return SimulatedMachine.builder()
        .platform(
            PlatformState.builder(Chip.named(Product.MILAN, "default"))
                .firmware(level)
                .vlek(Optional.of(Vlek.of("CN=cloud.example")))
                .build())
        .launch(LaunchParameters.builder().idKeyDigest(digest).guestSvn(3).build())
        .start();
  }

  private static byte[] key(SimulatedMachine machine, byte[] request) {
    RawDevice device = new RawDevice(machine.kernel());
    assertEquals(0, device.call(RawDevice.GET_DERIVED_KEY, request));
    assertEquals(0, device.status());
    return device.derivedKey();
  }

  private static byte[] request(Root root, int fields) {
    int svn = (fields & GUEST_SVN) != 0 ? 2 : 0;
    long tcb = (fields & TCB_VERSION) != 0 ? TCB : 0;
    return RawDevice.keyRequest(root.value, fields, 3, svn, tcb);
  }

  /** The table of what changes a key; a field's bit as in the request, 0 for whatever fields. */
  @ParameterizedTest
  @CsvSource({
    // event, VCEK changes, VLEK changes, VMRK changes: never, always, or iff the field is selected
    "NOTHING,           never,       never,       never",
    "REBOOT,            never,       never,       never",
    "RELAUNCH,          never,       never,       always",
    "MIGRATE,           always,      never,       always",
    "MEASUREMENT,       MEASUREMENT, MEASUREMENT, always",
    "HOST_DATA,         always,      always,      always",
    "POLICY,            POLICY,      POLICY,      always",
    "IMAGE_ID,          IMAGE_ID,    IMAGE_ID,    always",
    "FAMILY_ID,         FAMILY_ID,   FAMILY_ID,   always",
    "SVN_OF_THE_LAUNCH, never,       never,       always",
    "ID_KEY,            always,      always,      always",
    "AUTHOR_KEY,        always,      always,      always",
    "OTHER_VLEK,        never,       always,      never",
    "VMPL,              never,       never,       never",
    "UPDATE,            never,       never,       never",
    "UPDATE_AND_COMMIT, never,       never,       never",
    "REPORTED_TCB,      never,       never,       never",
    "MASK_CHIP_ID,      never,       never,       never"
  })
  void changesExactlyWhenItShould(String event, String vcek, String vlek, String vmrk)
      throws Exception {
    Map<Root, String> expectations = Map.of(Root.VCEK, vcek, Root.VLEK, vlek, Root.VMRK, vmrk);
    for (Root root : Root.values()) {
      for (int fields = 0; fields <= ALL; fields++) {
        SimulatedMachine machine = machine();
        byte[] before = key(machine, request(root, fields));
        EVENTS.get(event).on(machine);
        byte[] after = key(machine, request(root, fields));
        boolean expected = changes(expectations.get(root), fields);
        assertEquals(
            expected,
            !Arrays.equals(before, after),
            event + " with root " + root + " and fields " + fields);
      }
    }
  }

  private static boolean changes(String expectation, int fields) {
    return switch (expectation) {
      case "never" -> false;
      case "always" -> true;
      case "POLICY" -> (fields & POLICY) != 0;
      case "IMAGE_ID" -> (fields & IMAGE_ID) != 0;
      case "FAMILY_ID" -> (fields & FAMILY_ID) != 0;
      case "MEASUREMENT" -> (fields & MEASUREMENT) != 0;
      default -> throw new AssertionError(expectation);
    };
  }

  @Test
  void everyRequestHasAKeyOfItsOwn() throws Exception {
    SimulatedMachine machine = machine();
    Set<String> keys = new HashSet<>();
    int requests = 0;
    for (Root root : Root.values()) {
      for (int fields = 0; fields <= ALL; fields++) {
        for (int vmpl = 0; vmpl < 4; vmpl++) {
          byte[] request = RawDevice.keyRequest(root.value, fields, vmpl, 0, 0);
          keys.add(HexFormat.of().formatHex(key(machine, request)));
          requests++;
        }
      }
    }
    assertEquals(requests, keys.size());
  }

  @ParameterizedTest
  @EnumSource(Root.class)
  void theSvnOfTheRequestIsMixedInIffSelected(Root root) throws Exception {
    SimulatedMachine machine = machine();
    byte[] two = key(machine, RawDevice.keyRequest(root.value, GUEST_SVN, 0, 2, 0));
    byte[] three = key(machine, RawDevice.keyRequest(root.value, GUEST_SVN, 0, 3, 0));
    assertNotEquals(HexFormat.of().formatHex(two), HexFormat.of().formatHex(three));
    assertArrayEquals(
        key(machine, RawDevice.keyRequest(root.value, POLICY, 0, 2, 0)),
        key(machine, RawDevice.keyRequest(root.value, POLICY, 0, 3, 0)));
  }

  @ParameterizedTest
  @EnumSource(Root.class)
  void theTcbOfTheRequestIsMixedInIffSelected(Root root) throws Exception {
    SimulatedMachine machine = machine();
    byte[] older = key(machine, RawDevice.keyRequest(root.value, TCB_VERSION, 0, 0, 4));
    byte[] newer = key(machine, RawDevice.keyRequest(root.value, TCB_VERSION, 0, 0, TCB));
    assertNotEquals(HexFormat.of().formatHex(older), HexFormat.of().formatHex(newer));
    assertArrayEquals(
        key(machine, RawDevice.keyRequest(root.value, POLICY, 0, 0, 4)),
        key(machine, RawDevice.keyRequest(root.value, POLICY, 0, 0, TCB)));
  }

  @Test
  void aKeyOfNewerFirmwareIsNotToBeHadAfterARollBack() throws Exception {
    SimulatedMachine machine = machine();
    byte[] request = RawDevice.keyRequest(2, TCB_VERSION, 0, 0, NEWER_TCB);
    RawDevice device = new RawDevice(machine.kernel());
    machine.updateFirmware(newer());
    machine.rollBack();
    device.call(RawDevice.GET_DERIVED_KEY, request);
    assertEquals(0x16, device.status());
    machine.updateFirmware(newer());
    machine.commit();
    byte[] key = key(machine, request);
    byte[] old = key(machine, request(Root.VCEK, TCB_VERSION));
    assertNotEquals(HexFormat.of().formatHex(key), HexFormat.of().formatHex(old));
  }

  @Test
  void aGuestWithAMigrationAgentTakesItsVmrkAlong() throws Exception {
    SimulatedMachine machine = machine();
    machine.relaunch(
        machine.firmware().launchParameters().toBuilder()
            .policy(0x70000)
            .reportIdMa(filled(32))
            .build());
    byte[] vmrk = key(machine, request(Root.VMRK, MEASUREMENT));
    byte[] vcek = key(machine, request(Root.VCEK, MEASUREMENT));
    machine.migrate(Chip.named(Product.MILAN, "other"));
    assertArrayEquals(vmrk, key(machine, request(Root.VMRK, MEASUREMENT)));
    assertNotEquals(
        HexFormat.of().formatHex(vcek),
        HexFormat.of().formatHex(key(machine, request(Root.VCEK, MEASUREMENT))));
    machine.migrate(Chip.named(Product.MILAN, "default"));
    assertArrayEquals(vcek, key(machine, request(Root.VCEK, MEASUREMENT)));
  }

  @Test
  void theSameChipIsTheSameInEveryMachine() throws Exception {
    assertArrayEquals(
        key(machine(), request(Root.VCEK, ALL)), key(machine(), request(Root.VCEK, ALL)));
    assertArrayEquals(
        key(machine(), request(Root.VLEK, ALL)), key(machine(), request(Root.VLEK, ALL)));
  }
}
