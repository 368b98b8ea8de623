package org.elastictee.provider.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.elastictee.provider.install.FreshJvm;
import org.elastictee.provider.install.FreshJvm.Result;
import org.junit.jupiter.api.Test;

/** Every service from 16 threads, in a JVM of its own; for {@code -Delastic.soak.seconds}, or 2. */
class SoakTest {
  private static final String THREADS = "16";

  /** The quick compiler and the simple collector: what they hold themselves soon stays the same. */
  private static final List<String> OPTIONS =
      List.of(
          "-XX:TieredStopAtLevel=1",
          "-XX:NativeMemoryTracking=summary",
          "-XX:+UseSerialGC",
          "-Xms256m",
          "-Xmx256m",
          "-XX:+AlwaysPreTouch");

  private static Result soak(String seconds, String bytesToLose) throws Exception {
    Result result = FreshJvm.run(OPTIONS, Soak.class, seconds, THREADS, bytesToLose);
    result.lines().forEach(System.out::println);
    return result;
  }

  @Test
  void noServiceFailsAndNothingGrows() throws Exception {
    Result result = soak(System.getProperty("elastic.soak.seconds", "2"), "0");
    assertEquals(0, result.exitCode(), () -> String.join("\n", result.lines()));
  }

  @Test
  void memoryThatIsNeverFreedIsFound() throws Exception {
    Result result = soak("1", "100000");
    assertEquals(1, result.exitCode());
    assertTrue(result.lines().contains("memory leaks"));
    assertTrue(result.lines().stream().anyMatch(line -> line.endsWith(" 0 services failed")));
  }
}
