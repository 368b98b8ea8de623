package org.elastictee.sev.seal;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.elastictee.sev.guest.DerivedKeyRequest;
import org.elastictee.sev.guest.DerivedKeyRequest.GuestField;
import org.elastictee.sev.guest.DerivedKeyRequest.KeySel;
import org.elastictee.sev.guest.DerivedKeyRequest.RootKeySelect;
import org.elastictee.sev.guest.SevGuest;

/**
 * What sealed data is bound to, in the terms of {@code MSG_KEY_REQ} (AMD SEV-SNP Firmware ABI,
 * document 56860). On SEV-SNP the firmware enforces it; a {@link SoftwareRoot} only keeps the
 * policies' keys apart. {@code HOST_DATA} and the VMPL are bound in every policy. Immutable.
 */
public final class SealingPolicy {
  /**
   * This chip, this image, its guest policy and the committed TCB: {@code GUEST_POLICY}, {@code
   * MEASUREMENT}, {@code TCB_VERSION} of the VCEK. After a firmware update the data still opens,
   * and {@link Sealer#reseal} binds it to the new TCB; on firmware older than the data it does not
   * open.
   *
   * <p>Under a cloud's own firmware, {@code MEASUREMENT} may cover that firmware only: then
   * everyone who boots the same firmware on the chip has the key.
   */
  public static final SealingPolicy STRICT =
      new SealingPolicy(
          1,
          "STRICT",
          new Builder()
              .guestFieldSelect(
                  EnumSet.of(
                      GuestField.GUEST_POLICY, GuestField.MEASUREMENT, GuestField.TCB_VERSION)));

  /**
   * The signer's family, image and version, so that later versions of the image still open the
   * data, and earlier ones do not: {@code GUEST_POLICY}, {@code FAMILY_ID}, {@code IMAGE_ID},
   * {@code GUEST_SVN}, {@code TCB_VERSION} of the VCEK. Refused in a guest that was launched
   * without a signed ID block, where the host would choose all of these.
   */
  public static final SealingPolicy UPDATABLE =
      new SealingPolicy(
          2,
          "UPDATABLE",
          new Builder()
              .guestFieldSelect(
                  EnumSet.of(
                      GuestField.GUEST_POLICY,
                      GuestField.FAMILY_ID,
                      GuestField.IMAGE_ID,
                      GuestField.GUEST_SVN,
                      GuestField.TCB_VERSION)));

  /**
   * This launch only: {@code GUEST_POLICY} and {@code MEASUREMENT} of the VMRK. The data is lost
   * when the machine, or on plain Linux the process, ends.
   */
  public static final SealingPolicy EPHEMERAL =
      new SealingPolicy(
          3,
          "EPHEMERAL",
          new Builder()
              .rootKeySelect(RootKeySelect.VMRK)
              .guestFieldSelect(EnumSet.of(GuestField.GUEST_POLICY, GuestField.MEASUREMENT)));

  static final int CUSTOM_CODE = 4;
  static final int ENCODED_BYTES = DerivedKeyRequest.BYTES + 2;

  private static final List<SealingPolicy> STANDARD = List.of(STRICT, UPDATABLE, EPHEMERAL);
  private static final String CUSTOM_NAME = "CUSTOM";
  private static final int OWN_VMPL = 0xFF;
  private static final Set<GuestField> IDENTIFIERS =
      Collections.unmodifiableSet(EnumSet.of(GuestField.FAMILY_ID, GuestField.IMAGE_ID));
  private static final Logger LOGGER = System.getLogger(SealingPolicy.class.getPackageName());

  private final int code;
  private final String name;
  private final DerivedKeyRequest form;
  private final TcbSelect tcbSelect;
  private final OptionalInt vmpl;

  private SealingPolicy(int code, String name, Builder builder) {
    this.code = code;
    this.name = name;
    this.form = form(builder);
    this.tcbSelect = builder.tcbSelect;
    this.vmpl = builder.vmpl;
  }

  /** The request of a policy before it has values; refuses what no request may have. */
  private static DerivedKeyRequest form(Builder policy) {
    DerivedKeyRequest.Builder form =
        DerivedKeyRequest.builder()
            .rootKeySelect(policy.rootKeySelect)
            .keySel(policy.keySel.orElse(defaultKeySel(policy.rootKeySelect)))
            .guestFieldSelect(policy.guestFieldSelect);
    if (policy.guestFieldSelect.contains(GuestField.GUEST_SVN)) {
      form.guestSvn(0);
    }
    if (policy.guestFieldSelect.contains(GuestField.TCB_VERSION)) {
      form.tcbVersion(0);
    }
    return form.build();
  }

