package org.elastictee.sev.guest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.elastictee.sev.guest.PlatformEvidence.Fact;

/**
 * Tells the platform from what only root and the guest's kernel can put there: the device node. It
 * looks at the node and does not open it, reads no environment variable and starts no process.
 */
public final class PlatformDetector {
  /** The SEV-SNP guest device of Linux 5.19 and later. */
  public static final Path SEV_GUEST_DEVICE = Path.of("/dev/sev-guest");

  private static final int FILE_TYPE_MASK = 0xF000;
  private static final int CHARACTER_DEVICE = 0x2000;

  private PlatformDetector() {}

  /**
   * Looks at this machine. Never throws: what can't be read is a fact too, and leaves the platform
   * undetermined.
   */
  public static PlatformEvidence detect() {
    return detect(SEV_GUEST_DEVICE);
  }

  static PlatformEvidence detect(Path sevGuestDevice) {
    String source = sevGuestDevice.toString();
    try {
      Integer mode =
          (Integer) Files.getAttribute(sevGuestDevice, "unix:mode", LinkOption.NOFOLLOW_LINKS);
      boolean isDevice = (mode & FILE_TYPE_MASK) == CHARACTER_DEVICE;
      return isDevice
          ? evidence(Platform.SEV_SNP, source, "present, a character device")
          : evidence(Platform.UNDETERMINED, source, "present, but not a character device");
    } catch (NoSuchFileException e) {
      return evidence(Platform.LINUX, source, "not present");
    } catch (IOException | UnsupportedOperationException e) {
      return evidence(Platform.UNDETERMINED, source, "cannot be examined");
    }
  }

  private static PlatformEvidence evidence(Platform platform, String source, String finding) {
    return new PlatformEvidence(platform, List.of(new Fact(source, finding)));
  }
}
