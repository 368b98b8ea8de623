package org.elastictee.sev.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The tests of libelastic in C (src/test/c), built and run: as they are, with the sanitizers, and
 * by valgrind, also for constant time. {@code elastic.native.cases} sets the number of random
 * cases; ten million take half an hour.
 */
@Timeout(36_000)
class NativeCodeTest {
  private static final Path SOURCES = Path.of("src", "main", "c");
  private static final Path TESTS = Path.of("src", "test", "c");
  private static final String CASES = System.getProperty("elastic.native.cases", "5000");
  private static final int NOT_HERE = 77;

  @TempDir static Path folder;

  private record Result(int status, String output) {}

  private static Result run(String... command) throws IOException, InterruptedException {
    return run(List.of(command));
  }

  private static Result run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Result(process.waitFor(), output);
  }

  /** Builds one kind of the program, once; the test is skipped where the machine cannot. */
  private static String build(String kind) throws IOException, InterruptedException {
    assumeTrue(System.getProperty("os.name").equals("Linux"), "this is not Linux");
    String program = folder.resolve(kind).toString();
    if (Files.exists(Path.of(program))) {
      return program;
    }
    String script = TESTS.resolve("build.sh").toString();
    Result built = run("sh", script, SOURCES.toString(), TESTS.toString(), program, kind);
    assumeFalse(built.status() == NOT_HERE, built.output());
    assertEquals(new Result(0, ""), built);
    return program;
  }

  private static void assertPasses(Result result) {
    assertEquals(0, result.status(), result.output());
    assertTrue(result.output().contains("passed: "), result.output());
  }

  @Test
  void everyKernelDoesWhatTheStandardsSay() throws Exception {
    assertPasses(run(build("test"), CASES));
  }

  @Test
  void theSanitizersFindNothing() throws Exception {
    assertPasses(run(build("sanitized"), "1000", "7"));
  }

  /** Of the kernels, valgrind knows AES-NI only: it has neither VAES nor AVX-512. */
  @Test
  void valgrindFindsNothing() throws Exception {
    assertPasses(run("valgrind", "-q", "--error-exitcode=1", build("constant-time"), "300", "8"));
  }

  @Test
  void nothingBranchesOrIndexesOnSecrets() throws Exception {
    String program = build("constant-time");
    assertPasses(run("valgrind", "-q", "--error-exitcode=1", program, "constant-time"));
  }

  @Test
  void aWrongAnswerIsNoticed() throws Exception {
    Path copy = Files.createDirectory(folder.resolve("wrong"));
    List<Path> sources = new ArrayList<>();
    try (var files = Files.list(SOURCES)) {
      files.forEach(sources::add);
    }
    for (Path source : sources) {
      String text = Files.readString(source);
      String name = source.getFileName().toString();
      String changed =
          name.equals("gcm_kernel.h")
              ? text.replace("0xc200000000000000", "0xc200000000000001")
              : text;
      assertEquals(name.equals("gcm_kernel.h"), !changed.equals(text));
      Files.writeString(copy.resolve(name), changed);
    }
    build("test"); // skips where there is no compiler
    String program = folder.resolve("wrong-test").toString();
    String script = TESTS.resolve("build.sh").toString();
    assertEquals(0, run("sh", script, copy.toString(), TESTS.toString(), program, "test").status());
    assertNotEquals(0, run(program, "10").status());
  }

  @Test
  void withoutACompilerTheBuildGoesOnAndSaysSoInOneLine() throws Exception {
    assumeTrue(System.getProperty("os.arch").equals("amd64"));
    Path output = folder.resolve("out");
    String script = SOURCES.resolve("build.sh").toString();
    Result result =
        run(
            "env",
            "CC=no-such-compiler",
            "sh",
            script,
            SOURCES.toString(),
            folder.toString(),
            output.toString(),
            System.getProperty("java.home"));
    assertEquals(
        new Result(
            0,
            "sev-native: built without libelastic: no C compiler was found: install gcc and"
                + " libc6-dev\n"),
        result);
    assertFalse(Files.exists(output.resolve("libelastic.so")));
  }

  /** Of every function but those that Java calls, nothing can be seen; and no library is needed. */
  @Test
  void theLibraryExportsNothingElse() throws Exception {
    assumeTrue(NativeLibrary.class.getResource("linux-x86-64/libelastic.so") != null);
    Path library = Path.of(NativeLibrary.class.getResource("linux-x86-64/libelastic.so").toURI());
    Result symbols =
        run("sh", "-c", "command -v nm >/dev/null && nm -D \"$0\" || exit 77", library.toString());
    assumeFalse(symbols.status() == NOT_HERE, "nm was not found");
    List<String> others =
        symbols
            .output()
            .lines()
            .filter(line -> !line.contains(" T Java_org_elastictee_sev_cpu_LibElastic_"))
            .toList();
    assertEquals(List.of(), others);
  }
}
