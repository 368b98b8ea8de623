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
  void aFileOfThatNameLeavesItOpen() throws Exception {
    Path planted = Files.createFile(folder.resolve("sev-guest"));
    assertFinding(Platform.UNDETERMINED, "present, but not a character device", planted);
  }

  @Test
  void aLinkOfThatNameLeavesItOpen() throws Exception {
    Path planted = Files.createSymbolicLink(folder.resolve("sev-guest"), Path.of("/dev/null"));
    assertFinding(Platform.UNDETERMINED, "present, but not a character device", planted);
  }

  @Test
  void whatCannotBeExaminedLeavesItOpen() {
    Path tooLong = folder.resolve("x".repeat(300));
    assertFinding(Platform.UNDETERMINED, "cannot be examined", tooLong);
  }
}
