package org.elastictee.sim.firmware;

import java.util.Set;
import org.elastictee.sev.attest.FirmwareVersion;
import org.elastictee.sev.attest.GuestPolicy;
import org.elastictee.sev.guest.FirmwareStatus;

/**
 * Whether a guest may be launched on a platform: AMD SEV-SNP Firmware ABI (document 56860), {@code
 * GUEST_POLICY} and {@code SNP_LAUNCH_START}. That reserved bits are answered with {@code
 * INVALID_PARAM} and all else with {@code POLICY_FAILURE} is an assumption.
 */
final class LaunchCheck {
  private LaunchCheck() {}

  /**
   * Checks the policy against the platform.
   *
   * @throws FirmwareRefusedException if the platform is not what the policy asks for
   */
  static void check(LaunchParameters launch, PlatformState platform)
      throws FirmwareRefusedException {
    GuestPolicy policy = launch.policy();
    boolean knowsPageSwap = platform.current().reportVersion() >= FirmwareLevel.MIT_REPORT_VERSION;
    if (!policy.isWellFormed() || (policy.pageSwapDisable() && !knowsPageSwap)) {
      throw new FirmwareRefusedException(
          FirmwareStatus.INVALID_PARAM, "reserved bits of the policy are wrong");
    }
    FirmwareVersion version = platform.current().version();
    FirmwareVersion least = new FirmwareVersion(policy.abiMajor(), policy.abiMinor(), 0);
    require(
        new FirmwareVersion(version.major(), version.minor(), 0).compareTo(least) >= 0,
        "the policy asks for a newer ABI");
    Set<PlatformFeature> features = platform.features();
    require(
        policy.smt() || !features.contains(PlatformFeature.SMT_EN),
        "the policy does not allow SMT");
    require(
        policy.cxlAllow() || !features.contains(PlatformFeature.CXL),
        "the policy does not allow CXL");
    require(
        !policy.singleSocket() || !features.contains(PlatformFeature.MULTI_SOCKET),
        "the policy allows one socket");
    require(
        !policy.memAes256Xts() || features.contains(PlatformFeature.MEM_AES_256_XTS),
        "the policy asks for AES-256-XTS");
    require(
        !policy.raplDis() || features.contains(PlatformFeature.RAPL_DIS),
        "the policy asks for RAPL to be off");
    require(
        !policy.ciphertextHidingDram()
            || features.contains(PlatformFeature.CIPHERTEXT_HIDING_DRAM_EN),
        "the policy asks for ciphertext hiding");
    require(
        policy.migrateMa() || launch.reportIdMa().isEmpty(),
        "the policy does not allow a migration agent");
  }

  private static void require(boolean condition, String message) throws FirmwareRefusedException {
    if (!condition) {
      throw new FirmwareRefusedException(FirmwareStatus.POLICY_FAILURE, message);
    }
  }
}
