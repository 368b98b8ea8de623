package org.elastictee.sim.seal;

import static org.elastictee.sim.seal.Sealing.DATA;
import static org.elastictee.sim.seal.Sealing.LABEL;
import static org.elastictee.sim.seal.Sealing.filled;
import static org.elastictee.sim.seal.Sealing.root;
import static org.elastictee.sim.seal.Sealing.seal;
import static org.elastictee.sim.seal.Sealing.signed;
import static org.elastictee.sim.seal.Sealing.unseal;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.HexFormat;
import org.elastictee.sev.attest.FirmwareVersion;
import org.elastictee.sev.guest.DerivedKeyRequest.GuestField;
import org.elastictee.sev.guest.DerivedKeyRequest.KeySel;
import org.elastictee.sev.seal.RootKind;
import org.elastictee.sev.seal.SealedBlob;
import org.elastictee.sev.seal.Sealer;
import org.elastictee.sev.seal.SealingPolicy;
import org.elastictee.sev.seal.SevSnpRoot;
import org.elastictee.sev.seal.UnsealException;
import org.elastictee.sev.seal.UnsealException.Reason;
import org.elastictee.sim.SimulatedMachine;
import org.elastictee.sim.firmware.Chip;
import org.elastictee.sim.firmware.FirmwareLevel;
import org.elastictee.sim.firmware.LaunchParameters;
import org.elastictee.sim.firmware.PlatformState;
import org.elastictee.sim.firmware.Product;
import org.elastictee.sim.firmware.Vlek;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where data that was sealed on a simulated SEV-SNP machine opens, and where it does not. */
class SevSnpSealingTest {
  private static final String DEFAULT_CHIP = "default";

  private final SimulatedMachine machine = SimulatedMachine.start();

  private static SimulatedMachine machine(String chip, LaunchParameters launch) throws Exception {
    return SimulatedMachine.builder()
        .platform(PlatformState.builder(Chip.named(Product.MILAN, chip)).build())
        .launch(launch)
        .start();
  }

  private static LaunchParameters.Builder image() {
    return LaunchParameters.builder();
  }

  private static void assertOpens(SimulatedMachine machine, SealedBlob blob) throws Exception {
    assertArrayEquals(DATA, unseal(machine, blob));
  }

  private static void assertRefused(
      Reason reason, String named, SimulatedMachine machine, SealedBlob blob) {
    assertRefused(reason, named, machine, blob, Sealing.named(blob.request().policyName()));
  }

  private static void assertRefused(
      Reason reason,
      String named,
      SimulatedMachine machine,
      SealedBlob blob,
      SealingPolicy policy) {
    UnsealException e = assertThrows(UnsealException.class, () -> unseal(machine, blob, policy));
    assertEquals(reason, e.reason(), e.getMessage());
    assertTrue(e.getMessage().contains(named), e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"STRICT", "UPDATABLE", "EPHEMERAL"})
  void opensInALaterProcessOfTheSameLaunch(String name) throws Exception {
    machine.relaunch(signed(1, 3));
    assertOpens(machine, seal(machine, Sealing.named(name)));
  }

  @Test
  void tellsWhatItIsBoundTo() throws Exception {
    SealedBlob blob = SealedBlob.parse(seal(machine, SealingPolicy.STRICT).encoded());
    assertEquals(RootKind.SEV_SNP, blob.request().kind());
    assertEquals("STRICT", blob.request().policyName());
    assertEquals(LABEL, blob.label());
    assertTrue(blob.request().describe().contains("MEASUREMENT"), blob.request().describe());
  }

  @Test
  void strictDataOpensAfterARelaunchAndOnNoOtherImage() throws Exception {
    SealedBlob blob = seal(machine, SealingPolicy.STRICT);
    machine.relaunch();
    assertOpens(machine, blob);
    machine.relaunch(image().measurement(filled(48, 0x77)).build());
    assertRefused(Reason.FOREIGN_ROOT, "MEASUREMENT", machine, blob);
  }

  @Test
  void strictDataOpensOnNoOtherChip() throws Exception {
    SealedBlob blob = seal(machine, SealingPolicy.STRICT);
    assertRefused(Reason.FOREIGN_ROOT, "CHIP_ID", machine("other", image().build()), blob);
  }

