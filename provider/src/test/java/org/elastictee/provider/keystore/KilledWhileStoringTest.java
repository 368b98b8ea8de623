package org.elastictee.provider.keystore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.elastictee.provider.install.FreshJvm;
import org.elastictee.provider.key.RootSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program that stores keys is killed at any moment: what it said to be stored is there. */
class KilledWhileStoringTest {
  private static final int KILLS = Integer.getInteger("elastic.kills", 15);
  private static final int MAX_MILLIS = 60;
  private static final int MANY_ENTRIES = 300;

  /** Some are killed on the way to their first report, the first of all as it creates the file. */
  private static final int EARLY_EVERY = 5;

  private static final int MAX_EARLY_MILLIS = 1500;

  @TempDir Path folder;

  @Test
  void losesNothingThatWasReported() throws Exception {
    Path file = folder.resolve("keystore");
    RootSource root = Stores.root(folder.resolve("root"));
    ElasticLoadStoreParameter at =
        ElasticLoadStoreParameter.builder(file).createMissing(true).build();
    List<String> reported = new ArrayList<>();
    long seed = new Random().nextLong();
    System.out.println("KilledWhileStoringTest: seed " + seed);
    Random random = new Random(seed);
    for (int kill = 0; kill < KILLS; kill++) {
      int before = reported.size();
      boolean isEarly = kill % EARLY_EVERY == 0;
      int millis = random.nextInt(isEarly ? MAX_EARLY_MILLIS : MAX_MILLIS);
      reported.addAll(storeUntilKilled(file, "round" + kill, isEarly, millis));
      assertTrue(isEarly || reported.size() > before, "round " + kill + " stored nothing");
      KeyStore keyStore = Stores.load(root, at);
      for (String name : reported) {
        assertTrue(keyStore.containsAlias(name), name + " is lost in round " + kill);
      }
      // What is stored and was not reported is the one that was under way, once a round.
      assertTrue(keyStore.size() - 1 - reported.size() <= kill + 1);
      if (keyStore.size() > MANY_ENTRIES) {
        Files.delete(file);
        reported.clear();
      }
    }
    KeyStore keyStore = Stores.load(root, at);
    keyStore.store(at);
    try (var files = Files.list(folder)) {
      assertEquals(3, files.count(), "the key store, its lock and the root");
    }
  }

  private List<String> storeUntilKilled(Path file, String prefix, boolean isEarly, int millis)
      throws Exception {
    Path output = folder.resolve("output");
    Process process =
        new ProcessBuilder(
                FreshJvm.command(
                    List.of(
                        "-Delastic.root.file=" + folder.resolve("root"),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:-UsePerfData"),
                    StoringProgram.Endless.class,
                    file.toString(),
                    prefix))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    while (!isEarly && process.isAlive() && Files.size(output) == 0) {
      Thread.sleep(1);
    }
    Thread.sleep(millis);
    process.destroyForcibly().waitFor();
    String printed = Files.readString(output);
    Files.delete(output);
    // A line that was cut by the kill is no report.
    return printed.substring(0, printed.lastIndexOf("\n") + 1).lines().toList();
  }
}
