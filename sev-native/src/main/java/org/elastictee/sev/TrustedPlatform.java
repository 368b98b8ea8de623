package org.elastictee.sev;

import java.nio.file.Path;
import org.elastictee.sev.guest.Platform;
import org.elastictee.sev.guest.PlatformDetector;
import org.elastictee.sev.guest.PlatformEvidence;
import org.elastictee.sev.seal.RootOfTrust;
import org.elastictee.sev.seal.RootOfTrustException;
import org.elastictee.sev.seal.RootOfTrustException.Reason;
import org.elastictee.sev.seal.SevSnpRoot;
import org.elastictee.sev.seal.SoftwareRoot;

/**
 * The platform, the root of trust that it leads to, and why.
 *
 * @param evidence what was found out about the machine
 * @param root the root of trust
 * @param because one sentence: why this root
 */
public record TrustedPlatform(PlatformEvidence evidence, RootOfTrust root, String because) {
  private static TrustedPlatform current;

  /**
   * Returns the platform of this process by the settings of {@link Settings}: found out at the
   * first call that succeeds, and the same from then on.
   *
   * @throws RootOfTrustException if there is no root of trust to be had; the next call tries again
   */
  public static synchronized TrustedPlatform current() throws RootOfTrustException {
    if (current == null) {
      current = open(Settings.platform(), PlatformDetector.detect(), Settings.rootFile());
    }
    return current;
  }

  /**
   * Chooses and opens the root of trust.
   *
   * @param choice what the operator asks for
   * @param evidence what the machine is
   * @param rootFile where the software root lies, or is created, if it comes to that
   * @throws RootOfTrustException if the choice and the evidence do not agree, or the root cannot be
   *     opened
   */
  public static TrustedPlatform open(
      PlatformChoice choice, PlatformEvidence evidence, Path rootFile) throws RootOfTrustException {
    return open(choice, evidence, rootFile, SevSnpRoot::open);
  }

  static TrustedPlatform open(
      PlatformChoice choice, PlatformEvidence evidence, Path rootFile, DeviceRoot deviceRoot)
      throws RootOfTrustException {
    Platform platform = evidence.platform();
    if (choice == PlatformChoice.LINUX) {
      return software(evidence, rootFile, Settings.PLATFORM + "=linux asks for it");
    }
    if (platform == Platform.UNDETERMINED) {
      throw unsupported("whether there is an SEV-SNP guest device cannot be told");
    }
    if (platform == Platform.SEV_SNP) {
      return new TrustedPlatform(evidence, deviceRoot.open(), "an SEV-SNP guest device was found");
    }
    if (choice == PlatformChoice.SEV_SNP) {
      throw new RootOfTrustException(
          Reason.DEVICE_MISSING,
          Settings.PLATFORM
              + "=sev-snp, and there is no SEV-SNP guest device. "
              + platform.lacks());
    }
    if (platform == Platform.SEV_SNP_NO_DEVICE) {
      throw unsupported("this is an SEV-SNP guest, and its guest device is not visible here");
    }
    return software(
        evidence,
        rootFile,
        platform == Platform.LINUX
            ? "no SEV-SNP guest device was found"
            : "the platform is " + platform.displayName());
  }

  /** Hardware that is there and cannot be used is not quietly replaced by software. */
  private static RootOfTrustException unsupported(String why) {
    return new RootOfTrustException(
        Reason.UNSUPPORTED, why + ": " + Settings.PLATFORM + "=linux takes the software root");
  }

  private static TrustedPlatform software(PlatformEvidence evidence, Path rootFile, String because)
      throws RootOfTrustException {
    return new TrustedPlatform(evidence, SoftwareRoot.open(rootFile), because);
  }

  /** How the root of the guest device is opened. */
  interface DeviceRoot {
    /** Returns the open root. */
    RootOfTrust open() throws RootOfTrustException;
  }
}
