package org.elastictee.sim.firmware;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Stream;
import org.elastictee.sev.attest.FirmwareVersion;
import org.elastictee.sev.attest.TcbVersion;
import org.elastictee.sev.guest.FirmwareStatus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the host can do to a platform, and what the firmware refuses. */
class SimulatedFirmwareTest {
  private static final Chip CHIP = Chip.named(Product.MILAN, "default");
  private static final long TCB = 0x0505_0000_0000_0505L;

  private SimulatedFirmware firmware;

  @BeforeEach
  void start() throws Exception {
    firmware =
        new SimulatedFirmware(
            PlatformState.builder(CHIP).firmware(level(1, 50, 0, TCB)).build(),
            LaunchParameters.builder().build());
  }

  private static FirmwareLevel level(int major, int minor, int build, long tcb) {
    return new FirmwareLevel(
        new FirmwareVersion(major, minor, build), Product.MILAN.tcb(tcb), 3, 0);
  }

  private static void assertRefused(FirmwareStatus status, Executable command) {
    assertEquals(status, assertThrows(FirmwareRefusedException.class, command).status());
  }

  private void assertTcbs(long current, long committed, long reported) {
    PlatformState platform = firmware.platform();
    assertEquals(Product.MILAN.tcb(current), platform.current().tcb());
    assertEquals(Product.MILAN.tcb(committed), platform.committed().tcb());
    assertEquals(Product.MILAN.tcb(reported), platform.reportedTcb());
  }

  @Test
  void anUpdateIsCurrentAndNotCommitted() throws Exception {
    firmware.update(level(1, 51, 0, TCB + 1));
    assertTcbs(TCB + 1, TCB, TCB);
  }

  @Test
  void aCommitCommitsAndReports() throws Exception {
    firmware.update(level(1, 51, 0, TCB + 1));
    firmware.commit();
    assertTcbs(TCB + 1, TCB + 1, TCB + 1);
  }

  @Test
  void whatIsNotCommittedCanBeRolledBack() throws Exception {
    firmware.update(level(1, 51, 0, TCB + 2));
    firmware.update(level(1, 50, 9, TCB + 1));
    assertTcbs(TCB + 1, TCB, TCB);
    firmware.rollBack();
    assertTcbs(TCB, TCB, TCB);
  }

