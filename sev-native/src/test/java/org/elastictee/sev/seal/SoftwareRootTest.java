package org.elastictee.sev.seal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.elastictee.sev.guest.DerivedKeyRequest.GuestField;
import org.elastictee.sev.guest.DerivedKeyRequest.KeySel;
import org.elastictee.sev.guest.DerivedKeyRequest.RootKeySelect;
import org.elastictee.sev.memory.SecretMemory;
import org.elastictee.sev.seal.RootOfTrustException.Reason;
import org.elastictee.sev.seal.SealingPolicy.TcbSelect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SoftwareRootTest {
  private static final int NOBODY = 65534;

  @TempDir Path folder;

  private Path file() {
    return folder.resolve("root");
  }

  private static String derive(RootOfTrust root, SealingPolicy policy, String label)
      throws RootOfTrustException {
    try (SecretMemory key = root.derive(policy, label)) {
      return HexFormat.of().formatHex(key.copy());
    }
  }

  private void writeRoot(byte[] content, String mode) throws IOException {
    Files.write(file(), content);
    Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString(mode));
  }

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (i + 1);
    }
    return bytes;
  }

  private void assertRefused(Reason reason) throws IOException {
    byte[] before = Files.isRegularFile(file()) ? Files.readAllBytes(file()) : null;
    RootOfTrustException e =
        assertThrows(RootOfTrustException.class, () -> SoftwareRoot.open(file()));
    assertEquals(reason, e.reason());
    for (Throwable t = e; t != null; t = t.getCause()) {
      assertFalse(t.toString().contains(folder.toString()), "no message holds a path");
    }
    if (before != null) {
      assertArrayEquals(before, Files.readAllBytes(file()), "the file stays as it is");
    }
  }

  @Test
  void createsAFileOf32BytesForItsOwnerAlone() throws Exception {
    SoftwareRoot root = SoftwareRoot.open(folder.resolve("new/folder/root"));
    Path created = folder.resolve("new/folder/root");
    assertTrue(root.isNew());
    assertEquals(32, Files.size(created));
    assertEquals(
        "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(created)));
    assertEquals(
        "rwx------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(created.getParent())));
  }

  @Test
  void givesTheSameKeysWhenOpenedAgain() throws Exception {
    String key = derive(SoftwareRoot.open(file()), SealingPolicy.STRICT, "a");
    SoftwareRoot again = SoftwareRoot.open(file());
    assertFalse(again.isNew());
    assertEquals(key, derive(again, SealingPolicy.STRICT, "a"));
  }

  @Test
  void givesOtherKeysFromAnotherFile() throws Exception {
    assertNotEquals(
        derive(SoftwareRoot.open(file()), SealingPolicy.STRICT, "a"),
        derive(SoftwareRoot.open(folder.resolve("other")), SealingPolicy.STRICT, "a"));
  }

  /** The three with a name, and custom ones that differ in one thing each. */
  static List<SealingPolicy> policies() {
    List<SealingPolicy> all = new ArrayList<>(SealingPolicy.standard());
    Set<GuestField> measurement = EnumSet.of(GuestField.MEASUREMENT);
    Set<GuestField> tcb = EnumSet.of(GuestField.MEASUREMENT, GuestField.TCB_VERSION);
    all.add(SealingPolicy.custom().guestFieldSelect(measurement).build());
    all.add(SealingPolicy.custom().guestFieldSelect(measurement).vmpl(0).build());
    all.add(
        SealingPolicy.custom()
            .guestFieldSelect(measurement)
            .rootKeySelect(RootKeySelect.VMRK)
            .build());
    all.add(SealingPolicy.custom().guestFieldSelect(measurement).keySel(KeySel.VLEK).build());
    all.add(SealingPolicy.custom().guestFieldSelect(tcb).build());
    all.add(SealingPolicy.custom().guestFieldSelect(tcb).tcbSelect(TcbSelect.LAUNCH_TCB).build());
    return all;
  }

  @Test
  void givesAnotherKeyForEveryPolicyLabelAndLength() throws Exception {
    SoftwareRoot root = SoftwareRoot.open(file());
    Set<String> prefixes = new HashSet<>();
    int keys = 0;
    for (SealingPolicy policy : policies()) {
      for (String label : List.of("a", "b", "ab", "a\0")) {
        for (int length : new int[] {16, 32, 33, 8160}) {
          try (SecretMemory key = root.derive(root.request(policy), policy, label, length)) {
            assertEquals(length, key.length());
            prefixes.add(HexFormat.of().formatHex(key.copy(), 0, 16));
          }
          keys++;
        }
      }
    }
    assertEquals(keys, prefixes.size());
  }

  @Test
  void forgetsEphemeralKeysWithTheObject() throws Exception {
    SoftwareRoot first = SoftwareRoot.open(file());
    assertEquals(
        derive(first, SealingPolicy.EPHEMERAL, "a"), derive(first, SealingPolicy.EPHEMERAL, "a"));
    assertNotEquals(
        derive(first, SealingPolicy.EPHEMERAL, "a"),
        derive(SoftwareRoot.open(file()), SealingPolicy.EPHEMERAL, "a"));
  }

  /** The bytes 1 to 32 as root: a later version must derive the same. */
  @Test
  void derivesWhatEarlierVersionsDerived() throws Exception {
    writeRoot(bytes(32), "rw-------");
    assertEquals(
        "2068b352ecc2106d1f51f3ff5c21184759ae078f64bd72cb2533cbb95595f802",
        derive(SoftwareRoot.open(file()), SealingPolicy.STRICT, "example"));
    assertEquals(
        "ed358d1838d46f86a50d7f9e2d0d37feb3578c66d325c3df492641985a4349e6",
        derive(SoftwareRoot.open(file()), SealingPolicy.UPDATABLE, "example"));
  }

  @ParameterizedTest
  @MethodSource("policies")
  void refusesARequestOfAnotherRoot(SealingPolicy policy) throws Exception {
    SoftwareRoot root = SoftwareRoot.open(file());
    DerivationRequest foreign = SoftwareRoot.open(folder.resolve("other")).request(policy);
    RootOfTrustException e =
        assertThrows(RootOfTrustException.class, () -> root.derive(foreign, policy, "a", 32));
    assertEquals(Reason.FOREIGN_REQUEST, e.reason());
  }

  @ParameterizedTest
  @MethodSource("policies")
  void refusesARequestOfAnotherPolicy(SealingPolicy policy) throws Exception {
    SoftwareRoot root = SoftwareRoot.open(file());
    DerivationRequest request = root.request(policy);
    for (SealingPolicy other : policies()) {
      if (!other.equals(policy)) {
        RootOfTrustException e =
            assertThrows(RootOfTrustException.class, () -> root.derive(request, other, "a", 32));
        assertEquals(Reason.WRONG_POLICY, e.reason());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 15, 8161, 65536 + 32})
  void refusesAKeyLengthOutOfRange(int length) throws Exception {
    SoftwareRoot root = SoftwareRoot.open(file());
    DerivationRequest request = root.request(SealingPolicy.STRICT);
    assertThrows(
        IllegalArgumentException.class,
        () -> root.derive(request, SealingPolicy.STRICT, "a", length));
  }

  @Test
  void refusesALabelOutOfRange() throws Exception {
    SoftwareRoot root = SoftwareRoot.open(file());
    for (String label : List.of("", "x".repeat(256), "\u00e4".repeat(128))) {
      assertThrows(IllegalArgumentException.class, () -> root.derive(SealingPolicy.STRICT, label));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 31, 33, 64})
  void refusesAFileOfAnotherLength(int length) throws Exception {
    writeRoot(bytes(length), "rw-------");
    assertRefused(Reason.FILE_CONTENT);
  }

  @Test
  void refusesAFileOfZeros() throws Exception {
    writeRoot(new byte[32], "rw-------");
    assertRefused(Reason.FILE_CONTENT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"rw-r-----", "rw----r--", "rw--w----", "rw-----w-", "rw-rw-rw-", "rwx------"})
  void refusesAFileOnWhichOthersHaveRights(String mode) throws Exception {
    writeRoot(bytes(32), mode);
    assertRefused(Reason.FILE_PERMISSIONS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rwxrwx---", "rwx----w-", "rwxrwxrwx"})
  void refusesAFileInAFolderWhereOthersCanReplaceIt(String mode) throws Exception {
    SoftwareRoot.open(file());
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(mode));
    assertRefused(Reason.FILE_PERMISSIONS);
  }

  @Test
  void createsNoFileThatOthersCouldReplace() throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertRefused(Reason.FILE_PERMISSIONS);
    assertFalse(Files.exists(file()));
  }

  @Test
  void takesAFileInAStickyFolder() throws Exception {
    SoftwareRoot.open(file());
    Files.setAttribute(folder, "unix:mode", 01777);
    assertFalse(SoftwareRoot.open(file()).isNew());
  }

  @Test
  void refusesALinkToAGoodFile() throws Exception {
    Path target = folder.resolve("target");
    SoftwareRoot.open(target);
    Files.createSymbolicLink(file(), target);
    assertRefused(Reason.FILE_TYPE);
  }

  @Test
  void refusesADanglingLinkAndCreatesNothingBehindIt() throws Exception {
    Path target = folder.resolve("target");
    Files.createSymbolicLink(file(), target);
    assertRefused(Reason.FILE_TYPE);
    assertFalse(Files.exists(target));
  }

  @Test
  void refusesAFolder() throws Exception {
    Files.createDirectory(file());
    assertRefused(Reason.FILE_TYPE);
  }

  @Test
  void refusesAFileOfAnotherUser() throws Exception {
    Path foreign = Path.of("/etc/passwd");
    boolean runningAsRoot = Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    if (runningAsRoot) {
      writeRoot(bytes(32), "rw-------");
      Files.setAttribute(file(), "unix:uid", NOBODY);
      foreign = file();
    }
    Path path = foreign;
    RootOfTrustException e =
        assertThrows(RootOfTrustException.class, () -> SoftwareRoot.open(path));
    assertEquals(Reason.FILE_OWNER, e.reason());
  }

  @Test
  void saysSoWhenTheFileCannotBeReached() throws Exception {
    Files.write(folder.resolve("plain"), new byte[1]);
    RootOfTrustException e =
        assertThrows(
            RootOfTrustException.class, () -> SoftwareRoot.open(folder.resolve("plain/root")));
    assertEquals(Reason.FILE_INACCESSIBLE, e.reason());
  }

  @Test
  void sixteenThreadsThatCreateItAgreeOnOneRoot() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(16);
    try {
      List<Future<String>> keys = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        keys.add(
            threads.submit(() -> derive(SoftwareRoot.open(file()), SealingPolicy.STRICT, "a")));
      }
      Set<String> distinct = new HashSet<>();
      for (Future<String> key : keys) {
        distinct.add(key.get());
      }
      assertEquals(1, distinct.size());
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void saysWhatItProtectsAgainst() throws Exception {
    assertEquals(
        "software: protects against nothing that can read this file",
        SoftwareRoot.open(file()).statement());
  }
}