  @ParameterizedTest
  @ValueSource(strings = {"STRICT", "UPDATABLE"})
  void aCloneWithDebugAllowedDoesNotOpenIt(String name) throws Exception {
    SealingPolicy policy = name.equals("STRICT") ? SealingPolicy.STRICT : SealingPolicy.UPDATABLE;
    machine.relaunch(signed(1, 3));
    SealedBlob blob = seal(machine, policy);
    machine.relaunch(signed(1, 3).toBuilder().policy(0xB0000).build());
    assertRefused(Reason.FOREIGN_ROOT, "POLICY", machine, blob);
  }

  @Test
  void otherHostDataDoesNotOpenIt() throws Exception {
    SealedBlob blob = seal(machine, SealingPolicy.STRICT);
    machine.relaunch(image().hostData(filled(32, 1)).build());
    assertRefused(Reason.FOREIGN_ROOT, "HOST_DATA", machine, blob);
  }

  @Test
  void aVlekThatTheHostInstallsChangesNothingForDataOfTheChip() throws Exception {
    SealedBlob before = seal(machine, SealingPolicy.STRICT);
    machine.installVlek(Vlek.of("CN=cloud"));
    assertOpens(machine, before);
    SealedBlob after = seal(machine, SealingPolicy.STRICT);
    machine.removeVlek();
    assertOpens(machine, after);
  }

  /** With one VLEK on two chips, the host could move the data from one to the other. */
  @Test
  void aVlekOnTwoChipsDoesNotOpenDataOfOneOnTheOther() throws Exception {
    machine.installVlek(Vlek.of("CN=cloud"));
    SealedBlob blob = seal(machine, SealingPolicy.STRICT);
    SimulatedMachine other = machine("other", image().build());
    other.installVlek(Vlek.of("CN=cloud"));
    assertRefused(Reason.FOREIGN_ROOT, "another chip", other, blob);
  }

  @Test
  void dataOfWhateverRootThereIsDependsOnWhatTheHostInstalls() throws Exception {
    SealingPolicy policy =
        SealingPolicy.custom()
            .guestFieldSelect(SealingPolicy.STRICT.guestFieldSelect())
            .keySel(KeySel.VLEK_OR_VCEK)
            .build();
    SealedBlob blob = seal(machine, policy);
    machine.installVlek(Vlek.of("CN=cloud"));
    assertRefused(Reason.FOREIGN_ROOT, "SIGNING_KEY", machine, blob, policy);
    machine.removeVlek();
    assertArrayEquals(DATA, unseal(machine, blob, policy));
  }

  @Test
  void firmwareThatKnowsNoVlekIsAskedForTheVcekAsItKnowsIt() throws Exception {
    FirmwareLevel old =
        new FirmwareLevel(
            new FirmwareVersion(1, 51, 0), FirmwareLevel.initial(Product.MILAN).tcb(), 2, 0);
    SimulatedMachine before =
        SimulatedMachine.builder()
            .platform(
                PlatformState.builder(Chip.named(Product.MILAN, DEFAULT_CHIP))
                    .firmware(old)
                    .build())
            .start();
    SealedBlob blob = seal(before, SealingPolicy.STRICT);
    assertTrue(blob.request().describe().contains("VLEK_OR_VCEK"), blob.request().describe());
    assertOpens(before, blob);
    assertOpens(machine, blob);
    machine.installVlek(Vlek.of("CN=cloud"));
    assertRefused(Reason.WRONG_POLICY, "STRICT", machine, blob);
  }

  // What another image on the same chip could plant

  /** A DEBUG guest of another image derives by a policy that lets it, and calls it STRICT. */
  @Test
  void whatAnotherImageSealedUnderAWeakPolicyDoesNotPassForStrict() throws Exception {
    SealingPolicy weak =
        SealingPolicy.custom().guestFieldSelect(EnumSet.of(GuestField.TCB_VERSION)).build();
    machine.relaunch(
        image().policy(0xB0000).measurement(filled(48, 0x66)).hostData(new byte[32]).build());
    byte[] forged = seal(machine, weak).encoded();
    machine.relaunch(image().hostData(new byte[32]).build());
    assertArrayEquals(DATA, unseal(machine, SealedBlob.parse(forged), weak));
    assertRefused(
        Reason.WRONG_POLICY, "STRICT", machine, SealedBlob.parse(forged), SealingPolicy.STRICT);
    forged[6] = 1;
    assertRefused(
        Reason.WRONG_POLICY, "STRICT", machine, SealedBlob.parse(forged), SealingPolicy.STRICT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"STRICT", "UPDATABLE", "EPHEMERAL"})
  void dataOfOnePolicyDoesNotOpenUnderAnother(String name) throws Exception {
    machine.relaunch(signed(1, 3));
    SealedBlob blob = seal(machine, Sealing.named(name));
    for (SealingPolicy other : SealingPolicy.standard()) {
      if (!other.name().equals(name)) {
        assertRefused(Reason.WRONG_POLICY, other.name(), machine, blob, other);
      }
    }
  }

