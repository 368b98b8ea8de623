package org.elastictee.sim.firmware;

import static org.elastictee.sim.RawDevice.GET_DERIVED_KEY;
import static org.elastictee.sim.RawDevice.keyRequest;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.elastictee.sim.RawDevice;
import org.elastictee.sim.SimulatedMachine;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The limits of a request for a key, and the status by which it is refused. */
class KeyRequestTest {
  private static final int INVALID_PARAM = 0x16;
  private static final int INVALID_KEY = 0x27;
  private static final int SVN_FIELD = 1 << 4;
  private static final int TCB_FIELD = 1 << 5;

  private SimulatedMachine machine;
  private RawDevice device;

  @BeforeEach
  void start() throws Exception {
    Chip chip = Chip.named(Product.MILAN, "default");
    FirmwareLevel level =
        FirmwareLevel.initial(Product.MILAN).withTcb(Product.MILAN.tcb(0xD516_0000_0000_0004L));
    byte[] digest = new byte[48];
    digest[0] = 1;
    machine =
        SimulatedMachine.builder()
            .platform(PlatformState.builder(chip).firmware(level).build())
            .launch(LaunchParameters.builder().idKeyDigest(digest).guestSvn(3).build())
            .start();
    device = new RawDevice(machine.kernel());
  }

  private void assertStatus(int status, byte[] request) {
    assertEquals(0, device.call(GET_DERIVED_KEY, request));
    assertTrue(device.isArgumentUntouched());
    assertEquals(status, device.status());
    byte[] response = Arrays.copyOf(device.response(), 64);
    assertArrayEquals(new byte[28], Arrays.copyOfRange(response, 4, 32));
    boolean zero = Arrays.equals(new byte[32], device.derivedKey());
    assertEquals(status != 0, zero);
  }

