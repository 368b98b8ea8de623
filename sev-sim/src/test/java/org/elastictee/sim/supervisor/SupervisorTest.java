package org.elastictee.sim.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.elastictee.sim.GuestKernel;
import org.elastictee.sim.supervisor.Supervised.Result;
import org.elastictee.sim.supervisor.SupervisorException.Reason;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an unmodified program in another JVM, and in a shell, meets. */
@Timeout(120)
class SupervisorTest {
  private final ScriptedKernel kernel = new ScriptedKernel();

  @BeforeAll
  static void requireSupervisor() {
    Supervised.requireSupervisor();
  }

  private Result runJava(String what) throws Exception {
    return Supervised.run(
        kernel, DeviceNode.PRESENT, Supervised.java(SupervisedProgram.class, what));
  }

  private void assertPrints(List<String> lines, Result result) {
    assertEquals(lines, result.lines());
    assertEquals(0, result.status());
  }

  @Test
  void theDeviceMakesItAGuestOfSevSnp() throws Exception {
    assertPrints(List.of("SEV_SNP"), runJava("detect"));
  }

  @Test
  void theSameProgramAloneIsOnPlainLinux() throws Exception {
    assertPrints(
        List.of("LINUX"), Supervised.runAlone(Supervised.java(SupervisedProgram.class, "detect")));
  }

  @Test
  void givesAReport() throws Exception {
    assertPrints(List.of("REPORT_DATA 7"), runJava("report"));
    assertEquals(List.of(ScriptedKernel.GET_REPORT), kernel.requests());
  }

  @Test
  void givesADerivedKey() throws Exception {
    assertPrints(List.of(HexFormat.of().formatHex(ScriptedKernel.KEY)), runJava("key"));
    assertEquals(List.of(ScriptedKernel.GET_DERIVED_KEY), kernel.requests());
  }

  @Test
  void givesAReportWithCertificates() throws Exception {
    String table = HexFormat.of().formatHex(ScriptedKernel.CERTIFICATES) + "00";
    assertPrints(List.of("REPORT_DATA 9", "16384 " + table), runJava("extended"));
    assertEquals(List.of(ScriptedKernel.GET_EXT_REPORT), kernel.requests());
  }

  @Test
  void anAddressThatIsNotTheProgramsIsAFault() throws Exception {
    assertPrints(
        List.of(
            "argument -14",
            "argument before a gap -14",
            "request -14",
            "response -14",
            "read-only response -14",
            "right 0"),
        runJava("addresses"));
  }

  @Test
  void onlyCallsOnTheDeviceReachTheKernel() throws Exception {
    assertPrints(
        List.of(
            "unknown number -25",
            "other type -25",
            "other file -25",
            "no file -9",
            "sign-extended -25"),
        runJava("numbers"));
    assertEquals(List.of(0xC020_5309L, 0xC020_5309L), kernel.requests());
  }

  @Test
  void opensAsTheKernelDoes() throws Exception {
    assertPrints(
        List.of(
            "open opened",
            "openat opened",
            "openat bad folder opened",
            "openat2 opened",
            "openat2 long opened",
            "openat2 longer -7",
            "openat2 flags -22",
            "openat2 resolve -22",
            "openat2 short -22",
            "openat2 beneath -18",
            "creat opened",
            "exclusive -17",
            "folder -20",
            "longer -2",
            "shorter -2",
            "path at the end opened",
            "path over the end -14",
            "other at the end opened",
            "no path -14",
            "readable 0",
            "executable -13",
            "no mode -22",
            "readable, effectively 0",
            "no flag -22"),
        runJava("openings"));
  }

  @Test
  void eachOpeningHasAFileOfItsOwn() throws Exception {
    assertPrints(
        List.of("flags 0", "flags 2049", "lock 0", "second lock -11", "call 0"), runJava("files"));
  }

  @Test
  @Timeout(30)
  void aCallOnAFileThatTheProgramServesItselfDoesNotWaitForIt(@TempDir Path folder)
      throws Exception {
    List<String> inItsOwnMounts = List.of("unshare", "-r", "-m");
    List<String> command = new ArrayList<>(inItsOwnMounts);
    command.add("true");
    assumeTrue(
        Files.isWritable(Path.of("/dev/fuse")) && Supervised.runAlone(command).status() == 0,
        "this machine lets nobody mount a file system of a program");
    command = new ArrayList<>(inItsOwnMounts);
    command.addAll(Supervised.java(SupervisedProgram.class, "own-file-system", "" + folder));
    assertPrints(
        List.of("file opened", "call -25"), Supervised.run(kernel, DeviceNode.PRESENT, command));
  }

  @Test
  void sixteenThreadsGetTheirOwnReportsOneAfterTheOther() throws Exception {
    assertPrints(List.of("320 reports"), runJava("threads"));
    assertEquals(Collections.nCopies(320, ScriptedKernel.GET_REPORT), kernel.requests());
    assertFalse(kernel.overlapped());
  }

  @Test
  void opensAndLooksGoThroughWhileACallIsUnderWay() throws Exception {
    ScriptedNode node = new ScriptedNode(0, 0);
    AtomicBoolean opened = new AtomicBoolean();
    ScriptedKernel waiting = new ScriptedKernel(() -> opened.set(node.awaitAnOpening()));
    Result result =
        Supervised.run(
            waiting, node, Supervised.java(SupervisedProgram.class, "openings-during-a-call"));
    assertTrue(opened.get());
    assertTrue(result.lines().contains("SEV_SNP"));
    assertTrue(result.lines().contains("REPORT_DATA 7"));
  }

