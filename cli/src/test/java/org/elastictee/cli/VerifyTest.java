package org.elastictee.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code elastic verify} on reports that real hardware made, and on what is none. */
class VerifyTest {
  private static final String OLD_FIRMWARE =
      "\"requiredPlatformBits\": [], \"minimumTcbs\": {\"MILAN\": \"0x0\"}, \"crlMode\": \"OFF\"";
  private static final String SUMMER_2025 = "\"time\": \"2025-06-01T00:00:00Z\"";

  @TempDir Path folder;

  private static Path captured(String name) {
    String vectors = System.getProperty("elastic.vectors.sev");
    assumeTrue(vectors != null, "elastic.vectors.sev is not set: no captured evidence");
    return Path.of(vectors, name);
  }

  private Path certificates(String... names) throws IOException {
    Path certificates = Files.createDirectories(folder.resolve("certificates"));
    for (String name : names) {
      Files.copy(captured(name), certificates.resolve(name));
    }
    return certificates;
  }

  private Path policy(String fields) throws IOException {
    return Files.writeString(folder.resolve("policy.json"), "{" + fields + "}");
  }

  /** Whatever asks for the network meets a proxy that is not there. */
  private CommandRun verify(Object... arguments) throws Exception {
    List<String> words =
        new ArrayList<>(List.of("verify", "--home", folder.resolve("home").toString()));
    for (Object argument : arguments) {
      words.add(argument.toString());
    }
    return CommandRun.elasticWith(
        List.of("-Dhttps.proxyHost=127.0.0.1", "-Dhttps.proxyPort=1"),
        words.toArray(String[]::new));
  }

  @ParameterizedTest
  @CsvSource({
    "milan-v2.report.hex,          ask_ark_milan.pem milan-v2.vcek.der",
    "milan-azure-hcl.bin,          milan-azure-hcl.chain.pem"
  })
  void acceptsWhatRealHardwareMadeWithoutTheNetwork(String report, String certificates)
      throws Exception {
    CommandRun run =
        verify(
            captured(report),
            "--certs",
            certificates(certificates.split(" ")),
            "--policy",
            policy(OLD_FIRMWARE));
    assertEquals(0, run.exitCode(), run.output());
    assertTrue(run.valueOf("verdict").startsWith("trusted; the policy names no "), run.output());
    assertFalse(run.output().contains("not had"), run.output());
  }

  @Test
  void acceptsACloudsReportByTheDefaultPolicyWhileItsCertificateIsValid() throws Exception {
    CommandRun run =
        verify(
            captured("milan-v3-aws-vlek.report.bin"),
            "--certs",
            certificates("ask_ark_milan_vlek.pem", "milan-v3-aws-vlek.vlek.der"),
            "--policy",
            policy(SUMMER_2025));
    assertEquals(0, run.exitCode(), run.output());
  }

