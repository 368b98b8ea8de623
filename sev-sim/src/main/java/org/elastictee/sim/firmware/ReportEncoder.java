package org.elastictee.sim.firmware;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import org.elastictee.sev.attest.AttestationReport;
import org.elastictee.sev.attest.FirmwareVersion;
import org.elastictee.sim.firmware.EndorsementKey.Kind;

/**
 * Makes attestation reports of versions 2, 3 and 5: AMD SEV-SNP Firmware ABI (document 56860),
 * structure {@code ATTESTATION_REPORT}.
 */
final class ReportEncoder {
  private static final int ECDSA_P384_SHA384 = 1;
  private static final int MASK_CHIP_KEY_BIT = 1;
  private static final int SIGNING_KEY_SHIFT = 2;
  private static final int SIGNING_KEY_VCEK = 0;
  private static final int SIGNING_KEY_VLEK = 1;
  private static final int SIGNING_KEY_NONE = 7;

  private final PlatformState platform;
  private final GuestContext guest;

  ReportEncoder(PlatformState platform, GuestContext guest) {
    this.platform = platform;
    this.guest = guest;
  }

  /**
   * Returns a report.
   *
   * @param signer the key that signs it; it has no signature if empty
   */
  byte[] encode(byte[] reportData, int vmpl, Optional<Kind> signer) {
    LaunchParameters launch = guest.launch();
    FirmwareLevel current = platform.current();
    byte[] report = new byte[AttestationReport.REPORT_BYTES];
    ByteBuffer out = ByteBuffer.wrap(report).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(0x000, current.reportVersion())
        .putInt(0x004, (int) launch.guestSvn())
        .putLong(0x008, launch.policy().raw())
        .put(0x010, launch.familyId())
        .put(0x020, launch.imageId())
        .putInt(0x030, vmpl)
        .putInt(0x034, ECDSA_P384_SHA384)
        .putLong(0x038, current.tcb().raw())
        .putLong(0x040, platform.platformInfo())
        .putInt(0x048, keyInfo(signer))
        .put(0x050, reportData)
        .put(0x090, launch.measurement())
        .put(0x0C0, launch.hostData())
        .put(0x0E0, launch.idKeyDigest())
        .put(0x110, launch.authorKeyDigest())
        .put(0x140, guest.reportId())
        .put(0x160, guest.reportIdMa())
        .putLong(0x180, platform.reportedTcb().raw());
    if (!platform.maskChipId() && !signer.equals(Optional.of(Kind.VLEK))) {
      out.put(0x1A0, platform.chip().chipId());
    }
    out.putLong(0x1E0, platform.committed().tcb().raw());
    putVersion(out, 0x1E8, current.version());
    putVersion(out, 0x1EC, platform.committed().version());
    out.putLong(0x1F0, guest.launchTcb().raw());
    putLaterFields(out, current);
    signer.flatMap(platform::endorsementKey).ifPresent(key -> ReportSignature.sign(report, key));
    return report;
  }

  private void putLaterFields(ByteBuffer out, FirmwareLevel current) {
    if (current.reportVersion() >= FirmwareLevel.CPUID_REPORT_VERSION) {
      Product product = platform.chip().product();
      out.put(0x188, (byte) product.family())
          .put(0x189, (byte) product.model())
          .put(0x18A, (byte) product.stepping());
    }
    if (current.reportVersion() >= FirmwareLevel.MIT_REPORT_VERSION) {
      out.putLong(0x1F8, guest.launchMitVector()).putLong(0x200, current.mitVector());
    }
  }

  private int keyInfo(Optional<Kind> signer) {
    int signingKey =
        signer
            .map(kind -> kind == Kind.VLEK ? SIGNING_KEY_VLEK : SIGNING_KEY_VCEK)
            .orElse(SIGNING_KEY_NONE);
    return (guest.launch().authorKeyEn() ? 1 : 0)
        | (platform.maskChipKey() ? 1 : 0) << MASK_CHIP_KEY_BIT
        | signingKey << SIGNING_KEY_SHIFT;
  }

  private static void putVersion(ByteBuffer out, int offset, FirmwareVersion version) {
    out.put(offset, (byte) version.build())
        .put(offset + 1, (byte) version.minor())
        .put(offset + 2, (byte) version.major());
  }
}