  @Test
  void signalsDoNotInterruptACallWhichIsMadeOnce() throws Exception {
    Supervised.requireLinux(5, 19);
    ScriptedKernel slow = new ScriptedKernel(() -> LockSupport.parkNanos(1_500_000_000L));
    assertPrints(
        List.of("REPORT_DATA 7", "a signal waited: true"),
        Supervised.run(
            slow,
            DeviceNode.PRESENT,
            Supervised.java(SupervisedProgram.class, "signals-during-a-call")));
    assertEquals(List.of(ScriptedKernel.GET_REPORT), slow.requests());
  }

  @ParameterizedTest
  @CsvSource({
    // look, open, the platform, what opening it says
    "0,   -13, SEV_SNP, NO_PERMISSION",
    "0,   -1,  SEV_SNP, NO_PERMISSION",
    "0,   -16, SEV_SNP, IO",
    "-2,  -2,  LINUX,   NO_DEVICE",
    "0,   -19, SEV_SNP, NO_DEVICE",
    "-13, -13, UNDETERMINED, NO_PERMISSION"
  })
  void theNodeSaysWhatBecomesOfLooksAndOpenings(int look, int open, String platform, String opening)
      throws Exception {
    ScriptedNode node = new ScriptedNode(look, open);
    List<String> detect = Supervised.java(SupervisedProgram.class, "detect");
    assertPrints(List.of(platform), Supervised.run(kernel, node, detect));
    assertEquals(0, node.openings());
    List<String> openIt = Supervised.java(SupervisedProgram.class, "open");
    assertPrints(List.of(opening), Supervised.run(kernel, node, openIt));
    assertEquals(1, node.openings());
  }

  @Test
  void theDescriptorIsClosedByExecIfItWasOpenedSo() throws Exception {
    assertPrints(List.of("closed: 0", "inherited: 1"), runJava("inheritance"));
  }

  @Test
  void aShellSeesACharacterDevice() throws Exception {
    assertPrints(
        List.of(
            "crw------- 1 root root 10, 123 /dev/sev-guest",
            "character special file 600 a:7b root",
            "device",
            "readable",
            "writable"),
        Supervised.run(
            kernel,
            DeviceNode.PRESENT,
            Supervised.shell(
                """
                export LC_ALL=C
                ls -l /dev/sev-guest | sed 's/ [A-Z][a-z][a-z] .*1970//'
                stat -c '%F %a %t:%T %U' /dev/sev-guest
                test -c /dev/sev-guest && echo device
                test -r /dev/sev-guest && echo readable
                test -w /dev/sev-guest && echo writable
                test -x /dev/sev-guest && echo executable
                exit 0
                """)));
  }

  @Test
  void theOpenDeviceIsEmptyAndSaysThatItIsSimulated() throws Exception {
    assertPrints(
        List.of("/memfd:sev-guest simulated (deleted)", "0", "not writable"),
        Supervised.run(
            kernel,
            DeviceNode.PRESENT,
            Supervised.shell(
                """
                exec 3<>/dev/sev-guest
                readlink /proc/self/fd/3
                wc -c <&3
                echo x 2>/dev/null >&3 || echo not writable
                """)));
  }

  @Test
  void noOtherPathIsTheDevice() throws Exception {
    assertPrints(
        List.of("absent", "absent", "absent", "here"),
        Supervised.run(
            kernel,
            DeviceNode.PRESENT,
            Supervised.shell(
                """
                for path in sev-guest //dev/sev-guest /dev/sev-guest/ /dev/sev-guest
                do cd /dev; test -e $path && echo here || echo absent
                done
                """)));
  }

  @Test
  void aKernelThatFailsLosesTheDeviceAndIsReported() throws Exception {
    ScriptedKernel broken =
        new ScriptedKernel(
            () -> {
              throw new IllegalStateException("broken");
            });
    assertLoss(broken, DeviceNode.PRESENT, "open opened", "call -19", "next call -19");
  }

  @Test
  void aResultThatIsNoErrnoIsAFailureOfTheSimulator() throws Exception {
    assertThrowsSimulator((request, argument, memory) -> 1);
    assertThrowsSimulator((request, argument, memory) -> -4096);
  }

  private static void assertThrowsSimulator(GuestKernel kernel) {
    SupervisorException e =
        assertThrows(
            SupervisorException.class,
            () ->
                Supervised.run(
                    kernel, DeviceNode.PRESENT, Supervised.java(SupervisedProgram.class, "loss")));
    assertEquals(Reason.SIMULATOR, e.reason());
  }

  private static void assertLoss(ScriptedKernel kernel, DeviceNode node, String... lines)
      throws Exception {
    Path output = Files.createTempFile("loss", ".out");
    try {
      SupervisorException e =
          assertThrows(
              SupervisorException.class,
              () ->
                  Supervised.into(output, kernel, node)
                      .run(Supervised.java(SupervisedProgram.class, "loss")));
      assertEquals(Reason.SIMULATOR, e.reason());
      assertEquals(List.of(lines), Files.readAllLines(output).subList(0, lines.length));
    } finally {
      Files.delete(output);
    }
  }

  @Test
  void aNodeThatFailsIsNoMore() throws Exception {
    DeviceNode broken =
        new DeviceNode() {
          @Override
          public int look() {
            return 0;
          }

          @Override
          public int open() {
            throw new IllegalStateException("broken");
          }
        };
    assertLoss(kernel, broken, "open -19", "call -9", "next call -9", "next open -19", "LINUX");
  }
}