  @ParameterizedTest
  @CsvSource({
    "0x00000000, 0x00",
    "0x00000001, 0x00",
    "0x00000002, 0x00",
    "0x00000003, 0x00",
    "0x00000006, 0x16",
    "0x00000007, 0x16",
    "0x00000008, 0x16",
    "0x80000000, 0x16"
  })
  void rootKeySelectHasThreeBits(String root, String status) {
    assertStatus(Integer.decode(status), keyRequest(Long.decode(root).intValue(), 8, 0, 0, 0));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3})
  void reservedBytesAreZero(int index) {
    byte[] request = keyRequest(0, 8, 0, 0, 0);
    request[4 + index] = 1;
    assertStatus(INVALID_PARAM, request);
  }

  @ParameterizedTest
  @ValueSource(ints = {6, 7, 31, 32, 63})
  void guestFieldSelectHasSixBits(int bit) {
    assertStatus(INVALID_PARAM, keyRequest(0, 1L << bit, 0, 0, 0));
    assertStatus(0, keyRequest(0, 0x3F, 0, 0, 0));
    assertStatus(0, keyRequest(0, 0, 0, 0, 0));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0x00",
    "0, 3, 0x00",
    "0, 4, 0x16",
    "0, -1, 0x16",
    "1, 0, 0x16",
    "1, 1, 0x00",
    "2, 1, 0x16",
    "2, 3, 0x00",
    "3, 2, 0x16",
    "3, 3, 0x00",
    "3, 4, 0x16"
  })
  void vmplIsAtLeastTheCallersAndAtMost3(int current, int asked, String status) {
    machine.setVmpl(current);
    assertStatus(Integer.decode(status), keyRequest(0, 8, asked, 0, 0));
  }

  @ParameterizedTest
  @CsvSource({"0, 0x00", "3, 0x00", "4, 0x16", "2147483647, 0x16", "-2147483648, 0x16", "-1, 0x16"})
  void guestSvnIsAtMostThatOfTheLaunch(int svn, String status) {
    assertStatus(Integer.decode(status), keyRequest(0, SVN_FIELD, 0, svn, 0));
    assertStatus(Integer.decode(status), keyRequest(0, 8, 0, svn, 0));
  }

  @ParameterizedTest
  @CsvSource({
    "0000000000000000, 0x00",
    "0000000000000004, 0x00",
    "0000000000000005, 0x16",
    "D516000000000004, 0x00",
    "D516000000000003, 0x00",
    "D416000000000005, 0x16",
    "D616000000000004, 0x16",
    "D517000000000004, 0x16",
    "0017000000000000, 0x16",
    "D516000000000104, 0x16",
    "D516000001000004, 0x16",
    "D516010000000004, 0x16",
    "7F00000000000000, 0x00",
    "FF00000000000000, 0x16"
  })
  void noComponentOfTheTcbIsAboveTheCommittedOne(String tcb, String status) {
    long value = Long.parseUnsignedLong(tcb, 16);
    assertStatus(Integer.decode(status), keyRequest(0, TCB_FIELD, 0, 0, value));
    assertStatus(Integer.decode(status), keyRequest(0, 8, 0, 0, value));
  }

  @Test
  void theLimitIsTheCommittedTcbAndNotTheCurrentOne() throws Exception {
    long newer = 0xD616_0000_0000_0004L;
    FirmwareLevel current = machine.firmware().platform().current();
    machine.updateFirmware(current.withTcb(Product.MILAN.tcb(newer)));
    assertStatus(INVALID_PARAM, keyRequest(0, TCB_FIELD, 0, 0, newer));
    machine.commit();
    assertStatus(0, keyRequest(0, TCB_FIELD, 0, 0, newer));
    machine.setReportedTcb(Product.MILAN.tcb(0));
    assertStatus(0, keyRequest(0, TCB_FIELD, 0, 0, newer));
  }

  @Test
  void onesEverywhereAreRefusedAsOnHardware() {
    assertStatus(INVALID_PARAM, keyRequest(0, SVN_FIELD | TCB_FIELD, 0, -1, -1));
  }

  @Test
  void aVlekThatIsNotInstalledIsNoKey() {
    assertStatus(INVALID_KEY, keyRequest(4, 8, 0, 0, 0));
    machine.installVlek(Vlek.of("CN=cloud.example"));
    assertStatus(0, keyRequest(4, 8, 0, 0, 0));
    machine.removeVlek();
    assertStatus(INVALID_KEY, keyRequest(4, 8, 0, 0, 0));
  }

  @Test
  void aMaskedVcekIsNoKeyAndTheOtherRootsAre() {
    machine.maskChipKey(true);
    assertStatus(INVALID_KEY, keyRequest(0, 8, 0, 0, 0));
    assertStatus(INVALID_KEY, keyRequest(2, 8, 0, 0, 0));
    assertStatus(0, keyRequest(1, 8, 0, 0, 0));
    machine.installVlek(Vlek.of("CN=cloud.example"));
    assertStatus(0, keyRequest(0, 8, 0, 0, 0));
    assertStatus(0, keyRequest(4, 8, 0, 0, 0));
    assertStatus(INVALID_KEY, keyRequest(2, 8, 0, 0, 0));
    machine.maskChipKey(false);
    assertStatus(0, keyRequest(2, 8, 0, 0, 0));
  }

  @Test
  void aWrongParameterIsToldBeforeAMissingKey() {
    assertStatus(INVALID_PARAM, keyRequest(4, 8, 4, 0, 0));
  }

  @Test
  void aRefusalCostsNothing() {
    assertStatus(INVALID_PARAM, keyRequest(8, 8, 0, 0, 0));
    assertStatus(0, keyRequest(0, 8, 0, 0, 0));
  }

  @Test
  void theDefaultKeyIsTheVleksIfThereIsOneOrElseTheVceks() {
    byte[] vcek = key(2);
    assertArrayEquals(vcek, key(0));
    machine.installVlek(Vlek.of("CN=cloud.example"));
    assertArrayEquals(vcek, key(2));
    assertFalse(Arrays.equals(vcek, key(0)));
    assertArrayEquals(key(4), key(0));
  }

  @Property(tries = 300)
  void theTcbIsComparedByteByByte(@ForAll byte[] bytes) throws Exception {
    long committed = 0x7F7F_7F7F_7F7F_7F7FL;
    FirmwareLevel level =
        FirmwareLevel.initial(Product.MILAN).withTcb(Product.MILAN.tcb(committed));
    Chip chip = Chip.named(Product.MILAN, "default");
    SimulatedFirmware firmware =
        new SimulatedFirmware(
            PlatformState.builder(chip).firmware(level).build(),
            LaunchParameters.builder().build());
    byte[] tcb = Arrays.copyOf(bytes, 8);
    boolean within = true;
    for (byte component : tcb) {
      within &= component >= 0;
    }
    byte[] request = new byte[32];
    request[8] = TCB_FIELD;
    System.arraycopy(tcb, 0, request, 24, 8);
    byte[] response = firmware.guestRequest(new GuestMessage(3, 1, 1, 0, request)).payload();
    assertEquals(within ? 0 : INVALID_PARAM, response[0]);
  }

  private byte[] key(int root) {
    assertStatus(0, keyRequest(root, 8, 0, 0, 0));
    return device.derivedKey();
  }
}
