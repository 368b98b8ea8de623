package org.elastictee.sev.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.elastictee.sev.guest.PlatformEvidence.Fact;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlatformDetectorTest {
  @TempDir Path folder;

  private static void assertFinding(Platform platform, String finding, Path device) {
    PlatformEvidence evidence = PlatformDetector.detect(device);
    assertEquals(platform, evidence.platform());
    assertEquals(List.of(new Fact(device.toString(), finding)), evidence.facts());
  }

  @Test
  void aCharacterDeviceIsTheGuestDevice() {
    assertFinding(Platform.SEV_SNP, "present, a character device", Path.of("/dev/null"));
  }

  @Test
  void noNodeIsPlainLinux() {
    assertFinding(Platform.LINUX, "not present", folder.resolve("sev-guest"));
  }

  @Test
  void aPlantedFileIsIgnored() throws Exception {
    Path planted = Files.createFile(folder.resolve("sev-guest"));
    assertFinding(Platform.LINUX, "present, but not a character device: ignored", planted);
  }

  @Test
  void aPlantedLinkToADeviceIsIgnored() throws Exception {
    Path planted = Files.createSymbolicLink(folder.resolve("sev-guest"), Path.of("/dev/null"));
    assertFinding(Platform.LINUX, "present, but not a character device: ignored", planted);
  }

  @Test
  void whatCannotBeExaminedCountsAsAbsent() {
    Path tooLong = folder.resolve("x".repeat(300));
    assertFinding(Platform.LINUX, "cannot be examined: taken as not present", tooLong);
  }
}
