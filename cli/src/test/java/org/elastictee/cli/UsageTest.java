package org.elastictee.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import org.elastictee.provider.ElasticProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsageTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--unknown",
        "unknown",
        "",
        "demo --unknown",
        "demo a b",
        "status a",
        "selftest a",
        "demo --home"
      })
  void aWrongUseIsAnsweredWithTheUsageAndExitCodeTwo(String arguments) throws Exception {
    CommandRun run = CommandRun.elastic(arguments.isEmpty() ? new String[0] : arguments.split(" "));
    assertEquals(2, run.exitCode(), run.output());
    assertTrue(run.output().contains("Usage: elastic"), run.output());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"--help", "demo --help", "status --help", "selftest --help", "keys --help"})
  void helpIsNoError(String arguments) throws Exception {
    CommandRun run = CommandRun.elastic(arguments.split(" "));
    assertEquals(0, run.exitCode());
    assertTrue(run.output().contains("Usage: elastic"));
  }

  @Test
  void tellsItsVersion() throws Exception {
    CommandRun run = CommandRun.elastic("--version");
    assertEquals("elastic " + ElasticProvider.VERSION + "\n", run.output());
  }

  @Test
  void statusSpeaksJsonAndLeavesOutWhatIsNotThere() throws Exception {
    Path home = folder.resolve("home");
    CommandRun run = CommandRun.elastic("status", "--json", "--home", home.toString());
    JsonNode status = new ObjectMapper().readTree(run.output());
    assertEquals("LINUX", status.at("/platform/name").asText());
    assertEquals("auto", status.at("/setting").asText());
    assertFalse(status.at("/root/available").asBoolean());
    assertEquals(home.resolve("root").toString(), status.at("/root/file").asText());
    assertTrue(status.at("/guest").isMissingNode());
    assertTrue(status.at("/services/healthy").asBoolean());
    JsonNode random = status.at("/services/list/0");
    assertEquals("SecureRandom", random.at("/type").asText());
    assertEquals("SUN", random.at("/engine/name").asText());
    assertEquals("NOT_APPLICABLE", random.at("/knownAnswer/verdict").asText());
    assertTrue(random.at("/downgrades").isEmpty());
    assertTrue(status.at("/memory/locked").isBoolean());
    assertTrue(status.at("/memory/excludedFromDumps").asBoolean());
    assertTrue(status.at("/memory/wipedOnFork").asBoolean());
    assertTrue(status.at("/memory/mappings").asInt() >= 1);
  }

  @Test
  void statusTellsThatAKeyStoreIsNone() throws Exception {
    Path home = Files.createDirectory(folder.resolve("home"));
    Files.writeString(home.resolve("keystore"), "nonsense");
    CommandRun run = CommandRun.elastic("status", "--home", home.toString());
    assertEquals(0, run.exitCode());
    assertTrue(run.output().contains("this is no key store of Elastic"), run.output());
  }

  @Test
  void statusShowsTheEnginesAndCreatesNothing() throws Exception {
    Path home = folder.resolve("home");
    CommandRun run = CommandRun.elastic("status", "--home", home.toString());
    assertEquals(0, run.exitCode(), run.output());
    assertEquals("plain Linux", run.valueOf("platform"));
    assertEquals(home.resolve("root") + ", not there yet", run.valueOf("root file"));
    String cipher = run.valueOf("          Cipher               AES/GCM/NoPadding");
    assertTrue(cipher.matches("(libelastic|SunJCE) +passed in [0-9.]+ ms, used 0 times"), cipher);
    String memory = run.valueOf("memory");
    assertTrue(memory.endsWith("excluded from core dumps, wiped on fork"), memory);
    assertFalse(Files.exists(home));
  }
}
