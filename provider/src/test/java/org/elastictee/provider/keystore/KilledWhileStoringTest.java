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

  @TempDir Path folder;

  @Test
  void losesNothingThatWasReported() throws Exception {
    Path file = folder.resolve("keystore");
    RootSource root = Stores.root(folder.resolve("root"));
    ElasticLoadStoreParameter at =
        ElasticLoadStoreParameter.builder(file).createMissing(true).build();
    List<String> reported = new ArrayList<>();
    Random random = new Random();
    for (int kill = 0; kill < KILLS; kill++) {
      int before = reported.size();
      reported.addAll(storeUntilKilled(file, "round" + kill, random.nextInt(MAX_MILLIS)));
      assertTrue(reported.size() > before, "round " + kill + " stored nothing");
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

  private List<String> storeUntilKilled(Path file, String prefix, int millis) throws Exception {
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
    while (process.isAlive() && Files.size(output) == 0) {
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