  @Test
  void dataOfALessPrivilegedVmplDoesNotPassForThisOnes() throws Exception {
    SealedBlob blob;
    try (SevSnpRoot root = SevSnpRoot.open(machine.sevGuest(), 2)) {
      blob = new Sealer(root).seal(DATA, SealingPolicy.STRICT, LABEL);
    }
    assertRefused(Reason.WRONG_POLICY, "VMPL", machine, blob);
  }

  @Test
  void anotherImageThatTheSignerUpdatedOpensUpdatableData() throws Exception {
    machine.relaunch(signed(1, 3));
    SealedBlob blob = seal(machine, SealingPolicy.UPDATABLE);
    machine.relaunch(signed(1, 4).toBuilder().measurement(filled(48, 0x77)).build());
    assertOpens(machine, blob);
  }

  @Test
  void anEarlierVersionOfTheImageDoesNotOpenDataOfALaterOne() throws Exception {
    machine.relaunch(signed(1, 3));
    SealedBlob blob = seal(machine, SealingPolicy.UPDATABLE);
    machine.relaunch(signed(1, 2));
    assertRefused(Reason.OLDER_IMAGE, "GUEST_SVN", machine, blob);
  }

  @Test
  void anotherSignersImageDoesNotOpenUpdatableData() throws Exception {
    machine.relaunch(signed(1, 3));
    SealedBlob blob = seal(machine, SealingPolicy.UPDATABLE);
    machine.relaunch(signed(2, 3));
    assertRefused(Reason.FOREIGN_ROOT, "another signer", machine, blob);
  }

  @Test
  void ephemeralDataIsLostWithTheLaunch() throws Exception {
    SealedBlob blob = seal(machine, SealingPolicy.EPHEMERAL);
    machine.reboot();
    assertOpens(machine, blob);
    machine.relaunch();
    assertRefused(Reason.FOREIGN_ROOT, "an earlier launch", machine, blob);
  }

  @Test
  void dataSealedBeforeAFirmwareUpdateOpensAfterIt() throws Exception {
    SealedBlob blob = seal(machine, SealingPolicy.STRICT);
    Updates.updateAndCommit(machine);
    assertOpens(machine, blob);
  }

  @Test
  void dataSealedAfterAnUpdateDoesNotOpenOnOlderFirmware() throws Exception {
    Updates.updateAndCommit(machine);
    SealedBlob blob = seal(machine, SealingPolicy.STRICT);
    assertRefused(
        Reason.OLDER_TCB, "has not committed", machine(DEFAULT_CHIP, image().build()), blob);
  }

  /** The host can take an update back until it is committed: nothing is sealed to it before. */
  @Test
  void anUpdateThatIsNotCommittedBindsNothing() throws Exception {
    machine.updateFirmware(Updates.next(machine));
    SealedBlob blob = seal(machine, SealingPolicy.STRICT);
    machine.rollBack();
    assertOpens(machine, blob);
  }

  @Test
  void dataForAnotherVmplIsRefusedByName() throws Exception {
    SealedBlob blob = seal(machine, SealingPolicy.STRICT);
    machine.setVmpl(1);
    try (SevSnpRoot root = SevSnpRoot.open(machine.sevGuest(), 1)) {
      UnsealException e =
          assertThrows(
              UnsealException.class,
              () -> new Sealer(root).unseal(blob, SealingPolicy.STRICT, LABEL));
      assertEquals(Reason.MORE_PRIVILEGED, e.reason());
    }
  }

  @Test
  void resealBindsToTheNewTcbAndKeepsTheOldBlob() throws Exception {
    try (SevSnpRoot root = root(machine)) {
      Sealer sealer = new Sealer(root);
      SealedBlob before = sealer.seal(DATA, SealingPolicy.STRICT, LABEL);
      Updates.updateAndCommit(machine);
      SealedBlob after = sealer.reseal(before, SealingPolicy.STRICT, SealingPolicy.STRICT, LABEL);
      assertNotEquals(before.request(), after.request());
      assertOpens(machine, before);
      assertOpens(machine, after);
      SimulatedMachine old = machine(DEFAULT_CHIP, image().build());
      assertOpens(old, before);
      assertRefused(Reason.OLDER_TCB, "", old, after);
    }
  }

