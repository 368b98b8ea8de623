package org.elastictee.sim.firmware;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.EnumSet;
import java.util.Set;
import org.elastictee.sev.attest.FirmwareVersion;
import org.elastictee.sev.guest.FirmwareStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which policies a platform launches. */
class LaunchTest {
  private static PlatformState platform(Set<PlatformFeature> features, int reportVersion) {
    FirmwareLevel level =
        new FirmwareLevel(
            new FirmwareVersion(1, 55, 3),
            FirmwareLevel.initial(Product.GENOA).tcb(),
            reportVersion,
            0);
    return PlatformState.builder(Chip.named(Product.GENOA, "default"))
        .firmware(level)
        .features(features)
        .build();
  }

  private static LaunchParameters policy(String policy) {
    return LaunchParameters.builder().policy(Long.decode(policy)).build();
  }

  private static void assertLaunches(PlatformState platform, LaunchParameters launch)
      throws FirmwareRefusedException {
    assertEquals(launch, new SimulatedFirmware(platform, launch).launchParameters());
  }

  private static void assertRefused(
      FirmwareStatus status, PlatformState platform, LaunchParameters launch) {
    FirmwareRefusedException e =
        assertThrows(FirmwareRefusedException.class, () -> new SimulatedFirmware(platform, launch));
    assertEquals(status, e.status());
  }

  @ParameterizedTest
  @CsvSource({
    // policy, report version, status
    "0x20000,           3, SUCCESS",
    "0x30000,           3, SUCCESS",
    "0x3001F,           3, SUCCESS",
    "0xB0000,           3, SUCCESS",
    "0x00000,           3, INVALID_PARAM",
    "0x10000,           3, INVALID_PARAM",
    "0x4020000,         5, INVALID_PARAM",
    "0x4000000000020000, 3, INVALID_PARAM",
    "0x2020000,         3, INVALID_PARAM",
    "0x2020000,         5, SUCCESS",
    "0x20137,           3, SUCCESS",
    "0x20138,           3, POLICY_FAILURE",
    "0x20200,           3, POLICY_FAILURE",
    "0x200FF,           3, SUCCESS"
  })
  void checksReservedBitsAndTheAbi(String policy, int reportVersion, FirmwareStatus status)
      throws Exception {
    PlatformState platform = platform(Set.of(), reportVersion);
    if (status == FirmwareStatus.SUCCESS) {
      assertLaunches(platform, policy(policy));
    } else {
      assertRefused(status, platform, policy(policy));
    }
  }

  @ParameterizedTest
  @CsvSource({
    // feature, the policy that it forbids, the policy that goes with it
    "SMT_EN,       0x20000,  0x30000",
    "CXL,          0x20000,  0x220000",
    "MULTI_SOCKET, 0x120000, 0x20000"
  })
  void aFeatureCanBeForbidden(PlatformFeature feature, String forbidding, String allowing)
      throws Exception {
    assertLaunches(platform(Set.of(), 3), policy(forbidding));
    assertRefused(FirmwareStatus.POLICY_FAILURE, platform(Set.of(feature), 3), policy(forbidding));
    assertLaunches(platform(Set.of(feature), 3), policy(allowing));
  }

  @ParameterizedTest
  @CsvSource({
    "MEM_AES_256_XTS,           0x420000",
    "RAPL_DIS,                  0x820000",
    "CIPHERTEXT_HIDING_DRAM_EN, 0x1020000"
  })
  void aFeatureCanBeAskedFor(PlatformFeature feature, String policy) throws Exception {
    assertLaunches(platform(Set.of(feature), 3), policy(policy));
    assertRefused(
        FirmwareStatus.POLICY_FAILURE,
        platform(EnumSet.of(PlatformFeature.ECC_EN), 3),
        policy(policy));
  }

  @Test
  void aMigrationAgentNeedsThePolicysLeave() throws Exception {
    LaunchParameters.Builder launch = LaunchParameters.builder().reportIdMa(new byte[32]);
    PlatformState platform = platform(Set.of(), 3);
    assertRefused(FirmwareStatus.POLICY_FAILURE, platform, launch.policy(0x20000).build());
    assertLaunches(platform, launch.policy(0x60000).build());
  }

  @Test
  void aRefusedLaunchLeavesTheGuestThatIsThere() throws Exception {
    LaunchParameters first = policy("0x20000");
    SimulatedFirmware firmware = new SimulatedFirmware(platform(Set.of(), 3), first);
    assertThrows(FirmwareRefusedException.class, () -> firmware.launch(policy("0x20200")));
    assertSame(first, firmware.launchParameters());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 15, 17, 31, 33, 47, 49})
  void everyFieldHasItsLength(int length) {
    LaunchParameters.Builder launch = LaunchParameters.builder();
    byte[] bytes = new byte[length];
    assertThrows(IllegalArgumentException.class, () -> launch.measurement(bytes));
    assertThrows(IllegalArgumentException.class, () -> launch.hostData(bytes));
    assertThrows(IllegalArgumentException.class, () -> launch.familyId(bytes));
    assertThrows(IllegalArgumentException.class, () -> launch.imageId(bytes));
    assertThrows(IllegalArgumentException.class, () -> launch.idKeyDigest(bytes));
    assertThrows(IllegalArgumentException.class, () -> launch.authorKeyDigest(bytes));
    assertThrows(IllegalArgumentException.class, () -> launch.reportIdMa(bytes));
  }

  @Test
  void whatIsOfAnIdBlockNeedsItsKey() {
    byte[] one = new byte[48];
    one[47] = 1;
    byte[] id = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
    assertNeedsIdKey(LaunchParameters.builder().guestSvn(1));
    assertNeedsIdKey(LaunchParameters.builder().familyId(id));
    assertNeedsIdKey(LaunchParameters.builder().imageId(id));
    assertNeedsIdKey(LaunchParameters.builder().authorKeyDigest(one));
    LaunchParameters.Builder launch = LaunchParameters.builder().idKeyDigest(one).guestSvn(1);
    assertEquals(1, launch.build().guestSvn());
    assertThrows(IllegalArgumentException.class, () -> launch.guestSvn(-1));
    assertThrows(IllegalArgumentException.class, () -> launch.guestSvn(1L << 32));
  }

  private static void assertNeedsIdKey(LaunchParameters.Builder launch) {
    assertThrows(IllegalArgumentException.class, launch::build);
  }
}
