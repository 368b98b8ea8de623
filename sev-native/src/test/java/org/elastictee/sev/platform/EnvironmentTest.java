package org.elastictee.sev.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whoever sets environment variables decides nothing. */
class EnvironmentTest {
  /** Shows what this machine is. */
  static final class Main {
    private Main() {}

    public static void main(String[] arguments) {
      PlatformEvidence evidence = PlatformDetector.detect();
      System.out.println(evidence.platform());
      evidence.facts().forEach(System.out::println);
    }
  }

  private static List<String> detectInAFreshJvm(Map<String, String> environment) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName());
    builder.environment().putAll(environment);
    Process process = builder.redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), output);
    assertEquals(0, process.exitValue(), output);
    return output.lines().toList();
  }

  @Test
  void changesNothing() throws Exception {
    List<String> plain = detectInAFreshJvm(Map.of());
    List<String> told =
        detectInAFreshJvm(
            Map.of(
                "ELASTIC_PLATFORM", "sev-snp",
                "elastic.platform", "sev-snp",
                "PLATFORM", "SEV_SNP",
                "SEV_SNP", "1",
                "SEV_GUEST_DEVICE", "/dev/null",
                "TSM_REPORT", "/",
                "TEE", "snp",
                "CONTAINER", "1",
                "AZURE_GUEST", "1"));
    assertEquals(PlatformDetector.detect().platform().name(), plain.get(0));
    assertTrue(plain.size() > 5, plain::toString);
    assertEquals(plain, told);
  }

  @ParameterizedTest
  @CsvSource({"guest, 20", "platform, 15"})
  void isReadByNoClassOfThePackage(String name, int fewerThanItHas) throws Exception {
    Path classes =
        Path.of(PlatformDetector.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (Stream<Path> files = Files.list(classes.resolve("org/elastictee/sev").resolve(name))) {
      List<Path> found = files.filter(file -> file.toString().endsWith(".class")).toList();
      assertTrue(found.size() > fewerThanItHas, found::toString);
      for (Path file : found) {
        String constants = Files.readString(file, StandardCharsets.ISO_8859_1);
        assertFalse(constants.contains("getenv"), file::toString);
      }
    }
  }
}