  /** For the VMRK there is nothing to choose. */
  private static KeySel defaultKeySel(RootKeySelect rootKeySelect) {
    return rootKeySelect == RootKeySelect.VCEK ? KeySel.VCEK : KeySel.VLEK_OR_VCEK;
  }

  /** Which TCB a policy with {@code TCB_VERSION} binds to. */
  public enum TcbSelect {
    /** {@code COMMITTED_TCB}: what the host can no longer roll back. */
    COMMITTED_TCB(0),
    /** {@code LAUNCH_TCB}: what was current when the guest was launched. */
    LAUNCH_TCB(1);

    private final int code;

    TcbSelect(int code) {
      this.code = code;
    }
  }

  /** What a policy leaves open. */
  public enum Weakness {
    /** No field names the image: every image with the same host data has the key. */
    ANY_IMAGE("it names no image: every image on the same root key has the key"),
    /**
     * {@code GUEST_POLICY} is left out: the host can launch the same image with DEBUG and read the
     * key.
     */
    DEBUG_CLONE("it leaves GUEST_POLICY out: a clone of the image with DEBUG allowed has the key"),
    /** {@code TCB_VERSION} is left out: firmware with known holes has the key too. */
    OLD_FIRMWARE("it leaves TCB_VERSION out: firmware that was rolled back has the key"),
    /**
     * Only what an ID block says names the image. It holds as far as the firmware mixes in the
     * signer's key, which AMD does not publish.
     */
    SIGNER_ONLY("only the ID block names the image: it is as good as its signature"),
    /**
     * The VLEK, or whatever the host has installed: a VLEK is the same on every chip where the
     * cloud has installed it.
     */
    SHARED_ROOT("a VLEK is not of this chip alone: the cloud installs it on others too");

    private final String description;

    Weakness(String description) {
      this.description = description;
    }

    /** Returns the sentence to show to people. */
    public String description() {
      return description;
    }
  }

  /** Returns the three that have a name. */
  public static List<SealingPolicy> standard() {
    return STANDARD;
  }

  /** Returns a builder for a policy of the caller's own, with no field selected yet. */
  public static Builder custom() {
    return new Builder();
  }

  /** Returns the byte that stands for this policy in sealed data: it never changes. */
  int code() {
    return code;
  }

  /** Returns the name of a policy's code, or null if there is no such code. */
  static String nameOf(int code) {
    for (SealingPolicy policy : STANDARD) {
      if (policy.code == code) {
        return policy.name;
      }
    }
    return code == CUSTOM_CODE ? CUSTOM_NAME : null;
  }

  /** Returns the name: {@code STRICT}, {@code UPDATABLE}, {@code EPHEMERAL} or {@code CUSTOM}. */
  public String name() {
    return name;
  }

  /** Returns {@code ROOT_KEY_SELECT}. */
  public RootKeySelect rootKeySelect() {
    return form.rootKeySelect();
  }

  /** Returns {@code KEY_SEL}. */
  public KeySel keySel() {
    return form.keySel();
  }

  /** Returns {@code GUEST_FIELD_SELECT}, never empty. */
  public Set<GuestField> guestFieldSelect() {
    return form.guestFieldSelect();
  }

  /** Returns which TCB is meant if {@code TCB_VERSION} is selected. */
  public TcbSelect tcbSelect() {
    return tcbSelect;
  }

  /** Returns the VMPL to bind to, or empty for the caller's own. */
  public OptionalInt vmpl() {
    return vmpl;
  }

  /** Returns whether the data is lost with this launch. */
  public boolean isEphemeral() {
    return form.rootKeySelect() == RootKeySelect.VMRK;
  }

  /** Returns whether what names the image is what an ID block says, and nothing else. */
  boolean needsIdBlock() {
    return !guestFieldSelect().contains(GuestField.MEASUREMENT)
        && (guestFieldSelect().contains(GuestField.GUEST_SVN)
            || !Collections.disjoint(guestFieldSelect(), IDENTIFIERS));
  }

