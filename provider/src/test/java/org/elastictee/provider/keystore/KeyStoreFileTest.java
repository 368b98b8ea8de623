package org.elastictee.provider.keystore;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.elastictee.provider.install.FreshJvm;
import org.elastictee.provider.key.RootSource;
import org.elastictee.provider.keystore.KeyStoreFileException.Reason;
import org.elastictee.sev.seal.PrivateFiles;
import org.elastictee.sev.seal.SealingPolicy;
import org.elastictee.sev.seal.UnsealException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Key stores that read and write their file themselves. */
class KeyStoreFileTest {
  @TempDir Path folder;
  private Path file;
  private RootSource root;
  private ElasticLoadStoreParameter at;

  @BeforeEach
  void openRoot() throws Exception {
    file = folder.resolve("keystore");
    root = Stores.root(folder.resolve("root"));
    at = ElasticLoadStoreParameter.builder(file).createMissing(true).build();
  }

  private KeyStore with(String alias) throws Exception {
    KeyStore keyStore = Stores.load(root, at);
    keyStore.setKeyEntry(alias, Stores.aes(1), null, null);
    keyStore.store(at);
    return keyStore;
  }

  private static Reason refusal(Callable<?> call) {
    return assertThrows(KeyStoreFileException.class, call::call).reason();
  }

  private static Reason refusalToStore(KeyStore keyStore, ElasticLoadStoreParameter parameter) {
    return refusal(
        () -> {
          keyStore.store(parameter);
          return null;
        });
  }

