package org.elastictee.sev.seal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.elastictee.sev.guest.DerivedKeyRequest.GuestField;
import org.elastictee.sev.guest.DerivedKeyRequest.KeySel;
import org.elastictee.sev.guest.DerivedKeyRequest.RootKeySelect;
import org.elastictee.sev.seal.SealingPolicy.Weakness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SealingPolicyTest {
  private static Set<GuestField> fields(String names) {
    return Arrays.stream(names.split(" "))
        .map(GuestField::valueOf)
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(GuestField.class)));
  }

  private static SealingPolicy custom(String names) {
    return SealingPolicy.custom().guestFieldSelect(fields(names)).build();
  }

  @ParameterizedTest
  @CsvSource({
    "STRICT,    VCEK, GUEST_POLICY MEASUREMENT TCB_VERSION",
    "UPDATABLE, VCEK, GUEST_POLICY IMAGE_ID FAMILY_ID GUEST_SVN TCB_VERSION",
    "EPHEMERAL, VMRK, GUEST_POLICY MEASUREMENT"
  })
  void theThreeWithANameBindToWhatTheyPromise(String name, RootKeySelect root, String fields) {
    SealingPolicy policy =
        SealingPolicy.standard().stream()
            .filter(candidate -> candidate.name().equals(name))
            .findFirst()
            .orElseThrow();
    assertEquals(root, policy.rootKeySelect());
    assertEquals(root == RootKeySelect.VMRK ? KeySel.VLEK_OR_VCEK : KeySel.VCEK, policy.keySel());
    assertEquals(fields(fields), policy.guestFieldSelect());
    assertTrue(policy.vmpl().isEmpty());
    assertEquals(root == RootKeySelect.VMRK, policy.isEphemeral());
  }

  /** The codes stand in sealed data. */
  @ParameterizedTest
  @CsvSource({"1, STRICT", "2, UPDATABLE", "3, EPHEMERAL", "4, CUSTOM", "0, ", "5, ", "255, "})
  void theCodesNeverChange(int code, String name) {
    assertEquals(name, SealingPolicy.nameOf(code));
  }

  @Test
  void aPolicyThatSelectsNothingIsRefused() {
    SealingPolicy.Builder none = SealingPolicy.custom();
    assertThrows(IllegalArgumentException.class, none::build);
  }

  @Test
  void keySelForTheVmrkIsRefused() {
    SealingPolicy.Builder both =
        SealingPolicy.custom()
            .guestFieldSelect(EnumSet.of(GuestField.MEASUREMENT))
            .rootKeySelect(RootKeySelect.VMRK)
            .keySel(KeySel.VCEK);
    assertThrows(IllegalArgumentException.class, both::build);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 4, 255})
  void aVmplOutOfRangeIsRefused(int vmpl) {
    SealingPolicy.Builder builder = SealingPolicy.custom();
    assertThrows(IllegalArgumentException.class, () -> builder.vmpl(vmpl));
  }

  @ParameterizedTest
  @CsvSource({
    "GUEST_POLICY MEASUREMENT TCB_VERSION,        ",
    "MEASUREMENT TCB_VERSION,                     DEBUG_CLONE",
    "GUEST_POLICY MEASUREMENT,                    OLD_FIRMWARE",
    "GUEST_POLICY TCB_VERSION,                    ANY_IMAGE",
    "GUEST_POLICY IMAGE_ID TCB_VERSION,           SIGNER_ONLY",
    "GUEST_POLICY FAMILY_ID TCB_VERSION,          SIGNER_ONLY",
    "GUEST_POLICY GUEST_SVN TCB_VERSION,          ANY_IMAGE",
    "GUEST_POLICY FAMILY_ID MEASUREMENT TCB_VERSION, ",
    "GUEST_SVN,                                   ANY_IMAGE DEBUG_CLONE OLD_FIRMWARE",
    "TCB_VERSION,                                 ANY_IMAGE DEBUG_CLONE"
  })
  void tellsWhatItLeavesOpen(String fields, String weaknesses) {
    Set<Weakness> expected = EnumSet.noneOf(Weakness.class);
    if (weaknesses != null) {
      Arrays.stream(weaknesses.split(" ")).map(Weakness::valueOf).forEach(expected::add);
    }
    assertEquals(expected, custom(fields).weaknesses());
  }

  @ParameterizedTest
  @EnumSource(names = {"VLEK", "VLEK_OR_VCEK"})
  void aVlekIsAWeaknessOfItsOwn(KeySel keySel) {
    SealingPolicy policy =
        SealingPolicy.custom()
            .guestFieldSelect(fields("GUEST_POLICY MEASUREMENT TCB_VERSION"))
            .keySel(keySel)
            .build();
    assertEquals(EnumSet.of(Weakness.SHARED_ROOT), policy.weaknesses());
  }

  @Test
  void aVmrkIsOfOneLaunchAndHasNoneOfThem() {
    SealingPolicy policy =
        SealingPolicy.custom()
            .rootKeySelect(RootKeySelect.VMRK)
            .guestFieldSelect(fields("TCB_VERSION"))
            .build();
    assertTrue(policy.weaknesses().isEmpty());
    assertEquals(KeySel.VLEK_OR_VCEK, policy.keySel());
  }

  @Test
  void buildingAWeakPolicyIsLoggedAsAWarning() {
    Logger logger = Logger.getLogger(SealingPolicy.class.getPackageName());
    List<LogRecord> records = new ArrayList<>();
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord record) {
            records.add(record);
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    logger.addHandler(handler);
    logger.setUseParentHandlers(false);
    try {
      custom("GUEST_POLICY MEASUREMENT TCB_VERSION");
      assertEquals(0, records.size());
      custom("TCB_VERSION");
      assertEquals(2, records.size());
    } finally {
      logger.setUseParentHandlers(true);
      logger.removeHandler(handler);
    }
  }

  @Test
  void equalsWhatBindsToTheSame() {
    assertEquals(custom("MEASUREMENT"), custom("MEASUREMENT"));
    assertNotEquals(custom("MEASUREMENT"), custom("GUEST_POLICY"));
    // The same request as STRICT, and still another policy: their keys are kept apart.
    assertNotEquals(custom("GUEST_POLICY MEASUREMENT TCB_VERSION"), SealingPolicy.STRICT);
  }
}
