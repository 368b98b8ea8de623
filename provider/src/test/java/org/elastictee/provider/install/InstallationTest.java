package org.elastictee.provider.install;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.Security;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import org.elastictee.provider.install.FreshJvm.Result;
import org.junit.jupiter.api.Test;

/**
 * The three ways to install the provider, each in a JVM of its own, under a program that knows
 * nothing of it.
 */
class InstallationTest {
  private static final List<String> SERVICES =
      List.of(
          "KeyGenerator",
          "Cipher",
          "Signature",
          "MessageDigest",
          "Mac",
          "SecureRandom",
          "SSLContext");

  /** How the paths of the modules are told from those of the tests. */
  private static final List<String> MODULES =
      List.of(
          "/provider/target/classes",
          "/sev-native/target/",
          "/bcprov-",
          "/bcpkix-",
          "/bcutil-",
          "/jna-");

  private static Path example() {
    return Path.of(System.getProperty("elastic.project.root"), "java.security.example");
  }

  private static List<String> allServedBy(String provider, String... after) {
    List<String> lines = new ArrayList<>();
    SERVICES.forEach(service -> lines.add(service + ": " + provider));
    lines.addAll(List.of(after));
    return lines;
  }

  private static void assertPrints(List<String> expected, Result result) {
    assertEquals(expected, result.lines());
    assertEquals(0, result.exitCode());
  }

  @Test
  void addProviderServesThoseWhoNameIt() throws Exception {
    Result result = FreshJvm.run(List.of(), PlainJcaProgram.Added.class);
    assertEquals("named: Elastic", result.lines().get(result.lines().size() - 1));
    assertEquals(0, result.exitCode());
    for (String service : SERVICES) {
      assertTrue(
          result.lines().stream()
              .anyMatch(
                  line -> line.startsWith(service + ": Sun") || line.equals(service + ": SUN")),
          "the JDK, which stands before, serves " + service);
    }
  }

  @Test
  void insertProviderAtOneServesEveryone() throws Exception {
    assertPrints(
        allServedBy("Elastic", "installed at 1"),
        FreshJvm.run(List.of(), PlainJcaProgram.Inserted.class));
  }

  @Test
  void theSecurityPropertiesFileServesEveryoneWithNothingInCode() throws Exception {
    assertPrints(
        allServedBy("Elastic", "installed at 1"),
        FreshJvm.run(List.of("-Djava.security.properties=" + example()), PlainJcaProgram.class));
  }

  @Test
  void theSecurityPropertiesFileKeepsEveryProviderOfTheJdk() throws Exception {
    Properties ours = new Properties();
    Properties jdks = new Properties();
    try (var in = Files.newInputStream(example());
        var jdk =
            Files.newInputStream(FreshJvm.javaHome().resolve("conf/security/java.security"))) {
      ours.load(in);
      jdks.load(jdk);
    }
    for (int i = 1; jdks.getProperty("security.provider." + i) != null; i++) {
      assertEquals(
          jdks.getProperty("security.provider." + i),
          ours.getProperty("security.provider." + (i + 1)));
    }
    assertEquals("Elastic", ours.getProperty("security.provider.1"));
  }

  /** What the JVM makes of the file, as it stands. */
  @Test
  void theSecurityPropertiesFileLosesNoProviderAndSetsTheStrongRandom() throws Exception {
    List<String> expected = new ArrayList<>();
    expected.add("Elastic");
    expected.addAll(FreshJvm.run(List.of(), ProviderList.class).lines());
    assertEquals("strong: NativePRNGBlocking of SUN", expected.remove(expected.size() - 1));
    expected.add("strong: Elastic of Elastic");
    assertPrints(
        expected,
        FreshJvm.run(List.of("-Djava.security.properties=" + example()), ProviderList.class));
  }

  /** As modules: found by their descriptors, with nothing of theirs on the class path. */
  @Test
  void theModulePathServesEveryoneWithNothingInCode() throws Exception {
    List<String> modules = new ArrayList<>();
    List<String> others = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      boolean isModule = MODULES.stream().anyMatch(entry::contains) && !entry.contains("META-INF");
      (isModule ? modules : others).add(entry);
    }
    List<String> options = new ArrayList<>(FreshJvm.nativeAccess("com.sun.jna,org.elastictee.sev"));
    options.addAll(
        List.of(
            "--module-path",
            String.join(File.pathSeparator, modules),
            "--add-modules",
            "org.elastictee.provider",
            "-Djava.security.properties=" + example(),
            // The last one counts.
            "-cp",
            others.stream()
                .filter(entry -> !entry.contains("META-INF"))
                .collect(Collectors.joining(File.pathSeparator))));
    assertPrints(
        allServedBy("Elastic", "installed at 1", "in org.elastictee.provider"),
        FreshJvm.run(options, PlainJcaProgram.Located.class));
  }

  /** Prints the providers in their order, and the strong randomness. */
  public static final class ProviderList {
    public static void main(String[] args) throws Exception {
      for (Provider provider : Security.getProviders()) {
        System.out.println(provider.getName());
      }
      SecureRandom strong = SecureRandom.getInstanceStrong();
      System.out.println(
          "strong: " + strong.getAlgorithm() + " of " + strong.getProvider().getName());
    }
  }
}
