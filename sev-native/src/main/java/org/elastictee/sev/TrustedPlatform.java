package org.elastictee.sev;

import java.nio.file.Path;
import java.util.Optional;
import org.elastictee.sev.platform.Platform;
import org.elastictee.sev.platform.PlatformDetector;
import org.elastictee.sev.platform.PlatformEvidence;
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
    Optional<RootOfTrustException> refusal = refusal(choice, evidence);
    if (refusal.isPresent()) {
      throw refusal.get();
    }
    if (choice == PlatformChoice.LINUX) {
      return software(evidence, rootFile, Settings.PLATFORM + "=linux asks for it");
    }
    return switch (evidence.platform()) {
      case SEV_SNP ->
          new TrustedPlatform(evidence, deviceRoot.open(), "an SEV-SNP guest device was found");
      case LINUX -> software(evidence, rootFile, "no SEV-SNP guest device was found");
      default ->
          software(evidence, rootFile, "the platform is " + evidence.platform().displayName());
    };
  }

  /**
   * Returns why there is no root of trust for this choice on this machine, or empty if there is
   * one. A guest device that is there and cannot be used is not quietly replaced by software; TDX
   * and Azure's paravisor have none, and get the software root.
   */
  public static Optional<RootOfTrustException> refusal(
      PlatformChoice choice, PlatformEvidence evidence) {
    Platform platform = evidence.platform();
    if (choice == PlatformChoice.LINUX || platform == Platform.SEV_SNP) {
      return Optional.empty();
    }
    String instead = ": " + Settings.PLATFORM + "=linux takes the software root";
    if (platform == Platform.UNDETERMINED) {
      return Optional.of(
          new RootOfTrustException(
              Reason.UNSUPPORTED,
              "whether there is an SEV-SNP guest device cannot be told" + instead));
    }
    if (choice == PlatformChoice.SEV_SNP) {
      return Optional.of(
          new RootOfTrustException(
              Reason.DEVICE_MISSING,
              Settings.PLATFORM
                  + "=sev-snp, and there is no SEV-SNP guest device. "
                  + platform.lacks()));
    }
    return platform == Platform.SEV_SNP_NO_DEVICE
        ? Optional.of(
            new RootOfTrustException(
                Reason.UNSUPPORTED,
                "this is an SEV-SNP guest, and its guest device is not visible here" + instead))
        : Optional.empty();
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
