package org.elastictee.sev;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.elastictee.sev.memory.SecretMemory;
import org.elastictee.sev.platform.Platform;
import org.elastictee.sev.platform.PlatformEvidence;
import org.elastictee.sev.seal.DerivationRequest;
import org.elastictee.sev.seal.RootKind;
import org.elastictee.sev.seal.RootOfTrust;
import org.elastictee.sev.seal.RootOfTrustException;
import org.elastictee.sev.seal.RootOfTrustException.Reason;
import org.elastictee.sev.seal.SealingPolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedPlatformTest {
  @TempDir Path folder;
  private String savedRootFile;

  @BeforeEach
  void save() {
    savedRootFile = System.getProperty(Settings.ROOT_FILE);
  }

  @AfterEach
  void restore() {
    System.setProperty(Settings.ROOT_FILE, savedRootFile);
    System.clearProperty(Settings.PLATFORM);
  }

  private TrustedPlatform open(PlatformChoice choice, Platform platform)
      throws RootOfTrustException {
    return open(
        choice,
        platform,
        () -> {
          throw new AssertionError("the guest device is not to be opened");
        });
  }

  private TrustedPlatform open(
      PlatformChoice choice, Platform platform, TrustedPlatform.DeviceRoot deviceRoot)
      throws RootOfTrustException {
    PlatformEvidence evidence = new PlatformEvidence(platform, List.of());
    return TrustedPlatform.open(choice, evidence, folder.resolve("root"), deviceRoot);
  }

  /** What stands for the device's root: which one it is does not matter to the choice. */
  private static final class DeviceStandIn implements RootOfTrust {
    @Override
    public RootKind kind() {
      return RootKind.SEV_SNP;
    }

    @Override
    public String statement() {
      return "";
    }

    @Override
    public DerivationRequest request(SealingPolicy policy) {
      throw new AssertionError("nothing is derived by choosing");
    }

    @Override
    public SecretMemory derive(
        DerivationRequest request, SealingPolicy policy, String label, int length) {
      throw new AssertionError("nothing is derived by choosing");
    }
  }

  @ParameterizedTest
  @CsvSource({"AUTO", "SEV_SNP"})
  void takesTheGuestDeviceWhereThereIsOne(PlatformChoice choice) throws Exception {
    RootOfTrust device = new DeviceStandIn();
    TrustedPlatform trusted = open(choice, Platform.SEV_SNP, () -> device);
    assertSame(device, trusted.root());
    assertEquals("an SEV-SNP guest device was found", trusted.because());
    assertFalse(Files.exists(folder.resolve("root")));
  }

  @ParameterizedTest
  @CsvSource({"AUTO", "SEV_SNP"})
  void aGuestDeviceThatCannotBeOpenedIsNotReplacedBySoftware(PlatformChoice choice) {
    RootOfTrustException refused =
        new RootOfTrustException(Reason.DEVICE_PERMISSION, "this process may not");
    RootOfTrustException e =
        assertThrows(
            RootOfTrustException.class,
            () ->
                open(
                    choice,
                    Platform.SEV_SNP,
                    () -> {
                      throw refused;
                    }));
    assertSame(refused, e);
    assertFalse(Files.exists(folder.resolve("root")));
  }

  @ParameterizedTest
  @CsvSource({
    "AUTO,  LINUX,   no SEV-SNP guest device was found",
    "LINUX, LINUX,   elastic.platform=linux asks for it",
    "LINUX, SEV_SNP, elastic.platform=linux asks for it",
    "LINUX, UNDETERMINED, elastic.platform=linux asks for it",
    "LINUX, SEV_SNP_NO_DEVICE, elastic.platform=linux asks for it",
    "AUTO,  TDX, the platform is Intel TDX: no derived keys in Linux's interface",
    "AUTO,  SEV_SNP_PARAVISOR, the platform is AMD SEV-SNP under Azure's paravisor: no derived keys"
  })
  void takesTheSoftwareRootAndSaysWhy(PlatformChoice choice, Platform platform, String because)
      throws Exception {
    TrustedPlatform trusted = open(choice, platform);
    assertEquals(RootKind.SOFTWARE, trusted.root().kind());
    assertEquals(because, trusted.because());
    assertEquals(platform, trusted.evidence().platform());
  }

  @ParameterizedTest
  @CsvSource({
    "SEV_SNP, LINUX,   DEVICE_MISSING",
    "SEV_SNP, TDX,     DEVICE_MISSING",
    "SEV_SNP, SEV_SNP_PARAVISOR, DEVICE_MISSING",
    "SEV_SNP, SEV_SNP_NO_DEVICE, DEVICE_MISSING",
    "AUTO,    SEV_SNP_NO_DEVICE, UNSUPPORTED",
    "AUTO,    UNDETERMINED, UNSUPPORTED",
    "SEV_SNP, UNDETERMINED, UNSUPPORTED"
  })
  void failsClosedAndCreatesNothing(PlatformChoice choice, Platform platform, Reason reason) {
    RootOfTrustException e = assertThrows(RootOfTrustException.class, () -> open(choice, platform));
    assertEquals(reason, e.reason());
    assertFalse(Files.exists(folder.resolve("root")));
  }

  @ParameterizedTest
  @CsvSource({"auto, AUTO", "SEV-SNP, SEV_SNP", "' linux ', LINUX", "'', AUTO"})
  void readsTheSetting(String word, PlatformChoice choice) throws Exception {
    System.setProperty(Settings.PLATFORM, word);
    assertEquals(choice, Settings.platform());
  }

  @ParameterizedTest
  @ValueSource(strings = {"sev", "1", "true", "tdx"})
  void refusesASettingThatMeansNothing(String word) {
    System.setProperty(Settings.PLATFORM, word);
    RootOfTrustException e = assertThrows(RootOfTrustException.class, Settings::platform);
    assertEquals(Reason.CONFIGURATION, e.reason());
  }

  @Test
  void refusesARootFileThatIsNoPath() {
    System.setProperty(Settings.ROOT_FILE, "a\0b");
    RootOfTrustException e = assertThrows(RootOfTrustException.class, Settings::rootFile);
    assertEquals(Reason.CONFIGURATION, e.reason());
  }

  @Test
  void keepsTheRootFileInTheUsersHomeByDefault() throws Exception {
    System.clearProperty(Settings.ROOT_FILE);
    assertEquals(Path.of(System.getProperty("user.home"), ".elastic", "root"), Settings.rootFile());
  }

  @Test
  void isTheSameForTheWholeProcess() throws Exception {
    assertSame(TrustedPlatform.current(), TrustedPlatform.current());
  }
}