  /** Each is bad in one thing, and exactly that is named. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "milan-v2-debug.report.bin; ask_ark_milan.pem milan-v2-debug.vcek.der; O; 13 GUEST_POLICY",
        "milan-v2.report.hex; ask_ark_milan.pem milan-v2-debug.vcek.der; O; 8 ENDORSEMENT_TCB, 9 CHIP_ID, 11 SIGNATURE",
        "milan-v2.report.hex; ask_ark_genoa.pem milan-v2.vcek.der; O; 4 TRUST_ANCHOR",
        "milan-v2.report.hex; ask_ark_milan.pem milan-v2.vcek.der; T; 14 PLATFORM, 15 TCB",
        "milan-v2.report.hex; ask_ark_milan.pem milan-v2.vcek.der; M; 12 BINDING",
        "milan-v2.report.hex; ask_ark_milan.pem milan-v2.vcek.der; C; 10 REVOCATION",
        "milan-v3-aws-vlek.report.bin; ask_ark_milan_vlek.pem milan-v3-aws-vlek.vlek.der; ; 6 ENDORSEMENT_KEY"
      })
  void namesExactlyTheCheckThatFails(
      String report, String certificates, String policy, String failed) throws Exception {
    String fields =
        switch (policy == null ? "" : policy) {
          case "O" -> OLD_FIRMWARE;
          case "T" -> "\"crlMode\": \"OFF\"";
          case "M" -> OLD_FIRMWARE + ", \"measurements\": [\"" + "77".repeat(48) + "\"]";
          case "C" -> OLD_FIRMWARE.replace("OFF", "REQUIRED");
          default -> "\"time\": \"2026-06-01T00:00:00Z\"";
        };
    CommandRun run =
        verify(
            captured(report),
            "--certs",
            certificates(certificates.split(" ")),
            "--policy",
            policy(fields));
    assertEquals(1, run.exitCode(), run.output());
    assertEquals("NOT TRUSTED, failed: " + failed, run.valueOf("verdict"));
  }

  @Test
  void findsTheKeyOfTheReportAmongOthersInAFolder() throws Exception {
    CommandRun run =
        verify(
            captured("milan-v2.report.hex"),
            "--certs",
            certificates(
                "ask_ark_milan.pem",
                "milan-v2-debug.vcek.der",
                "milan-v2.vcek.der",
                "turin.vcek.der"),
            "--policy",
            policy(OLD_FIRMWARE));
    assertEquals(0, run.exitCode(), run.output());
  }

  @Test
  void showsTheClaimsThatAzuresReportBinds() throws Exception {
    CommandRun run =
        verify(
            captured("milan-azure-hcl.bin"),
            "--certs",
            certificates("milan-azure-hcl.chain.pem"),
            "--policy",
            policy(OLD_FIRMWARE),
            "--json");
    JsonNode view = new ObjectMapper().readTree(run.output());
    assertTrue(view.at("/trusted").asBoolean(), run.output());
    assertTrue(view.at("/claims").asText().contains("HCLAkPub"));
    assertEquals(18, view.at("/checks").size());
    assertEquals("MILAN", view.at("/product").asText());
    assertFalse(view.at("/usesTestRoots").asBoolean());
  }

  @Test
  void refusesClaimsThatTheReportDoesNotBind() throws Exception {
    byte[] blob = Files.readAllBytes(captured("milan-azure-hcl.bin"));
    blob[1240] ^= 1;
    Path changed = Files.write(folder.resolve("changed"), blob);
    CommandRun run = verify(changed, "--offline");
    assertEquals(1, run.exitCode());
    assertTrue(run.output().contains("REPORT_DATA is not the hash of the claims"), run.output());
  }

  /** The blob's own hash must not take the place of what the caller asked for. */
  @Test
  void azuresBlobDoesNotHoldAgainstOtherReportData() throws Exception {
    CommandRun run =
        verify(
            captured("milan-azure-hcl.bin"),
            "--certs",
            certificates("milan-azure-hcl.chain.pem"),
            "--policy",
            policy(OLD_FIRMWARE),
            "--report-data",
            "ab".repeat(64));
    assertEquals(1, run.exitCode(), run.output());
    assertEquals("NOT TRUSTED, failed: 12 BINDING", run.valueOf("verdict"));
    assertFalse(run.output().contains("HCLAkPub"), "claims of what is not trusted");
  }

  @Test
  void aReportOfAnotherProductThanItIsSaidToBeIsRefused() throws Exception {
    CommandRun run =
        verify(
            captured("milan-v2.report.hex"),
            "--certs",
            certificates("ask_ark_milan.pem", "milan-v2.vcek.der"),
            "--policy",
            policy(OLD_FIRMWARE),
            "--product",
            "genoa");
    assertEquals(1, run.exitCode(), run.output());
    assertTrue(run.output().contains("the report is of MILAN, not of GENOA"), run.output());
  }

  @Test
  void offlineSaysWhatIsMissingAndTrustsNothing() throws Exception {
    CommandRun run = verify(captured("milan-v3-aws-vlek.report.bin"), "--offline");
    assertEquals(1, run.exitCode());
    assertTrue(run.output().contains("not had"), run.output());
    assertTrue(run.valueOf("verdict").startsWith("NOT TRUSTED"), run.output());
  }

