package org.elastictee.sev.platform;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.elastictee.sev.guest.Pipes;
import org.elastictee.sev.guest.SimulatedTsm;
import org.elastictee.sev.platform.PlatformEvidence.Fact;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class PlatformDetectorTest {
  /** Numbers of Linux {@code errno(3)}. */
  private static final int EPERM = 1;

  private static final int EIO = 5;
  private static final int EACCES = 13;

  private static final String TSM = "/sys/kernel/config/tsm/report";
  private static final String UEVENT = "/sys/dev/char/10:123/uevent";
  private static final String VMPL = "/sys/devices/system/cpu/sev/vmpl";
  private static final String PLATFORM_DEVICE = "/sys/devices/platform/sev-guest";
  private static final String BUS_DEVICE = "/sys/bus/platform/devices/sev-guest";

  @TempDir Path folder;
  private PretendedMachine machine;

  @BeforeEach
  void pretend() {
    machine = new PretendedMachine(folder);
  }

  private static Arguments of(
      Platform platform, String what, UnaryOperator<PretendedMachine> machine) {
    return Arguments.of(platform, what, machine);
  }

  private static Arguments on(String what, UnaryOperator<PretendedMachine> machine) {
    return Arguments.of(what, machine);
  }

  private void assertFact(String source, String finding, PlatformEvidence evidence) {
    assertTrue(
        evidence.facts().contains(new Fact(source, finding)), () -> evidence.facts().toString());
  }

  static Stream<Arguments> machines() {
    return Stream.of(
        of(Platform.LINUX, "nothing at all", m -> m),
        of(Platform.LINUX, "a processor of AMD's", m -> m.cpuinfo("AuthenticAMD", "sev_snp")),
        of(Platform.LINUX, "configfs-tsm without a provider", m -> m.tsm((String) null)),
        of(Platform.LINUX, "configfs-tsm of another", m -> m.tsm("arm_cca_guest")),
        of(
            Platform.LINUX,
            "configfs-tsm for root only",
            m -> m.tsm(new SimulatedTsm("sev_guest", null).fail("mkdir", EACCES))),
        of(Platform.SEV_SNP, "the device alone", m -> m.guestDevice()),
        of(
            Platform.SEV_SNP,
            "the device that the kernel names",
            m -> m.guestDevice().file(UEVENT, "MAJOR=10\nMINOR=123\nDEVNAME=sev-guest\n")),
        of(
            Platform.SEV_SNP,
            "the device and all else",
            m ->
                m.guestDevice()
                    .folder(PLATFORM_DEVICE)
                    .link(BUS_DEVICE, "../../../devices/platform/sev-guest")
                    .file(VMPL, "0\n")
                    .tsm("sev_guest")
                    .cpuinfo("AuthenticAMD", "")),
        of(Platform.SEV_SNP, "the device on Azure", m -> azureAmd(m).guestDevice()),
        of(
            Platform.SEV_SNP_NO_DEVICE,
            "the platform device",
            m -> m.folder("/sys/devices/platform/sev-guest")),
        of(
            Platform.SEV_SNP_NO_DEVICE,
            "the platform device on the bus",
            m -> m.folder("/elsewhere").link(BUS_DEVICE, "../../../../elsewhere")),
        of(Platform.SEV_SNP_NO_DEVICE, "the provider", m -> m.tsm("sev_guest")),
        of(Platform.SEV_SNP_NO_DEVICE, "the level", m -> m.file(VMPL, "2\n")),
        of(Platform.TDX, "the device", m -> m.tdxDevice()),
        of(Platform.TDX, "the provider", m -> m.tsm("tdx_guest")),
        of(Platform.TDX, "the flag", m -> m.cpuinfo("GenuineIntel", "tdx_guest")),
        of(
            Platform.SEV_SNP_PARAVISOR,
            "the report in the TPM",
            m -> azureAmd(m).tpmWithIndex(true)),
        of(Platform.LINUX, "no report in the TPM", m -> azureAmd(m).tpmWithIndex(false)),
        of(Platform.LINUX, "Azure without a TPM", m -> azureAmd(m)),
        of(
            Platform.LINUX,
            "Azure with another processor",
            m -> m.azure().cpuinfo("GenuineIntel", "").tpmWithIndex(true)),
        of(
            Platform.LINUX,
            "a TPM with that index elsewhere",
            m -> m.cpuinfo("AuthenticAMD", "").tpmWithIndex(true)));
  }

  private static PretendedMachine azureAmd(PretendedMachine machine) {
    return machine.azure().cpuinfo("AuthenticAMD", "");
  }

  @ParameterizedTest(name = "{0} by {1}")
  @MethodSource("machines")
  void tellsThePlatform(Platform platform, String what, UnaryOperator<PretendedMachine> pretend) {
    PlatformEvidence evidence = pretend.apply(machine).detect();
    assertEquals(platform, evidence.platform(), () -> what + ": " + evidence.facts());
  }

  static Stream<Arguments> unclearMachines() {
    UnaryOperator<PretendedMachine> sevAndTdx = m -> m.guestDevice().tdxDevice();
    return Stream.of(
        on("a file for the device", m -> m.file("/dev/sev-guest", "")),
        on("a folder for the device", m -> m.folder("/dev/sev-guest")),
        on("a link for the device", m -> m.link("/dev/sev-guest", "/dev/null")),
        on("a dangling link for the device", m -> m.link("/dev/sev-guest", "/none")),
        on("a block device", m -> m.blockNode("/dev/sev-guest", 10, 123)),
        on("a device of another driver", m -> m.node("/dev/sev-guest", 1, 123)),
        on(
            "a device that the kernel calls another",
            m -> m.guestDevice().file(UEVENT, "MAJOR=10\nMINOR=123\nDEVNAME=fuse\n")),
        on("a device that the kernel names not", m -> m.guestDevice().file(UEVENT, "")),
        on(
            "a device that the kernel names longer",
            m -> m.guestDevice().file(UEVENT, "DEVNAME=sev-guest2\nXDEVNAME=sev-guest\n")),
        on(
            "a device that nobody may look at",
            m -> m.refuse("/dev/sev-guest", new AccessDeniedException("x"))),
        on("devices of both makers", sevAndTdx),
        on("a device and the other's provider", m -> m.guestDevice().tsm("tdx_guest")),
        on(
            "a device and the other's flag",
            m -> m.guestDevice().cpuinfo("GenuineIntel", "tdx_guest")),
        on("a level and the other's provider", m -> m.file(VMPL, "0").tsm("tdx_guest")),
        on("a file for the platform device", m -> m.file(PLATFORM_DEVICE, "")),
        on("a file on the bus", m -> m.file(BUS_DEVICE, "")),
        on("a loop on the bus", m -> m.link(BUS_DEVICE, "sev-guest")),
        on("a level that is none", m -> m.file(VMPL, "4\n")),
        on("a folder for the level", m -> m.folder(VMPL)),
        on("a file for Intel's device", m -> m.file("/dev/tdx_guest", "")),
        on("a file for configfs-tsm", m -> m.file(TSM, "sev_guest\n")),
        on("a folder for the processor", m -> m.folder("/proc/cpuinfo")),
        on(
            "a processor that nobody may look at",
            m -> m.refuse("/proc/cpuinfo", new AccessDeniedException("x"))),
        on(
            "a provider that cannot be read",
            m -> m.tsm(new SimulatedTsm("sev_guest", null).fail("read provider", EIO))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("unclearMachines")
  void leavesItOpen(String what, UnaryOperator<PretendedMachine> pretend) {
    PlatformEvidence evidence = pretend.apply(machine).detect();
    assertEquals(Platform.UNDETERMINED, evidence.platform(), () -> what + ": " + evidence.facts());
  }

  @Test
  void saysWhereEachFactIsFrom() {
    machine.guestDevice().file(UEVENT, "DEVNAME=sev-guest\n").file(VMPL, "1\n").tsm("sev_guest");
    PlatformEvidence evidence = machine.cpuinfo("AuthenticAMD", "").detect();
    assertEquals(
        List.of(
            new Fact("/dev/sev-guest", "present, a character device"),
            new Fact(UEVENT, "the kernel calls it sev-guest"),
            new Fact(PLATFORM_DEVICE, "not present"),
            new Fact(BUS_DEVICE, "not present"),
            new Fact(VMPL, "VMPL 1"),
            new Fact("/dev/tdx_guest", "not present"),
            new Fact("/proc/cpuinfo", "vendor_id AuthenticAMD"),
            new Fact("/proc/cpuinfo", "without the flag tdx_guest"),
            new Fact(TSM, "provider sev_guest")),
        evidence.facts());
  }

  @Test
  void aKernelThatDoesNotNameTheDeviceIsAFact() {
    assertFact(
        UEVENT, "the kernel does not say which device it is", machine.guestDevice().detect());
  }

  /** Whether that is "not there" or "cannot be read", JDK 17 and 25 tell differently. */
  @Test
  void aFileForTheFolderOfNumbersDoesNotNameTheDevice() {
    PlatformEvidence evidence =
        machine.guestDevice().file("/sys/dev/char/10:123", "DEVNAME=sev-guest\n").detect();
    assertTrue(
        evidence.facts().stream()
            .filter(fact -> fact.source().equals(UEVENT))
            .noneMatch(fact -> fact.finding().startsWith("the kernel calls it")),
        () -> evidence.facts().toString());
  }

  @Test
  void aLackOfPermissionIsAFact() {
    SimulatedTsm tsm = new SimulatedTsm("sev_guest", null).fail("mkdir", EPERM);
    assertFact(
        TSM,
        "the provider cannot be learned: this process may not make an entry in configfs-tsm",
        machine.tsm(tsm).detect());
  }

  @Test
  void learnsTheProviderWithoutLeavingAnything() {
    SimulatedTsm tsm = new SimulatedTsm("sev_guest", null);
    machine.tsm(tsm).detect();
    assertEquals(1, tsm.entriesMade());
    assertEquals(0, tsm.entries());
  }

  @Test
  void anEntryThatCannotBeRemovedIsAFact() {
    SimulatedTsm tsm = new SimulatedTsm("sev_guest", null).fail("rmdir", EPERM);
    PlatformEvidence evidence = machine.tsm(tsm).detect();
    assertEquals(Platform.SEV_SNP_NO_DEVICE, evidence.platform());
    assertFact(TSM, "the entry made to learn the provider could not be removed", evidence);
  }

  @Test
  void makesNoEntryWhereThereIsNoConfigfsTsm() {
    SimulatedTsm tsm = new SimulatedTsm("sev_guest", null);
    Machine pretended = machine.machine();
    PlatformEvidence evidence =
        PlatformDetector.detect(new Machine(pretended.files(), tsm, pretended.tpm()));
    assertEquals(Platform.LINUX, evidence.platform());
    assertEquals(0, tsm.entriesMade());
  }

  @Test
  void asksTheTpmForTheIndexWithoutAuthorization() {
    azureAmd(machine).tpmWithIndex(true).detect();
    assertEquals(1, machine.tpmCommands().size());
    assertArrayEquals(
        HexFormat.of().parseHex("8001" + "0000000e" + "00000169" + "01400001"),
        machine.tpmCommands().get(0));
  }

  static Stream<Arguments> machinesWhoseTpmIsLeftAlone() {
    UnaryOperator<PretendedMachine> withTpm = m -> azureAmd(m).tpmWithIndex(true);
    return Stream.of(
        on("a guest device", m -> withTpm.apply(m).guestDevice()),
        on("an unclear device", m -> withTpm.apply(m).file("/dev/sev-guest", "")),
        on("a provider", m -> withTpm.apply(m).tsm("sev_guest")),
        on("another vendor", m -> withTpm.apply(m).file("/sys/class/dmi/id/sys_vendor", "QEMU\n")),
        on(
            "another tag",
            m -> withTpm.apply(m).file("/sys/class/dmi/id/chassis_asset_tag", "7783\n")),
        on("another processor", m -> withTpm.apply(m).cpuinfo("GenuineIntel", "")),
        on("a disk for the TPM", m -> withTpm.apply(m).blockNode("/dev/tpmrm0", 253, 0)),
        on("no processor", m -> m.azure().tpmWithIndex(true)),
        on(
            "a TPM that the kernel calls another",
            m -> withTpm.apply(m).file("/sys/dev/char/253:0/uevent", "DEVNAME=ttyS0\n")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("machinesWhoseTpmIsLeftAlone")
  void leavesTheTpmAlone(String what, UnaryOperator<PretendedMachine> pretend) {
    pretend.apply(machine).detect();
    assertEquals(List.of(), machine.tpmCommands(), what);
  }

  static Stream<Arguments> unclearTpms() {
    byte[] other = PretendedMachine.nvPublic(0x0140_0002);
    byte[] wrongTag = PretendedMachine.nvPublic(0x0140_0001);
    wrongTag[0] = 0;
    byte[] wrongSize = PretendedMachine.nvPublic(0x0140_0001);
    wrongSize[5]++;
    return Stream.of(
        Arguments.of("nothing", new byte[0]),
        Arguments.of("half a header", new byte[9]),
        Arguments.of("success and nothing else", PretendedMachine.response(0, new byte[0])),
        Arguments.of("another index", other),
        Arguments.of("another tag", wrongTag),
        Arguments.of("another size", wrongSize),
        Arguments.of("a retry", PretendedMachine.response(0x922, new byte[0])),
        Arguments.of("the command", ByteBuffer.wrap(NvReadPublic.command(0x0140_0001)).array()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("unclearTpms")
  void aTpmThatAnswersOtherwiseDoesNotTell(String what, byte[] response) {
    PlatformEvidence evidence = azureAmd(machine).tpm(command -> response).detect();
    assertEquals(Platform.LINUX, evidence.platform(), what);
    assertFact(
        "/sys/class/dmi/id/chassis_asset_tag",
        "Azure's, and whether the machine is confidential cannot be told",
        evidence);
  }

  @Test
  void aTpmThatCannotBeOpenedDoesNotTell() {
    Tpm closed =
        command -> {
          throw new IOException("closed");
        };
    PlatformEvidence evidence = azureAmd(machine).tpm(closed).detect();
    assertEquals(Platform.LINUX, evidence.platform());
    assertFact(
        "/sys/class/dmi/id/chassis_asset_tag",
        "Azure's, and whether the machine is confidential cannot be told",
        evidence);
    assertFact("/dev/tpmrm0", "cannot be used by this process, or does not answer", evidence);
  }

  @Test
  void showsNothingOfAForeignMachinesDmi() {
    PlatformEvidence evidence =
        machine
            .file("/sys/class/dmi/id/sys_vendor", "SERIAL-1234")
            .file("/sys/class/dmi/id/chassis_asset_tag", "SERIAL-1234")
            .detect();
    assertFact("/sys/class/dmi/id/sys_vendor", "not Azure's", evidence);
    assertFalse(evidence.toString().contains("SERIAL"));
  }

  @ParameterizedTest
  @CsvSource({
    "/dev/sev-guest,                      UNDETERMINED",
    "/dev/tdx_guest,                      UNDETERMINED",
    "/proc/cpuinfo,                       UNDETERMINED",
    "/sys/devices/platform/sev-guest,     UNDETERMINED",
    "/sys/devices/system/cpu/sev/vmpl,    UNDETERMINED",
    "/sys/kernel/config/tsm/report,       UNDETERMINED",
    "/sys/class/dmi/id/sys_vendor,        LINUX",
    "/sys/class/dmi/id/chassis_asset_tag, LINUX",
    "/dev/tpmrm0,                         LINUX"
  })
  void whatCannotBeExaminedIsAFactAndNeverAnException(String path, Platform platform) {
    azureAmd(machine).tpmWithIndex(true);
    machine.refuse(path, new FileSystemException("x", null, "Input/output error"));
    PlatformEvidence evidence = machine.detect();
    assertEquals(platform, evidence.platform());
    assertTrue(
        evidence.facts().stream().anyMatch(fact -> fact.source().equals(path)),
        () -> evidence.facts().toString());
  }

  @Test
  void aKernelsNameThatCannotBeReadLeavesThePlatformUndetermined() {
    machine.guestDevice().refuse(UEVENT, new AccessDeniedException("x"));
    PlatformEvidence evidence = machine.detect();
    assertEquals(Platform.UNDETERMINED, evidence.platform());
    assertFact(UEVENT, "cannot be read", evidence);
  }

  @Test
  void configfsThatIsNotForThisProcessToSeeIsAFact() {
    machine.refuse(TSM, new AccessDeniedException("x"));
    PlatformEvidence evidence = machine.detect();
    assertEquals(Platform.LINUX, evidence.platform());
    assertFact(TSM, "not for this process to see", evidence);
  }

  @Test
  void neverBlocksOnAPipe() {
    for (String path :
        List.of("/proc/cpuinfo", VMPL, UEVENT, "/sys/class/dmi/id/sys_vendor", "/dev/sev-guest")) {
      machine.folder(path.substring(0, path.lastIndexOf('/')));
      Pipes.make(folder.resolve(path.substring(1)));
    }
    assertTimeoutPreemptively(
        Duration.ofSeconds(30),
        () -> assertEquals(Platform.UNDETERMINED, machine.detect().platform()));
  }

  @Test
  void readsNoMoreThanItNeeds() {
    machine.cpuinfo("AuthenticAMD", "").file(VMPL, "1" + " ".repeat(10_000_000));
    assertEquals(Platform.SEV_SNP_NO_DEVICE, machine.detect().platform());
  }

  @Test
  void anInterruptedThreadSeesTheSameAndStaysInterrupted() {
    machine.cpuinfo("AuthenticAMD", "").tsm("sev_guest");
    PlatformEvidence expected = machine.detect();
    Thread.currentThread().interrupt();
    PlatformEvidence evidence = machine.detect();
    assertTrue(Thread.interrupted());
    assertEquals(expected, evidence);
  }

  @Test
  void looksAtThisMachine() {
    PlatformEvidence evidence = PlatformDetector.detect();
    assertEquals("/dev/sev-guest", evidence.facts().get(0).source());
    assertEquals(evidence, PlatformDetector.detect());
  }

  @ParameterizedTest
  @EnumSource(Platform.class)
  void eachPlatformSaysInOneSentenceWhatItLacks(Platform platform) {
    assertFalse(platform.displayName().isBlank());
    assertEquals(platform == Platform.SEV_SNP, platform.lacks().isEmpty());
    assertTrue(platform == Platform.SEV_SNP || platform.lacks().endsWith("."), platform::lacks);
  }
}