  @Test
  void whatIsCommittedCannotBeRolledBack() throws Exception {
    assertRefused(FirmwareStatus.BAD_SVN, firmware::rollBack);
    firmware.update(level(1, 51, 0, TCB + 1));
    firmware.commit();
    assertRefused(FirmwareStatus.BAD_SVN, firmware::rollBack);
    assertTcbs(TCB + 1, TCB + 1, TCB + 1);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 49, 9, 0505000000000505",
    "0, 60, 0, 0505000000000505",
    "1, 60, 0, 0505000000000504",
    "1, 60, 0, 0504000000000506",
    "1, 60, 0, 0405000000000505"
  })
  void firmwareBelowTheCommittedOneIsRefused(int major, int minor, int build, String tcb) {
    FirmwareLevel level = level(major, minor, build, Long.parseUnsignedLong(tcb, 16));
    assertRefused(FirmwareStatus.BAD_SVN, () -> firmware.update(level));
    assertTcbs(TCB, TCB, TCB);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, TCB, 0x0505_0000_0000_0500L})
  void theReportedTcbIsAtMostTheCommittedOne(long reported) throws Exception {
    firmware.setReportedTcb(Product.MILAN.tcb(reported));
    assertTcbs(TCB, TCB, reported);
  }

  @ParameterizedTest
  @ValueSource(longs = {TCB + 1, 0x0605_0000_0000_0000L, 0x0000_0100_0000_0000L})
  void aReportedTcbAboveTheCommittedOneIsRefused(long reported) throws Exception {
    firmware.update(level(1, 60, 0, 0x7F7F_7F7F_7F7F_7F7FL));
    TcbVersion tcb = Product.MILAN.tcb(reported);
    assertRefused(FirmwareStatus.INVALID_PARAM, () -> firmware.setReportedTcb(tcb));
    assertTcbs(0x7F7F_7F7F_7F7F_7F7FL, TCB, TCB);
  }

  @Test
  void aTcbOfAnotherProcessorIsNoTcb() {
    TcbVersion turin = Product.TURIN.tcb(0);
    PlatformState before = firmware.platform();
    assertThrows(IllegalArgumentException.class, () -> firmware.setReportedTcb(turin));
    assertThrows(
        IllegalArgumentException.class,
        () -> firmware.update(FirmwareLevel.initial(Product.TURIN)));
    assertThrows(
        IllegalArgumentException.class,
        () -> PlatformState.builder(CHIP).firmware(FirmwareLevel.initial(Product.TURIN)).build());
    assertSame(before, firmware.platform());
  }

  @Test
  void aStateThatCannotBeIsNotBuilt() {
    FirmwareLevel newer = level(1, 51, 0, TCB + 1);
    PlatformState.Builder builder = firmware.platform().toBuilder();
    assertThrows(IllegalArgumentException.class, () -> builder.committed(newer).build());
    assertThrows(
        IllegalArgumentException.class,
        () -> builder.firmware(newer).reportedTcb(Product.MILAN.tcb(TCB + 2)).build());
    assertThrows(
        IllegalArgumentException.class,
        () -> builder.current(newer).committed(level(1, 52, 0, TCB)).build());
  }

  @Test
  void aGuestMovesToTheSameProcessorOnly() {
    Chip genoa = Chip.named(Product.GENOA, "default");
    assertThrows(IllegalArgumentException.class, () -> firmware.migrate(genoa));
    assertEquals(CHIP, firmware.platform().chip());
  }

  @Test
  void aMoveKeepsHowThePlatformIsSetUp() throws Exception {
    firmware.maskChipId(true);
    firmware.setVlek(Optional.of(Vlek.of("CN=cloud.example")));
    Chip other = Chip.named(Product.MILAN, "other");
    assertFalse(firmware.migrate(other));
    assertEquals(other, firmware.platform().chip());
    assertTrue(firmware.platform().maskChipId());
    assertEquals(Optional.of(Vlek.of("CN=cloud.example")), firmware.platform().vlek());
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 32", "7, 1, 96", "3, 0, 32", "3, 2, 32", "3, 1, 31", "3, 1, 40", "5, 1, 95"})
  void aMessageThatIsNotKnownIsRefusedAsAWhole(int type, int version, int bytes) {
    GuestMessage message = new GuestMessage(type, version, 1, 0, new byte[bytes]);
    assertRefused(FirmwareStatus.INVALID_PARAM, () -> firmware.guestRequest(message));
  }

  @Test
  void aResponseIsTheNextMessage() throws Exception {
    GuestMessage response = firmware.guestRequest(new GuestMessage(3, 1, 7, 0, new byte[32]));
    assertEquals(4, response.type());
    assertEquals(1, response.version());
    assertEquals(8, response.sequenceNumber());
    assertEquals(64, response.payload().length);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4, 6})
  void onlyThreeVersionsOfReportsAreKnown(int version) {
    FirmwareLevel level = FirmwareLevel.initial(Product.MILAN);
    assertThrows(
        IllegalArgumentException.class,
        () -> new FirmwareLevel(level.version(), level.tcb(), version, 0));
  }

  @Test
  void mitigationsComeWithVersion5() {
    FirmwareLevel level = FirmwareLevel.initial(Product.MILAN);
    assertThrows(
        IllegalArgumentException.class,
        () -> new FirmwareLevel(level.version(), level.tcb(), 3, 1));
    assertEquals(1, new FirmwareLevel(level.version(), level.tcb(), 5, 1).mitVector());
  }

  @ParameterizedTest
  @EnumSource(Product.class)
  void aChipFollowsFromItsName(Product product) {
    Chip one = Chip.named(product, "one");
    assertArrayEquals(one.chipId(), Chip.named(product, "one").chipId());
    assertFalse(Arrays.equals(one.chipId(), Chip.named(product, "two").chipId()));
    assertEquals(product == Product.TURIN ? 8 : 64, one.hwId().length);
    assertArrayEquals(Arrays.copyOf(one.hwId(), 64), one.chipId());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "A", "a b", "a/b", "ä", "123456789012345678901234567890123"})
  void aChipsNameIsAShortWord(String name) {
    assertThrows(IllegalArgumentException.class, () -> Chip.named(Product.MILAN, name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "ä", "\n"})
  void aCloudsNameIsPrintable(String name) {
    assertThrows(IllegalArgumentException.class, () -> Vlek.of(name));
  }

  @Test
  void nothingThatIsPrintedHoldsASecret() throws Exception {
    Vlek vlek = Vlek.of("CN=cloud.example");
    GuestMessage request = new GuestMessage(3, 1, 1, 0, new byte[32]);
    GuestMessage response = firmware.guestRequest(request);
    String key = HexFormat.of().formatHex(response.payload(), 32, 64);
    String all =
        Stream.of(
                firmware,
                firmware.platform().chip(),
                vlek,
                response,
                EndorsementKey.vcek(CHIP, Product.MILAN.tcb(TCB)))
            .map(Object::toString)
            .reduce("", String::concat);
    assertNotEquals(key, HexFormat.of().formatHex(new byte[32]));
    for (String secret :
        new String[] {
          key,
          HexFormat.of().formatHex(CHIP.secret()),
          HexFormat.of().formatHex(vlek.seed()),
          Arrays.toString(CHIP.secret())
        }) {
      assertFalse(all.contains(secret));
    }
    assertTrue(firmware.toString().startsWith("simulated"));
  }
}