  /**
   * Returns what this policy leaves open, in the order of the enumeration: nothing if it is
   * ephemeral, since a VMRK is of one launch.
   */
  public Set<Weakness> weaknesses() {
    Set<Weakness> found = EnumSet.noneOf(Weakness.class);
    if (isEphemeral()) {
      return found;
    }
    if (!guestFieldSelect().contains(GuestField.MEASUREMENT)) {
      boolean isNamed = !Collections.disjoint(guestFieldSelect(), IDENTIFIERS);
      found.add(isNamed ? Weakness.SIGNER_ONLY : Weakness.ANY_IMAGE);
    }
    if (!guestFieldSelect().contains(GuestField.GUEST_POLICY)) {
      found.add(Weakness.DEBUG_CLONE);
    }
    if (!guestFieldSelect().contains(GuestField.TCB_VERSION)) {
      found.add(Weakness.OLD_FIRMWARE);
    }
    if (keySel() != KeySel.VCEK) {
      found.add(Weakness.SHARED_ROOT);
    }
    return found;
  }

  /**
   * Returns what tells custom policies apart, {@value #ENCODED_BYTES} bytes: {@code MSG_KEY_REQ}
   * with zeros for {@code VMPL}, {@code GUEST_SVN} and {@code TCB_VERSION}, then the TCB that is
   * meant, then the VMPL or FFh for the caller's own.
   */
  byte[] encoded() {
    return ByteBuffer.allocate(ENCODED_BYTES)
        .put(form.encode())
        .put((byte) tcbSelect.code)
        .put((byte) vmpl.orElse(OWN_VMPL))
        .array();
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof SealingPolicy other
        && code == other.code
        && Arrays.equals(encoded(), other.encoded());
  }

  @Override
  public int hashCode() {
    return 31 * code + Arrays.hashCode(encoded());
  }

  /** Returns the name and, of a custom policy, what it selects. */
  @Override
  public String toString() {
    return code == CUSTOM_CODE
        ? name + "[" + rootKeySelect() + ", " + keySel() + ", " + guestFieldSelect() + "]"
        : name;
  }

  /** Collects a custom policy. Not safe for use by several threads. */
  public static final class Builder {
    private RootKeySelect rootKeySelect = RootKeySelect.VCEK;
    private Optional<KeySel> keySel = Optional.empty();
    private Set<GuestField> guestFieldSelect = EnumSet.noneOf(GuestField.class);
    private TcbSelect tcbSelect = TcbSelect.COMMITTED_TCB;
    private OptionalInt vmpl = OptionalInt.empty();

    private Builder() {}

    /** Sets {@code ROOT_KEY_SELECT}; {@link RootKeySelect#VCEK} if not called. */
    public Builder rootKeySelect(RootKeySelect value) {
      rootKeySelect = Objects.requireNonNull(value, "rootKeySelect");
      return this;
    }

    /**
     * Sets {@code KEY_SEL}; {@link KeySel#VCEK} if not called. Firmware that knows no VLEK has the
     * VCEK only, and is asked for it by {@link KeySel#VLEK_OR_VCEK}.
     */
    public Builder keySel(KeySel value) {
      keySel = Optional.of(value);
      return this;
    }

    /** Sets {@code GUEST_FIELD_SELECT}. */
    public Builder guestFieldSelect(Set<GuestField> fields) {
      Set<GuestField> copy = EnumSet.noneOf(GuestField.class);
      copy.addAll(fields);
      guestFieldSelect = copy;
      return this;
    }

    /** Sets which TCB {@code TCB_VERSION} means; {@link TcbSelect#COMMITTED_TCB} if not called. */
    public Builder tcbSelect(TcbSelect value) {
      tcbSelect = Objects.requireNonNull(value, "tcbSelect");
      return this;
    }

    /**
     * Sets the VMPL to bind to; the caller's own if not called.
     *
     * @throws IllegalArgumentException unless 0 to 3
     */
    public Builder vmpl(int value) {
      if (value < 0 || value > SevGuest.MAX_VMPL) {
        throw new IllegalArgumentException("VMPL is 0 to " + SevGuest.MAX_VMPL);
      }
      vmpl = OptionalInt.of(value);
      return this;
    }

    /**
     * Returns the policy, and logs a warning for each {@link Weakness} that it has.
     *
     * @throws IllegalArgumentException if no field is selected, since every guest of the chip would
     *     have the key, or if {@code KEY_SEL} is given for the VMRK
     */
    public SealingPolicy build() {
      SealingPolicy policy = new SealingPolicy(CUSTOM_CODE, CUSTOM_NAME, this);
      for (Weakness weakness : policy.weaknesses()) {
        LOGGER.log(Level.WARNING, "a custom sealing policy is weak: {0}", weakness.description());
      }
      return policy;
    }
  }
}
