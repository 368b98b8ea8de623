package org.elastictee.sim.seal;

import static org.elastictee.sim.seal.Sealing.derive;
import static org.elastictee.sim.seal.Sealing.root;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.elastictee.sev.guest.DerivedKeyRequest.GuestField;
import org.elastictee.sev.guest.DerivedKeyRequest.KeySel;
import org.elastictee.sev.seal.DerivationRequest;
import org.elastictee.sev.seal.RootKind;
import org.elastictee.sev.seal.RootOfTrustException;
import org.elastictee.sev.seal.RootOfTrustException.Reason;
import org.elastictee.sev.seal.SealedBlob;
import org.elastictee.sev.seal.Sealer;
import org.elastictee.sev.seal.SealingPolicy;
import org.elastictee.sev.seal.SevSnpRoot;
import org.elastictee.sim.SimulatedMachine;
import org.elastictee.sim.firmware.Chip;
import org.elastictee.sim.firmware.LaunchParameters;
import org.elastictee.sim.firmware.PlatformState;
import org.elastictee.sim.firmware.Product;
import org.elastictee.sim.firmware.Vlek;
import org.elastictee.sim.host.CallKind;
import org.elastictee.sim.host.Fault;
import org.elastictee.sim.kernel.KernelClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SevSnpRootTest {
  private final SimulatedMachine machine = SimulatedMachine.start();

  private static RootOfTrustException assertRefused(Reason reason, Executable action) {
    RootOfTrustException e = assertThrows(RootOfTrustException.class, action);
    assertEquals(reason, e.reason());
    return e;
  }

  private long keyCalls() {
    return machine.hypervisor().calls().get(CallKind.KEY);
  }

  @ParameterizedTest
  @EnumSource(Product.class)
  void theSameImageOnTheSameChipHasTheSameKeyAtEveryLaunch(Product product) throws Exception {
    SimulatedMachine first = SimulatedMachine.builder().product(product).start();
    SimulatedMachine again = SimulatedMachine.builder().product(product).start();
    again.relaunch();
    assertEquals(
        derive(root(first), SealingPolicy.STRICT, "a"),
        derive(root(again), SealingPolicy.STRICT, "a"));
  }

  @Test
  void everyPolicyAndLabelHasAKeyOfItsOwn() throws Exception {
    machine.relaunch(Sealing.signed(1, 3));
    Set<String> keys = new HashSet<>();
    try (SevSnpRoot root = root(machine)) {
      List<SealingPolicy> policies = new ArrayList<>(SealingPolicy.standard());
      policies.add(
          SealingPolicy.custom().guestFieldSelect(SealingPolicy.STRICT.guestFieldSelect()).build());
      for (SealingPolicy policy : policies) {
        for (String label : List.of("a", "b")) {
          assertTrue(keys.add(derive(root, policy, label)), policy + " " + label);
        }
      }
    }
  }

  @Test
  void tenThousandKeysAreOneFirmwareCall() throws Exception {
    try (SevSnpRoot root = root(machine)) {
      Sealer sealer = new Sealer(root);
      for (int i = 0; i < 10_000; i++) {
        sealer.seal(new byte[] {(byte) i}, SealingPolicy.STRICT, "small");
      }
      assertEquals(1, keyCalls());
      assertEquals(1, machine.hypervisor().calls().get(CallKind.REPORT), "the one at opening");
    }
  }

  /** What a hostile disk asks for does not push out the keys that this guest seals with. */
  @Test
  void requestsThatComeWithDataDoNotPushOutTheGuestsOwnKeys() throws Exception {
    machine.relaunch(Sealing.signed(1, 100));
    try (SevSnpRoot root = root(machine)) {
      byte[] blob =
          new Sealer(root).seal(new byte[1], SealingPolicy.UPDATABLE, Sealing.LABEL).encoded();
      int guestSvnOffset = 10 + 2 + 20;
      for (int svn = 0; svn < 100; svn++) {
        blob[guestSvnOffset] = (byte) svn;
        DerivationRequest request = SealedBlob.parse(blob).request();
        assertRefused(
            Reason.FOREIGN_REQUEST, () -> root.derive(request, SealingPolicy.UPDATABLE, "a", 32));
      }
      long before = keyCalls();
      derive(root, SealingPolicy.UPDATABLE, "a");
      assertEquals(before, keyCalls());
    }
  }

  @Test
  void requestsForATcbThatIsNotCommittedAskForAReportOnceAMinute() throws Exception {
    try (SevSnpRoot root = root(machine)) {
      byte[] blob =
          new Sealer(root).seal(new byte[1], SealingPolicy.STRICT, Sealing.LABEL).encoded();
      int microcodeOffset = 10 + 2 + 31;
      blob[microcodeOffset] = (byte) 0xFF;
      DerivationRequest request = SealedBlob.parse(blob).request();
      for (int i = 0; i < 100; i++) {
        assertRefused(Reason.OLDER_TCB, () -> root.derive(request, SealingPolicy.STRICT, "a", 32));
      }
      assertEquals(2, machine.hypervisor().calls().get(CallKind.REPORT), "one at opening");
      assertEquals(1, keyCalls());
    }
  }

  @Test
  void updatableIsRefusedWithoutASignedIdBlock() throws Exception {
    RootOfTrustException e =
        assertRefused(
            Reason.POLICY_UNAVAILABLE, () -> root(machine).request(SealingPolicy.UPDATABLE));
    assertTrue(e.getMessage().contains("ID block"), e.getMessage());
    assertEquals(0, keyCalls());
  }

  @Test
  void aVmplMorePrivilegedThanTheGuestsIsRefusedWithoutACall() throws Exception {
    machine.setVmpl(2);
    SealingPolicy vmpl1 =
        SealingPolicy.custom()
            .guestFieldSelect(EnumSet.of(GuestField.GUEST_POLICY, GuestField.MEASUREMENT))
            .vmpl(1)
            .build();
    SevSnpRoot root = SevSnpRoot.open(machine.sevGuest(), 2);
    assertRefused(Reason.MORE_PRIVILEGED, () -> root.request(vmpl1));
    assertEquals(0, keyCalls());
  }

  @Test
  void eachVmplHasKeysOfItsOwn() throws Exception {
    SealingPolicy policy = SealingPolicy.STRICT;
    String atVmpl0 = derive(root(machine), policy, "a");
    assertNotEquals(atVmpl0, derive(SevSnpRoot.open(machine.sevGuest(), 1), policy, "a"));
  }

  @Test
  void openingAtAVmplThatIsNotTheGuestsIsRefused() throws Exception {
    machine.setVmpl(1);
    RootOfTrustException e = assertRefused(Reason.DEVICE_REFUSED, () -> root(machine));
    assertTrue(e.getMessage().contains("INVALID_PARAM"), e.getMessage());
  }

  @Test
  void aVlekThatIsNotInstalledIsRefusedByName() throws Exception {
    SealingPolicy vlek =
        SealingPolicy.custom()
            .guestFieldSelect(SealingPolicy.STRICT.guestFieldSelect())
            .keySel(KeySel.VLEK)
            .build();
    RootOfTrustException e =
        assertRefused(Reason.ROOT_KEY_UNAVAILABLE, () -> root(machine).request(vlek));
    assertTrue(e.getMessage().contains("INVALID_KEY"), e.getMessage());
    machine.installVlek(Vlek.of("CN=cloud"));
    derive(root(machine), vlek, "a");
  }

  @Test
  void aMaskedChipKeyIsRefusedByNameAndNotCalledForeign() throws Exception {
    DerivationRequest earlier;
    try (SevSnpRoot root = root(machine)) {
      earlier = root.request(SealingPolicy.STRICT);
    }
    machine.maskChipKey(true);
    SevSnpRoot root = root(machine);
    assertRefused(Reason.ROOT_KEY_UNAVAILABLE, () -> root.request(SealingPolicy.STRICT));
    assertRefused(
        Reason.ROOT_KEY_UNAVAILABLE, () -> root.derive(earlier, SealingPolicy.STRICT, "a", 32));
    derive(root, SealingPolicy.EPHEMERAL, "a");
  }

  @Test
  void refreshFollowsACommittedUpdateAndOldRequestsStayGood() throws Exception {
    try (SevSnpRoot root = root(machine)) {
      DerivationRequest before = root.request(SealingPolicy.STRICT);
      String key = derive(root, SealingPolicy.STRICT, "a");
      Updates.updateAndCommit(machine);
      assertEquals(before, root.request(SealingPolicy.STRICT), "not looked yet");
      root.refresh();
      assertNotEquals(before, root.request(SealingPolicy.STRICT));
      assertNotEquals(key, derive(root, SealingPolicy.STRICT, "a"));
      root.derive(before, SealingPolicy.STRICT, "a", 32).close();
    }
  }

  @Test
  void aRequestOfAnotherProcessAfterAnUpdateIsFollowed() throws Exception {
    try (SevSnpRoot root = root(machine)) {
      Updates.updateAndCommit(machine);
      DerivationRequest newer;
      try (SevSnpRoot later = root(machine)) {
        newer = later.request(SealingPolicy.STRICT);
      }
      root.derive(newer, SealingPolicy.STRICT, "a", 32).close();
    }
  }

  @Test
  void aLostDeviceKeepsServingTheKeysThatAreKnown() throws Exception {
    SevSnpRoot root = root(machine);
    String key = derive(root, SealingPolicy.STRICT, "a");
    machine.inject(Fault.exitinfo2(0x16), 1);
    RootOfTrustException e =
        assertRefused(Reason.DEVICE_FAILED, () -> root.request(SealingPolicy.EPHEMERAL));
    assertTrue(e.getMessage().contains("INVALID_PARAM"), e.getMessage());
    RootOfTrustException lost =
        assertRefused(Reason.DEVICE_FAILED, () -> root.request(SealingPolicy.EPHEMERAL));
    assertTrue(lost.getMessage().contains("reboot"), lost.getMessage());
    assertEquals(key, derive(root, SealingPolicy.STRICT, "a"));
  }

  /** Nothing is wrong with the data then: it must not be called foreign. */
  @Test
  void aDeviceThatDiesOnAReplayIsTheDevicesFault() throws Exception {
    DerivationRequest request;
    try (SevSnpRoot root = root(machine)) {
      request = root.request(SealingPolicy.STRICT);
    }
    SevSnpRoot root = root(machine);
    machine.inject(Fault.exitinfo2(0x16), 1);
    assertRefused(Reason.DEVICE_FAILED, () -> root.derive(request, SealingPolicy.STRICT, "a", 32));
  }

  @Test
  void aVanishedDeviceIsMissing() throws Exception {
    SevSnpRoot root = root(machine);
    machine.vanish();
    assertRefused(Reason.DEVICE_MISSING, () -> root.request(SealingPolicy.STRICT));
  }

  @Test
  void saysThatASimulatedMachineProtectsNothing() throws Exception {
    assertTrue(root(machine).statement().startsWith("SIMULATED"), root(machine).statement());
    SimulatedMachine turin = SimulatedMachine.builder().product(Product.TURIN).start();
    assertTrue(root(turin).statement().startsWith("SIMULATED"), root(turin).statement());
  }

  @ParameterizedTest
  @CsvSource({
    "0x30000, 'AMD SEV-SNP: keys derived by the firmware from this chip''s VCEK, never stored'",
    "0xB0000, 'AMD SEV-SNP with DEBUG allowed: protects against nothing, the host may read this guest'"
  })
  void saysWhatAChipWithoutTheMarkOfASimulationProtectsAgainst(String policy, String statement)
      throws Exception {
    machine.relaunch(LaunchParameters.builder().policy(Long.decode(policy)).build());
    machine.maskChipId(true);
    assertEquals(statement, root(machine).statement());
  }

  @Test
  void aKnownKeyIsGivenOutWhileAnotherIsHeldBackByTheHost() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    SimulatedMachine slow =
        SimulatedMachine.builder()
            .clock(
                new KernelClock() {
                  @Override
                  public long nanoTime() {
                    return 0;
                  }

                  @Override
                  public void sleep(Duration duration) {
                    asked.countDown();
                    try {
                      release.await();
                    } catch (InterruptedException e) {
                      Thread.currentThread().interrupt();
                    }
                  }
                })
            .start();
    SevSnpRoot root = root(slow);
    String key = derive(root, SealingPolicy.STRICT, "a");
    slow.throttle(1);
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      Future<String> other = thread.submit(() -> derive(root, SealingPolicy.EPHEMERAL, "a"));
      asked.await();
      assertEquals(key, derive(root, SealingPolicy.STRICT, "a"));
      assertFalse(other.isDone());
      release.countDown();
      other.get();
    } finally {
      release.countDown();
      thread.shutdownNow();
    }
  }

  @Test
  void aClosedRootGivesNoKeys() throws Exception {
    SevSnpRoot root = root(machine);
    derive(root, SealingPolicy.STRICT, "a");
    root.close();
    root.close();
    assertThrows(IllegalStateException.class, () -> derive(root, SealingPolicy.STRICT, "a"));
  }

  @Test
  void aRequestOfAnotherKindIsForeign() throws Exception {
    byte[] blob = Sealing.seal(machine, SealingPolicy.STRICT).encoded();
    blob[5] = 1;
    DerivationRequest software = SealedBlob.parse(blob).request();
    assertEquals(RootKind.SOFTWARE, software.kind());
    assertRefused(
        Reason.FOREIGN_REQUEST,
        () -> root(machine).derive(software, SealingPolicy.STRICT, "a", 32));
  }

  @Test
  void showsNoSecret() throws Exception {
    SevSnpRoot root = root(machine);
    assertEquals("SevSnpRoot", root.toString());
    assertFalse(
        root.request(SealingPolicy.STRICT)
            .toString()
            .contains(derive(root, SealingPolicy.STRICT, "a")));
  }

  @Test
  void sixteenThreadsGetTheSameKeyByOneCall() throws Exception {
    SevSnpRoot root = root(machine);
    ExecutorService threads = Executors.newFixedThreadPool(16);
    try {
      List<Future<String>> keys = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        keys.add(threads.submit(() -> derive(root, SealingPolicy.STRICT, "a")));
      }
      Set<String> distinct = new HashSet<>();
      for (Future<String> key : keys) {
        distinct.add(key.get());
      }
      assertEquals(1, distinct.size());
      assertEquals(1, keyCalls());
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void anotherChipHasOtherKeys() throws Exception {
    SimulatedMachine other =
        SimulatedMachine.builder()
            .platform(PlatformState.builder(Chip.named(Product.MILAN, "other")).build())
            .start();
    assertNotEquals(
        derive(root(machine), SealingPolicy.STRICT, "a"),
        derive(root(other), SealingPolicy.STRICT, "a"));
  }
}
