package org.elastictee.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code elastic demo} as a user runs it: a process each time. */
class DemoTest {
  private static final String CONTENT = "what nobody else may read\n";

  @TempDir Path folder;
  private Path home;
  private Path file;

  @BeforeEach
  void writeFile() throws IOException {
    home = folder.resolve("home");
    file = Files.writeString(folder.resolve("file.txt"), CONTENT);
  }

  private CommandRun demo() throws Exception {
    return CommandRun.elastic("demo", "--home", home.toString(), file.toString());
  }

  private CommandRun goodDemo() throws Exception {
    CommandRun run = demo();
    assertEquals(0, run.exitCode(), run.output());
    return run;
  }

  private void assertFails(CommandRun run, Path named, String reason) {
    assertEquals(1, run.exitCode(), run.output());
    assertTrue(
        run.output().contains("elastic: " + named + ": " + reason),
        () -> "told otherwise: " + run.output());
    assertFalse(run.output().contains("\tat "), "no stack trace");
  }

  @Test
  void encryptsAFileAndFetchesItBackOverHttps() throws Exception {
    CommandRun run = goodDemo();
    assertEquals("plain Linux", run.valueOf("platform"));
    assertTrue(run.output().contains("because no SEV-SNP guest device was found"));
    assertTrue(run.output().contains(home.resolve("root") + ", created now"));
    assertTrue(run.valueOf("fetched").startsWith(CONTENT.length() + " bytes, the same as "));
    assertEquals("TLSv1.3, TLS_AES_256_GCM_SHA384", run.valueOf("session"));
    assertTrue(run.valueOf("          key fingerprint SHA-256").matches("[0-9a-f]{64}"));
  }

  @Test
  void findsTheSameKeysInTheNextRun() throws Exception {
    CommandRun first = goodDemo();
    CommandRun second = goodDemo();
    assertEquals(first.valueOf("key"), second.valueOf("key"));
    assertEquals(
        first.valueOf("          key fingerprint"), second.valueOf("          key fingerprint"));
    assertTrue(second.output().contains("what the last run stored as file.txt opens with it"));
    assertFalse(second.output().contains("created now"));
  }

  @Test
  void hasOtherKeysInAnotherHome() throws Exception {
    CommandRun first = goodDemo();
    home = folder.resolve("other");
    CommandRun second = goodDemo();
    assertNotEquals(first.valueOf("key"), second.valueOf("key"));
    assertNotEquals(first.valueOf("identity"), second.valueOf("identity"));
  }

  @Test
  void keepsWhatItStoresForTheUserAloneAndNoContentReadable() throws Exception {
    goodDemo();
    try (Stream<Path> paths = Files.walk(home)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        byte[] bytes = Files.readAllBytes(path);
        assertFalse(new String(bytes, StandardCharsets.ISO_8859_1).contains("nobody else"));
        assertEquals(
            "rw-------",
            PosixFilePermissions.toString(Files.getPosixFilePermissions(path)),
            path.toString());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3_000_000})
  void takesFilesOfEverySize(int length) throws Exception {
    Files.write(file, new byte[length]);
    assertTrue(goodDemo().valueOf("fetched").startsWith(length + " bytes"));
  }

  @Test
  void servesTwoProcessesAtOnce() throws Exception {
    List<String> keys =
        Stream.of(1, 2, 3)
            .parallel()
            .map(
                i -> {
                  try {
                    return goodDemo().valueOf("key");
                  } catch (Exception e) {
                    throw new AssertionError(e);
                  }
                })
            .distinct()
            .toList();
    assertEquals(1, keys.size());
  }

  // Bad input

  @ParameterizedTest
  @ValueSource(strings = {"keystore", "demo/file.txt.gcm"})
  void refusesATamperedFileAndLeavesItAsItIs(String name) throws Exception {
    goodDemo();
    Path stored = home.resolve(name);
    byte[] bytes = Files.readAllBytes(stored);
    bytes[bytes.length - 1] ^= 1;
    Files.write(stored, bytes);
    assertFails(demo(), stored, "");
    assertArrayEquals(bytes, Files.readAllBytes(stored));
  }

  @ParameterizedTest
  @ValueSource(strings = {"keystore", "demo/file.txt.gcm"})
  void refusesATruncatedFileAndLeavesItAsItIs(String name) throws Exception {
    goodDemo();
    Path stored = home.resolve(name);
    Files.write(stored, new byte[5]);
    assertFails(demo(), stored, "");
    assertEquals(5, Files.size(stored));
  }

  @Test
  void refusesAKeyStoreThatCannotBeRead() throws Exception {
    Files.createDirectories(home.resolve("keystore"));
    assertFails(demo(), home.resolve("keystore"), "");
  }

  @Test
  void refusesTheKeyStoreOfAnotherRoot() throws Exception {
    goodDemo();
    Files.delete(home.resolve("root"));
    assertFails(
        demo(),
        home.resolve("keystore"),
        "the key store does not open: the data was sealed by another root of trust than this one");
  }

  @Test
  void refusesARootFileThatOthersCanRead() throws Exception {
    goodDemo();
    Files.setPosixFilePermissions(
        home.resolve("root"), PosixFilePermissions.fromString("rw-r--r--"));
    assertFails(
        demo(),
        home.resolve("root"),
        "the root file must have mode 0600: others have rights on it");
  }

  @Test
  void saysSoWhenTheFileIsMissingOrNoFile() throws Exception {
    Files.delete(file);
    assertFails(demo(), file, "there is no such file");
    Files.createDirectory(file);
    assertFails(demo(), file, "this is not a regular file");
    assertFalse(Files.exists(home), "nothing was created");
  }

  @Test
  void refusesAFileThatIsTooLarge() throws Exception {
    Files.write(file, new byte[(64 << 20) + 1]);
    assertFails(demo(), file, "the demonstration takes 64 MiB at most");
    assertFalse(Files.exists(home), "nothing was created");
  }

  @Test
  void letsARootFileOfTheSecurityPropertiesComeFirst() throws Exception {
    Path elsewhere = folder.resolve("elsewhere/root");
    Path properties =
        Files.writeString(folder.resolve("security"), "elastic.root.file=" + elsewhere + "\n");
    CommandRun run =
        CommandRun.elasticWith(
            List.of("-Djava.security.properties=" + properties),
            "demo",
            "--home",
            home.toString(),
            file.toString());
    assertEquals(0, run.exitCode(), run.output());
    assertTrue(run.output().contains(elsewhere + ", created now"));
    assertFalse(Files.exists(home.resolve("root")));
  }

  @Test
  void failsClosedWhenSevSnpIsAskedForAndMissing() throws Exception {
    CommandRun run =
        CommandRun.elasticWith(
            List.of("-Delastic.platform=sev-snp"),
            "demo",
            "--home",
            home.toString(),
            file.toString());
    assertEquals(1, run.exitCode());
    assertTrue(run.output().contains("there is no SEV-SNP guest device"));
    assertFalse(Files.exists(home));
  }
}
