package org.elastictee.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.jar.JarFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command line on a simulated SEV-SNP machine, as a user runs it. */
class SimulationTest {
  private static final Path SIMULATOR =
      Path.of(System.getProperty("elastic.project.root"), "sev-sim/target/elastic-sim.jar");
  private static final String SUPERVISOR =
      "org/elastictee/sim/supervisor/linux-x86-64/elastic-supervisor";
  private static final String BANNER = "elastic: SIMULATED AMD SEV-SNP";

  @TempDir Path folder;
  private Path home;
  private Path file;

  @BeforeEach
  void requireSupervisor() throws IOException {
    try (JarFile jar = new JarFile(SIMULATOR.toFile())) {
      assumeTrue(
          jar.getEntry(SUPERVISOR) != null,
          "this build has no supervisor: install gcc and libc6-dev and build again");
    }
    home = folder.resolve("home");
    file = Files.writeString(folder.resolve("file.txt"), "what nobody else may read\n");
  }

  private static CommandRun elastic(List<String> arguments) throws Exception {
    return CommandRun.elasticWith(
        List.of("-Delastic.cli.simulator=" + SIMULATOR), arguments.toArray(String[]::new));
  }

  /** Runs a command of this command line on a machine with these events. */
  private static CommandRun simulated(List<String> options, List<String> command) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("simulate"));
    arguments.addAll(options);
    arguments.addAll(
        List.of(
            "--",
            Path.of(System.getProperty("java.home"), "bin/java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName()));
    arguments.addAll(command);
    return elastic(arguments);
  }

  private CommandRun demo(String... options) throws Exception {
    return simulated(List.of(options), List.of("demo", "--home", home.toString(), file.toString()));
  }

  private static CommandRun good(CommandRun run) {
    assertEquals(0, run.exitCode(), run.output());
    assertTrue(run.output().contains(BANNER), run.output());
    return run;
  }

  @Test
  void theDemonstrationRunsOnKeysOfTheSimulatedChip() throws Exception {
    CommandRun run =
        good(elastic(List.of("demo", "--simulate", "--home", home.toString(), file.toString())));
    assertEquals("AMD SEV-SNP", run.valueOf("platform"));
    assertTrue(run.valueOf("root").startsWith("SIMULATED AMD SEV-SNP: protects against nothing"));
    assertTrue(run.valueOf("fetched").startsWith("26 bytes, the same as "));
    // A report when the root is opened, and one before the key store is sealed.
    assertTrue(
        run.output().contains("end of the simulation: 2 reports, 0 with certificates, 1 derived"),
        run.output());
    assertFalse(Files.exists(home.resolve("root")), "there is no software root");
  }

  @Test
  void theNextRunOnTheSameChipHasTheSameKeys() throws Exception {
    CommandRun first = good(demo());
    CommandRun second = good(demo("--event", "relaunch"));
    assertEquals(first.valueOf("key"), second.valueOf("key"));
    assertEquals(first.valueOf("identity"), second.valueOf("identity"));
    assertTrue(second.output().contains("what the last run stored as file.txt opens with it"));
  }

  @ParameterizedTest
  @CsvSource({
    "--chip,  another,                  CHIP_ID",
    "--event, relaunch policy=0xB0000,  POLICY",
    "--event, relaunch host-data=H,     HOST_DATA",
    "--event, relaunch measurement=M,   MEASUREMENT"
  })
  void elsewhereTheKeyStoreDoesNotOpenAndSaysWhy(String option, String value, String field)
      throws Exception {
    good(demo());
    byte[] before = Files.readAllBytes(home.resolve("keystore"));
    CommandRun run =
        demo(
            option,
            value.replace("=H", "=" + "77".repeat(32)).replace("=M", "=" + "77".repeat(48)));
    assertEquals(1, run.exitCode(), run.output());
    assertTrue(run.output().contains("its report differs in " + field), run.output());
    assertArrayEquals(before, Files.readAllBytes(home.resolve("keystore")));
  }

  @Test
  void anotherChipHasAnotherIdentity() throws Exception {
    String identity = good(demo()).valueOf("identity");
    home = folder.resolve("other");
    assertNotEquals(identity, good(demo("--chip", "another")).valueOf("identity"));
  }

  @Test
  void theSoftwareRootsKeyStoreDoesNotOpenOnTheChip() throws Exception {
    assertEquals(
        0, CommandRun.elastic("demo", "--home", home.toString(), file.toString()).exitCode());
    CommandRun run = demo();
    assertEquals(1, run.exitCode(), run.output());
    assertTrue(run.output().contains("it was of kind software"), run.output());
  }

  @Test
  void aKeyStoreOpensOnTheChipThatSealedItAndOnNoOther() throws Exception {
    List<String> generate =
        List.of(
            "keys",
            "generate",
            "--alias",
            "one",
            "--algorithm",
            "P-256",
            "--home",
            home.toString());
    good(simulated(List.of(), generate));
    List<String> list = List.of("keys", "list", "--home", home.toString());
    CommandRun same = good(simulated(List.of("--event", "relaunch"), list));
    assertTrue(same.valueOf("root").startsWith("AMD SEV-SNP: "), same.output());
    assertTrue(same.output().contains("private key, EC, 256 bits, STRICT"), same.output());
    CommandRun other = simulated(List.of("--chip", "another"), list);
    assertEquals(1, other.exitCode(), other.output());
    assertTrue(other.output().contains("its report differs in CHIP_ID"), other.output());
  }

  @Test
  void statusTellsTheGuestAndWhatIsSealedToWhat() throws Exception {
    good(demo());
    CommandRun run =
        good(
            simulated(
                List.of("--product", "turin", "--event", "update report-version=5"),
                List.of("status", "--home", home.toString())));
    assertEquals("AMD SEV-SNP", run.valueOf("platform"));
    assertTrue(run.valueOf("TCB").contains("fmc 1"), run.output());
    assertEquals("version 5, signed by the VCEK", run.valueOf("report"));
    assertEquals("0", run.valueOf("VMPL"));
    assertTrue(run.output().contains("the host may: SMT\n"), run.output());
    assertEquals(home.resolve("keystore").toString(), run.valueOf("sealed"));
    assertTrue(run.output().contains("STRICT, to AMD SEV-SNP: DerivedKeyRequest[VCEK"));
  }

  @Test
  void statusSpeaksJson() throws Exception {
    CommandRun run =
        good(
            simulated(
                List.of("--event", "relaunch policy=0xB0000"),
                List.of("status", "--json", "--home", home.toString())));
    String json =
        run.output().substring(run.output().indexOf('{'), run.output().lastIndexOf('}') + 1);
    JsonNode status = new ObjectMapper().readTree(json);
    assertEquals("SEV_SNP", status.at("/platform/name").asText());
    assertEquals("/dev/sev-guest", status.at("/platform/facts/0/source").asText());
    assertTrue(status.at("/root/available").asBoolean());
    assertTrue(status.at("/root/statement").asText().startsWith("SIMULATED"));
    assertEquals("0xb0000", status.at("/guest/policy/raw").asText());
    assertEquals("[\"SMT\",\"DEBUG\"]", status.at("/guest/policy/allows").toString());
    assertEquals(24, status.at("/guest/tcb/committed/snp").asInt());
    assertEquals("1.55.39", status.at("/guest/firmware/current").asText());
    assertEquals(0, status.at("/sealed").size());
    assertFalse(Files.exists(home), "status creates nothing");
  }

  @Test
  void aDeviceThatFailsIsToldByStatusAndNotReplacedBySoftware() throws Exception {
    List<String> fault = List.of("--event", "fault kind=exitinfo2 value=0x16");
    CommandRun run = good(simulated(fault, List.of("status", "--home", home.toString())));
    assertTrue(run.valueOf("root").contains("INVALID_PARAM"), run.output());
    CommandRun demo = demo("--event", "fault kind=exitinfo2 value=0x16");
    assertEquals(1, demo.exitCode());
    assertFalse(Files.exists(home.resolve("root")));
  }

  @ParameterizedTest
  @CsvSource({"MILAN, 2, VCEK", "GENOA, 3, VCEK", "TURIN, 5, VCEK", "MILAN, 3, VLEK"})
  void whatIsAttestedOnASimulatedMachineVerifiesUnderItsTestRootAlone(
      String product, int version, String signer) throws Exception {
    Path evidence = folder.resolve("evidence");
    Path root = folder.resolve("ark.der");
    String data = "5a".repeat(64);
    List<String> machine =
        new ArrayList<>(
            List.of(
                "--product",
                product,
                "--event",
                "update report-version=" + version,
                "--test-root",
                root.toString()));
    if (signer.equals("VLEK")) {
      machine.addAll(List.of("--event", "install-vlek csp-id=CN=cloud"));
    }
    machine.addAll(List.of("--event", "certificates kind=" + signer.toLowerCase(Locale.ROOT)));
    good(
        simulated(machine, List.of("attest", "--report-data", data, "--out", evidence.toString())));
    List<String> verify =
        new ArrayList<>(
            List.of(
                "verify", evidence.toString(), "--home", home.toString(), "--report-data", data));
    if (version == 2) {
      Path policy =
          Files.writeString(folder.resolve("policy.json"), "{\"requiredPlatformBits\": []}");
      verify.addAll(List.of("--policy", policy.toString()));
    }
    CommandRun refused = elastic(verify);
    assertEquals(1, refused.exitCode(), refused.output());
    assertEquals("NOT TRUSTED, failed: 4 TRUST_ANCHOR", refused.valueOf("verdict"));
    verify.addAll(List.of("--test-root", root.toString()));
    CommandRun accepted = elastic(verify);
    assertEquals(0, accepted.exitCode(), accepted.output());
    assertEquals(
        "trusted, under a TEST root that AMD knows nothing of; the policy names no MEASUREMENT",
        accepted.valueOf("verdict"));
    assertFalse(accepted.output().contains("not had"), "the file has all that is needed");
    verify.set(verify.indexOf(data), "00".repeat(64));
    CommandRun old = elastic(verify);
    assertEquals(1, old.exitCode(), old.output());
    assertTrue(old.valueOf("verdict").endsWith("failed: 12 BINDING"), old.output());
  }

  @ParameterizedTest
  @CsvSource({"'exit 7', 7", "'kill -9 $$', 137"})
  void theExitCodeIsTheProgramsOwn(String script, int exitCode) throws Exception {
    assertEquals(exitCode, elastic(List.of("simulate", "--", "sh", "-c", script)).exitCode());
  }

  @Test
  void whatAKeyOfTheTerminalSendsIsForTheProgram() throws Exception {
    String toAllAsTheTerminalDoes =
        "trap 'echo interrupted' INT; trap 'exit 3' TERM; kill -INT 0; sleep 0.5; exit 7";
    CommandRun run =
        CommandRun.of(
            List.of(
                "setsid",
                "--wait",
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "-Delastic.cli.simulator=" + SIMULATOR,
                Main.class.getName(),
                "simulate",
                "--",
                "sh",
                "-c",
                toAllAsTheTerminalDoes),
            null,
            Map.of());
    assertEquals(7, run.exitCode(), run.output());
    assertTrue(run.output().contains("interrupted"), run.output());
  }

  @ParameterizedTest
  @CsvSource({
    "--event, nonsense,   'no such command'",
    "--product, epyc,     'MILAN, GENOA, TURIN'",
    "--chip, A B,         'a chip''s name'",
    "--nonsense, x,       'Unknown option'"
  })
  void aWrongUseOfTheSimulatorIsExitCodeTwo(String option, String value, String told)
      throws Exception {
    CommandRun run = elastic(List.of("simulate", option, value, "--", "true"));
    assertEquals(2, run.exitCode(), run.output());
    assertTrue(run.output().contains(told), run.output());
  }

  @Test
  void saysSoWhenTheTestRootCannotBeWritten() throws Exception {
    Path root = folder.resolve("missing/ark.der");
    CommandRun run = elastic(List.of("simulate", "--test-root", root.toString(), "--", "true"));
    assertEquals(1, run.exitCode(), run.output());
    assertTrue(run.output().contains("--test-root " + root + " cannot be written"), run.output());
  }

  @Test
  void withoutTheSimulatorItSaysHowToGetIt() throws Exception {
    for (String[] arguments : new String[][] {{"simulate", "--", "true"}, {"demo", "--simulate"}}) {
      CommandRun run = CommandRun.elastic(arguments);
      assertEquals(1, run.exitCode());
      assertTrue(run.output().contains("run ./elastic"), run.output());
    }
  }

  @Test
  void nothingOfTheSimulatorIsOnTheClassPathOfTheCommandLine() {
    assertThrows(
        ClassNotFoundException.class, () -> Class.forName("org.elastictee.sim.SimulatedMachine"));
    assertThrows(
        ClassNotFoundException.class,
        () -> Class.forName("org.elastictee.sim.supervisor.Supervisor"));
  }
}
