package org.elastictee.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SelftestTest {
  @TempDir private Path folder;

  /** A JVM whose SunJCE is {@link WrongSunJce}. */
  private List<String> withWrongSunJce() throws Exception {
    List<String> providers =
        List.of("SUN", "SunRsaSign", "SunEC", "SunJSSE", WrongSunJce.class.getName());
    StringBuilder properties = new StringBuilder();
    for (int i = 0; i < 20; i++) {
      String provider = i < providers.size() ? providers.get(i) : "";
      properties
          .append("security.provider.")
          .append(i + 1)
          .append('=')
          .append(provider)
          .append('\n');
    }
    Path file = folder.resolve("security");
    Files.writeString(file, properties);
    return List.of("-Djava.security.properties=" + file);
  }

  @Test
  void saysThatNoEngineFailed() throws Exception {
    CommandRun run = CommandRun.elastic("selftest");
    assertEquals(0, run.exitCode(), run.output());
    assertTrue(run.output().endsWith("no engine failed\n"), run.output());
    assertFalse(run.output().contains("not tested yet"));
  }

  @Test
  void speaksJson() throws Exception {
    CommandRun run = CommandRun.elastic("selftest", "--json");
    JsonNode services = new ObjectMapper().readTree(run.output());
    assertTrue(services.at("/healthy").asBoolean());
    assertFalse(services.at("/strict").asBoolean());
    for (JsonNode service : services.at("/list")) {
      assertTrue(
          List.of("PASSED", "NOT_APPLICABLE").contains(service.at("/knownAnswer/verdict").asText()),
          service::toString);
    }
  }

  @Test
  void aFailedEngineIsNamedAndTheExitCodeIsOne() throws Exception {
    CommandRun run = CommandRun.elasticWith(withWrongSunJce(), "selftest");
    assertEquals(1, run.exitCode(), run.output());
    assertTrue(run.output().contains("not SunJCE: its known-answer test failed"), run.output());
    String cipher = run.valueOf("          Cipher               AES/CTR/NoPadding");
    assertTrue(cipher.startsWith("BC "), cipher);
    assertTrue(run.output().endsWith("AN ENGINE FAILED\n"), run.output());
  }

  @Test
  void inStrictModeNobodyTakesItsPlace() throws Exception {
    Path properties = folder.resolve("security");
    List<String> options = withWrongSunJce();
    Files.writeString(properties, Files.readString(properties) + "elastic.strict=true\n");
    CommandRun run = CommandRun.elasticWith(options, "selftest");
    assertEquals(1, run.exitCode(), run.output());
    String cipher = run.valueOf("          Cipher               AES/CTR/NoPadding");
    assertTrue(cipher.startsWith("none ") && cipher.contains("FAILED"), cipher);
  }
}