  @Test
  void anUnreachableKeyServerIsToldAndTrustsNothing() throws Exception {
    CommandRun run = verify(captured("milan-v2.report.hex"), "--product", "milan");
    assertEquals(1, run.exitCode());
    assertTrue(run.output().contains("VCEK: "), run.output());
    assertTrue(run.valueOf("verdict").startsWith("NOT TRUSTED"), run.output());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1183, 1184, 5000})
  void noiseIsNotTrustedAndNoError(int length) throws Exception {
    byte[] noise = new byte[length];
    new Random(length).nextBytes(noise);
    Path file = Files.write(folder.resolve("noise"), noise);
    CommandRun run = verify(file, "--offline");
    assertEquals(1, run.exitCode(), run.output());
    assertTrue(run.valueOf("verdict").startsWith("NOT TRUSTED"), run.output());
    assertFalse(run.output().contains("\tat "), run.output());
  }

  @Test
  void showsThePolicyThatItWouldHoldTheReportAgainst() throws Exception {
    CommandRun run = CommandRun.elastic("verify", "--show-policy");
    assertEquals(0, run.exitCode(), run.output());
    JsonNode policy = new ObjectMapper().readTree(run.output());
    assertEquals(
        "[\"MIGRATE_MA\",\"DEBUG\",\"CXL_ALLOW\"]", policy.at("/forbiddenPolicyBits").toString());
    assertEquals("0x18000000000000", policy.at("/minimumTcbs/MILAN").asText());
  }

  // Wrong use

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{\"measurement\": []};                   a policy has no \"measurement\"",
        "{\"vmpl\": 4};                           \"vmpl\": VMPL is 0 to 3",
        "{\"measurements\": \"00\"};              \"measurements\": a list",
        "{\"measurements\": [\"00\"]};            \"measurements\": MEASUREMENT",
        "{\"crlMode\": \"MAYBE\"};                \"crlMode\": one of",
        "{\"measurements\": []};                \"measurements\": an empty list",
        "{\"requiredPolicyBits\": [\"SMT\"], \"forbiddenPolicyBits\": [\"SMT\"]}; both have",
        "{\"vmpl\": 1, \"vmpl\": 2};              not JSON",
        "[];                                      a policy is a JSON object",
        "{;                                       not JSON"
      })
  void refusesAPolicyThatMeansSomethingElseThanItSays(String json, String told) throws Exception {
    Path policy = Files.writeString(folder.resolve("policy.json"), json);
    Path file = Files.write(folder.resolve("report"), new byte[1184]);
    CommandRun run = verify(file, "--offline", "--policy", policy);
    assertEquals(1, run.exitCode(), run.output());
    assertTrue(run.output().contains(policy + ": ") && run.output().contains(told), run.output());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "verify",
        "verify a b",
        "verify a --certs b --offline",
        "verify a --report-data 0",
        "verify a --report-data 00",
        "verify a --product epyc",
        "verify a --show-policy",
        "attest --report-data 00",
        "attest --vmpl 4",
        "attest a",
        "attest --report-data xx"
      })
  void aWrongUseIsExitCodeTwo(String arguments) throws Exception {
    CommandRun run = CommandRun.elastic(arguments.split(" "));
    assertEquals(2, run.exitCode(), run.output());
  }

  @Test
  void namesTheFileThatIsMissing() throws Exception {
    Path missing = folder.resolve("missing");
    CommandRun run = verify(missing, "--offline");
    assertEquals(1, run.exitCode());
    assertTrue(run.output().contains("elastic: " + missing + ": there is no such file"));
  }

  @Test
  void saysSoWhenTheFolderOfCertificatesIsNone() throws Exception {
    Path file = Files.write(folder.resolve("report"), new byte[1184]);
    CommandRun run = verify(file, "--certs", file);
    assertEquals(1, run.exitCode());
    assertTrue(run.output().contains("elastic: " + file + ": this is not a folder"), run.output());
  }

  @Test
  void withoutAGuestThereIsNothingToAttest() throws Exception {
    CommandRun run = CommandRun.elastic("attest");
    assertEquals(1, run.exitCode());
    assertTrue(run.output().contains("this machine has no attestation reports"), run.output());
  }
}