  @Test
  void resealCanChangeThePolicy() throws Exception {
    machine.relaunch(signed(1, 3));
    try (SevSnpRoot root = root(machine)) {
      Sealer sealer = new Sealer(root);
      SealedBlob strict = sealer.seal(DATA, SealingPolicy.STRICT, LABEL);
      SealedBlob updatable =
          sealer.reseal(strict, SealingPolicy.STRICT, SealingPolicy.UPDATABLE, LABEL);
      machine.relaunch(signed(1, 4).toBuilder().measurement(filled(48, 1)).build());
      assertOpens(machine, updatable);
    }
  }

  @Test
  void resealOfWhatDoesNotOpenIsRefused() throws Exception {
    SealedBlob blob = seal(machine, SealingPolicy.STRICT);
    machine.relaunch(image().measurement(filled(48, 1)).build());
    try (SevSnpRoot root = root(machine)) {
      assertThrows(
          UnsealException.class,
          () -> new Sealer(root).reseal(blob, SealingPolicy.STRICT, SealingPolicy.STRICT, LABEL));
    }
  }

  @Test
  void aCustomPolicyBindsToWhatItSelects() throws Exception {
    SealingPolicy policy =
        SealingPolicy.custom()
            .guestFieldSelect(EnumSet.of(GuestField.GUEST_POLICY, GuestField.IMAGE_ID))
            .build();
    machine.relaunch(signed(1, 3));
    SealedBlob blob = seal(machine, policy);
    assertEquals("CUSTOM", blob.request().policyName());
    machine.relaunch(signed(1, 2).toBuilder().measurement(filled(48, 1)).build());
    assertArrayEquals(DATA, unseal(machine, blob, policy));
    machine.relaunch(signed(1, 3).toBuilder().imageId(filled(16, 0x12)).build());
    assertRefused(Reason.FOREIGN_ROOT, "another signer", machine, blob, policy);
  }

  @Test
  void resealFollowsAChipThatWasExchangedUnderTheGuest() throws Exception {
    SealingPolicy policy =
        SealingPolicy.custom()
            .guestFieldSelect(SealingPolicy.STRICT.guestFieldSelect())
            .keySel(KeySel.VLEK_OR_VCEK)
            .build();
    try (SevSnpRoot root = root(machine)) {
      Sealer sealer = new Sealer(root);
      SealedBlob blob = sealer.seal(DATA, policy, LABEL);
      machine.installVlek(Vlek.of("CN=cloud"));
      assertThrows(UnsealException.class, () -> sealer.reseal(blob, policy, policy, LABEL));
      SealedBlob strict = sealer.seal(DATA, SealingPolicy.STRICT, LABEL);
      SealedBlob resealed = sealer.reseal(strict, SealingPolicy.STRICT, policy, LABEL);
      assertArrayEquals(DATA, unseal(machine, resealed, policy));
    }
  }

  @Test
  void dataOfAnotherKindOfRootIsForeign() throws Exception {
    SealedBlob blob = seal(machine, SealingPolicy.STRICT);
    byte[] software = blob.encoded();
    software[5] = 1;
    assertRefused(Reason.FOREIGN_ROOT, "software", machine, SealedBlob.parse(software));
  }

  /** Blobs of version 1 as the first release made them, on the simulated chip "default". */
  @ParameterizedTest
  @ValueSource(strings = {"strict", "strict-key-sel-0", "updatable", "custom"})
  void opensTheStoredExamples(String file) throws Exception {
    SealingPolicy policy =
        switch (file) {
          case "updatable" -> SealingPolicy.UPDATABLE;
          case "custom" ->
              SealingPolicy.custom()
                  .guestFieldSelect(EnumSet.of(GuestField.GUEST_POLICY, GuestField.MEASUREMENT))
                  .build();
          default -> SealingPolicy.STRICT;
        };
    SealedBlob blob = SealedBlob.parse(example(file));
    assertEquals(policy.name(), blob.request().policyName());
    assertArrayEquals(DATA, unseal(machine(DEFAULT_CHIP, signed(1, 3)), blob, policy));
  }

  private static byte[] example(String name) throws Exception {
    String file = "sealed-blob-v1-sev-snp-" + name + ".hex";
    try (InputStream in = SevSnpSealingTest.class.getResourceAsStream(file)) {
      String hex = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
      return HexFormat.of().parseHex(hex.strip());
    }
  }
}