  /** What lies beside the key store and its lock. */
  private List<String> others() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(f -> f.getFileName().toString())
          .filter(name -> !List.of("root", "keystore", ".keystore.lock").contains(name))
          .toList();
    }
  }

  @Test
  void createsTheFileForItsOwnerAlone() throws Exception {
    with("one");
    for (Path created : List.of(file, folder.resolve(".keystore.lock"))) {
      assertEquals(
          "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(created)));
    }
    assertEquals(List.of(), others());
    assertTrue(Stores.load(root, at).containsAlias("one"));
  }

  @Test
  void createsNoFileUnlessItMay() throws Exception {
    ElasticLoadStoreParameter existing = ElasticLoadStoreParameter.builder(file).build();
    assertEquals(Reason.MISSING, refusal(() -> Stores.load(root, existing)));
    assertEquals(Reason.MISSING, refusalToStore(Stores.empty(root), existing));
    assertFalse(Files.exists(file));
  }

  @Test
  void refusesAFolderAndAFileInNone() throws Exception {
    Files.createDirectory(file);
    assertEquals(Reason.INACCESSIBLE, refusal(() -> Stores.load(root, at)));
    ElasticLoadStoreParameter nowhere =
        ElasticLoadStoreParameter.builder(folder.resolve("a/b")).createMissing(true).build();
    assertEquals(Reason.INACCESSIBLE, refusal(() -> Stores.load(root, nowhere)));
  }

  @Test
  void writesThroughASymbolicLink() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("keystore"));
    ElasticLoadStoreParameter byLink =
        ElasticLoadStoreParameter.builder(link).createMissing(true).build();
    Stores.load(root, byLink).store(byLink);
    assertTrue(Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS));
    KeyStore keyStore = Stores.load(root, byLink);
    keyStore.setKeyEntry("two", Stores.aes(2), null, null);
    keyStore.store(byLink);
    assertTrue(Files.isSymbolicLink(link));
    assertTrue(Stores.load(root, at).containsAlias("two"));
  }

  @Test
  void refusesALinkToItself() throws Exception {
    Files.createSymbolicLink(file, file);
    assertEquals(Reason.INACCESSIBLE, refusal(() -> Stores.load(root, at)));
  }

  @Test
  void keepsTheModeOfTheFile() throws Exception {
    KeyStore keyStore = with("one");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    keyStore.store(at);
    KeyStoreFile.reseal(file, root.get(), SealingPolicy.STRICT, SealingPolicy.STRICT);
    assertEquals("rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
  }

  @Test
  void keepsTheOwnerOfTheFileWhenRootStores() throws Exception {
    assumeTrue(Files.getAttribute(folder, "unix:uid").equals(0), "only root gives files away");
    KeyStore keyStore = with("one");
    Path lock = folder.resolve(".keystore.lock");
    Files.delete(lock);
    Files.setAttribute(file, "unix:uid", 12345);
    Files.setAttribute(file, "unix:gid", 12346);
    keyStore.store(at);
    for (Path kept : List.of(file, lock)) {
      assertEquals(12345, Files.getAttribute(kept, "unix:uid"));
      assertEquals(12346, Files.getAttribute(kept, "unix:gid"));
    }
  }

  @Test
  void takesNoOtherParameterToStore() throws Exception {
    KeyStore keyStore = with("one");
    assertThrows(IllegalArgumentException.class, () -> keyStore.store(null));
    assertThrows(IllegalArgumentException.class, () -> keyStore.store(() -> null));
  }

  @Test
  void bindsFileAndKeysByThePolicyThatIsAskedFor() throws Exception {
    ElasticLoadStoreParameter updatable =
        ElasticLoadStoreParameter.builder(file)
            .policy(SealingPolicy.UPDATABLE)
            .createMissing(true)
            .build();
    KeyStore keyStore = Stores.load(root, updatable);
    keyStore.setKeyEntry("one", Stores.aes(1), null, null);
    assertEquals(Reason.POLICY, refusalToStore(keyStore, at));
    keyStore.store(updatable);
    assertTrue(Stores.load(root, updatable).containsAlias("one"));
    assertEquals("UPDATABLE", KeyStoreFile.describe(file).request().policyName());
    IOException e = assertThrows(IOException.class, () -> Stores.load(root, at));
    assertEquals(UnsealException.Reason.WRONG_POLICY, ((UnsealException) e.getCause()).reason());
  }

  // Others that store

  @Test
  void doesNotOverwriteWhatAnotherHasStored() throws Exception {
    with("one");
    KeyStore mine = Stores.load(root, at);
    with("two");
    byte[] before = Files.readAllBytes(file);
    mine.setKeyEntry("three", Stores.aes(3), null, null);
    assertEquals(Reason.CHANGED, refusalToStore(mine, at));
    assertArrayEquals(before, Files.readAllBytes(file));
    assertTrue(mine.containsAlias("three"));
    assertEquals(Reason.CHANGED, refusalToStore(Stores.empty(root), at));
  }

  @Test
  void storesAgainAndAgain() throws Exception {
    KeyStore keyStore = with("one");
    keyStore.store(at);
    keyStore.store(at);
    assertEquals(3, KeyStoreFile.describe(file).generation().getAsLong());
  }

  @Test
  void storesOverWhatItGaveToAStream() throws Exception {
    KeyStore keyStore = with("one");
    Files.write(file, Stores.bytes(keyStore));
    keyStore.store(at);
    assertEquals(3, KeyStoreFile.describe(file).generation().getAsLong());
  }

  /** A reader that was overtaken by the writer has read an older file, and reads again. */
  @Test
  void loadsWhileAnotherThreadStores() throws Exception {
    KeyStore writer = with("one");
    AtomicBoolean isDone = new AtomicBoolean();
    ExecutorService threads = Executors.newFixedThreadPool(3);
    List<Future<?>> readers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      readers.add(
          threads.submit(
              () -> {
                while (!isDone.get()) {
                  assertTrue(Stores.load(root, at).containsAlias("one"));
                }
                return null;
              }));
    }
    for (int i = 0; i < 150; i++) {
      writer.store(at);
    }
    isDone.set(true);
    threads.shutdown();
    for (Future<?> reader : readers) {
      reader.get();
    }
  }

  @Test
  void refusesAnOlderFile() throws Exception {
    KeyStore keyStore = with("one");
    byte[] older = Files.readAllBytes(file);
    keyStore.store(at);
    Files.write(file, older);
    assertEquals(Reason.OLDER, refusal(() -> Stores.load(root, at)));
  }

  @Test
  void losesNoUpdateOfThreads() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<Future<?>> updates = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      String alias = "key-" + i;
      updates.add(
          threads.submit(
              () -> {
                KeyStoreFile.update(
                    Stores.over(root), at, k -> k.setKeyEntry(alias, Stores.aes(1), null, null));
                return null;
              }));
    }
    for (Future<?> update : updates) {
      update.get();
    }
    threads.shutdown();
    assertEquals(21, Stores.load(root, at).size());
  }

  @Test
  void losesNoUpdateOfProcesses() throws Exception {
    List<Process> processes = new ArrayList<>();
    for (String name : List.of("a", "b")) {
      processes.add(
          new ProcessBuilder(
                  FreshJvm.command(
                      List.of(rootOption()),
                      StoringProgram.Updating.class,
                      file.toString(),
                      name,
                      "20"))
              .inheritIO()
              .start());
    }
    for (Process process : processes) {
      assertEquals(0, process.waitFor());
    }
    assertEquals(41, Stores.load(root, at).size());
  }

  @Test
  @SuppressWarnings("try") // the lock is held and not spoken of
  void waitsForTheLockForSoLongAndNoLonger() throws Exception {
    Path real = folder.toRealPath().resolve("keystore");
    ExecutorService other = Executors.newSingleThreadExecutor();
    try (StoreLock held = StoreLock.acquire(real)) {
      Future<Reason> waiting =
          other.submit(() -> refusal(() -> StoreLock.acquire(real, Duration.ofMillis(50))));
      assertEquals(Reason.LOCKED, waiting.get());
      StoreLock.acquire(real).close();
      assertEquals(
          Reason.LOCKED,
          other.submit(() -> refusal(() -> StoreLock.acquire(real, Duration.ofMillis(50)))).get());
    }
    other
        .submit(
            () -> {
              StoreLock.acquire(real).close();
              return null;
            })
        .get();
    other.shutdown();
  }

  // Failures

  private String rootOption() {
    return "-Delastic.root.file=" + folder.resolve("root");
  }

  /** The kernel refuses to let files grow beyond 32 KiB, in the middle of a write. */
  @Test
  void keepsTheOldFileWhenTheDiskIsFull() throws Exception {
    with("one");
    byte[] before = Files.readAllBytes(file);
    List<String> options = List.of(rootOption(), "-XX:-UsePerfData");
    assertEquals(
        List.of("INACCESSIBLE true"),
        limited(FreshJvm.command(options, StoringProgram.TooLarge.class, file.toString())));
    assertArrayEquals(before, Files.readAllBytes(file));
    assertEquals(List.of(), others());
    assertEquals(
        List.of("INACCESSIBLE true", "stored"),
        limited(FreshJvm.command(options, StoringProgram.TooLarge.class, file.toString(), "more")));
    assertTrue(Stores.load(root, at).containsAlias("small"));
    assertTrue(Stores.load(root, at).containsAlias("one"));
  }

  private static List<String> limited(List<String> command) throws Exception {
    List<String> limited = new ArrayList<>(List.of("sh", "-c", "ulimit -f 64; exec \"$@\"", "sh"));
    limited.addAll(command);
    FreshJvm.Result result = FreshJvm.run(limited);
    assertEquals(0, result.exitCode(), () -> result.lines().toString());
    // libelastic finds no room either, and says so in two lines of the log.
    return result.lines().stream()
        .filter(line -> !line.contains("DowngradeReport") && !line.contains("no libelastic"))
        .toList();
  }

  @Test
  void removesWhatAKilledWriterLeft() throws Exception {
    with("one");
    Path leftover = Files.createFile(folder.resolve(".keystore.0123456789abcdef.tmp"));
    Path ofAnother = Files.createFile(folder.resolve(".keystore2.0123456789abcdef.tmp"));
    with("two");
    assertFalse(Files.exists(leftover));
    assertTrue(Files.exists(ofAnother));
  }

  // Sealing anew

  @Test
  void sealsTheSlotAnewAndNothingElse() throws Exception {
    KeyStore loaded = with("one");
    StoreFile before = StoreFile.parse(Files.readAllBytes(file));
    KeyStoreFile.reseal(file, root.get(), SealingPolicy.STRICT, SealingPolicy.STRICT);
    StoreFile after = StoreFile.parse(Files.readAllBytes(file));
    assertArrayEquals(before.authenticated(), after.authenticated());
    assertArrayEquals(before.content(), after.content());
    assertFalse(before.slot().equals(after.slot()));
    assertTrue(Stores.load(root, at).containsAlias("one"));
    loaded.store(at);
  }

  @Test
  void sealsToAnotherPolicy() throws Exception {
    with("one");
    KeyStoreFile.reseal(file, root.get(), SealingPolicy.STRICT, SealingPolicy.UPDATABLE);
    ElasticLoadStoreParameter updatable =
        ElasticLoadStoreParameter.builder(file).policy(SealingPolicy.UPDATABLE).build();
    assertTrue(Stores.load(root, updatable).containsAlias("one"));
  }

  @Test
  void doesNotTurnAChangeOfPolicyBack() throws Exception {
    KeyStore loaded = with("one");
    KeyStoreFile.reseal(file, root.get(), SealingPolicy.STRICT, SealingPolicy.UPDATABLE);
    byte[] before = Files.readAllBytes(file);
    assertEquals(Reason.CHANGED, refusalToStore(loaded, at));
    assertArrayEquals(before, Files.readAllBytes(file));
  }

  @Test
  void keepsTheFileIfItCannotBeSealedAnew() throws Exception {
    with("one");
    byte[] before = Files.readAllBytes(file);
    RootSource other = Stores.root(folder.resolve("other"));
    assertThrows(
        UnsealException.class,
        () -> KeyStoreFile.reseal(file, other.get(), SealingPolicy.STRICT, SealingPolicy.STRICT));
    assertArrayEquals(before, Files.readAllBytes(file));
  }

  // Version 1

  private void putVersion1() throws Exception {
    byte[] bytes = new byte[32];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i + 1);
    }
    Files.delete(folder.resolve("root"));
    PrivateFiles.create(folder.resolve("root"), bytes);
    root = Stores.root(folder.resolve("root"));
    try (InputStream in = KeyStoreFileTest.class.getResourceAsStream("keystore-v1.hex")) {
      String hex = new String(in.readAllBytes(), StandardCharsets.US_ASCII).strip();
      Files.write(file, HexFormat.of().parseHex(hex));
    }
  }

  @Test
  void turnsAFileOfVersion1IntoOneOfVersion2() throws Exception {
    putVersion1();
    assertEquals(1, KeyStoreFile.describe(file).version());
    assertEquals(Optional.empty(), KeyStoreFile.describe(file).id());
    with("two");
    assertEquals(2, KeyStoreFile.describe(file).version());
    assertTrue(Stores.load(root, at).containsAlias("one"));
  }

  @Test
  void sealsAFileOfVersion1Anew() throws Exception {
    putVersion1();
    KeyStoreFile.reseal(file, root.get(), SealingPolicy.STRICT, SealingPolicy.STRICT);
    assertEquals(1, KeyStoreFile.describe(file).version());
    assertTrue(Stores.load(root, at).containsAlias("one"));
  }

  @Test
  void describesNoOtherFile() throws Exception {
    Files.writeString(file, "nonsense");
    UnsealException e = assertThrows(UnsealException.class, () -> KeyStoreFile.describe(file));
    assertEquals(UnsealException.Reason.NOT_SEALED, e.reason());
  }
}
