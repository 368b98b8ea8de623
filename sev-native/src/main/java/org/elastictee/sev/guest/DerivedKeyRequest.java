package org.elastictee.sev.guest;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What a derived key is to depend on: {@code MSG_KEY_REQ} of message version 1 (AMD SEV-SNP
 * Firmware ABI, document 56860), as {@code struct snp_derived_key_req} of Linux {@code
 * include/uapi/linux/sev-guest.h}. Holds no secret. Immutable.
 *
 * <p>The root key, {@code VMPL} and {@code HOST_DATA} are always mixed in. What {@code
 * GUEST_FIELD_SELECT} names comes on top; a request that names nothing is refused here, since every
 * guest of the chip could ask for the same key.
 *
 * <p>{@code LAUNCH_MIT_VECTOR} needs message version 2, which Linux cannot carry, and a version
 * that the firmware does not know costs the device: it is refused.
 *
 * <table>
 * <caption>The encoding, 32 bytes, little-endian</caption>
 * <tr><th>offset</th><th>bytes</th><th>field</th></tr>
 * <tr><td>0</td><td>4</td><td>bit 0 {@code ROOT_KEY_SELECT}, bits 2 to 1 {@code KEY_SEL}</td></tr>
 * <tr><td>4</td><td>4</td><td>zero</td></tr>
 * <tr><td>8</td><td>8</td><td>{@code GUEST_FIELD_SELECT}, bits 5 to 0</td></tr>
 * <tr><td>16</td><td>4</td><td>{@code VMPL}, 0 to 3</td></tr>
 * <tr><td>20</td><td>4</td><td>{@code GUEST_SVN}, zero unless selected</td></tr>
 * <tr><td>24</td><td>8</td><td>{@code TCB_VERSION}, zero unless selected</td></tr>
 * </table>
 */
public final class DerivedKeyRequest {
  /** The bytes of the encoding. */
  public static final int BYTES = 32;

  private static final int KEY_SEL_SHIFT = 1;
  private static final int KEY_SEL_MASK = 3;
  private static final int ROOT_FIELD_MASK = 0b111;
  private static final long MAX_U32 = 0xFFFF_FFFFL;

  /** {@code ROOT_KEY_SELECT}: the key to derive from. */
  public enum RootKeySelect {
    /** The versioned chip key VCEK or, as {@link KeySel} says, the cloud's VLEK. */
    VCEK(0),
    /** The virtual machine's root key: random at each launch unless a migration agent gives it. */
    VMRK(1);

    private final int value;

    RootKeySelect(int value) {
      this.value = value;
    }
  }

  /** {@code KEY_SEL}: which versioned key; firmware without VLEK support knows the default only. */
  public enum KeySel {
    /** The VLEK if the host has installed one, or else the VCEK. */
    VLEK_OR_VCEK(0),
    /** The VCEK: bound to this chip. */
    VCEK(1),
    /** The VLEK: the same on every chip on which the cloud has installed it. */
    VLEK(2);

    private final int value;

    KeySel(int value) {
      this.value = value;
    }
  }

  /** {@code GUEST_FIELD_SELECT}: what is mixed in, in the order of the bits. */
  public enum GuestField {
    /** The guest policy of the launch. */
    GUEST_POLICY(0),
    /** The image's identifier in the ID block. */
    IMAGE_ID(1),
    /** The image family's identifier in the ID block. */
    FAMILY_ID(2),
    /** The launch digest. */
    MEASUREMENT(3),
    /** The request's {@code GUEST_SVN}. */
    GUEST_SVN(4),
    /** The request's {@code TCB_VERSION}. */
    TCB_VERSION(5);

    private final long bit;

    GuestField(int position) {
      this.bit = 1L << position;
    }
  }

  private final RootKeySelect rootKeySelect;
  private final KeySel keySel;
  private final Set<GuestField> guestFieldSelect;
  private final int vmpl;
  private final long guestSvn;
  private final long tcbVersion;

  private DerivedKeyRequest(Builder builder) {
    this.rootKeySelect = builder.rootKeySelect;
    this.keySel = builder.keySel;
    this.guestFieldSelect = Collections.unmodifiableSet(EnumSet.copyOf(builder.guestFieldSelect));
    this.vmpl = builder.vmpl;
    this.guestSvn = builder.guestSvn.orElse(0);
    this.tcbVersion = builder.tcbVersion.orElse(0);
  }

  /** Returns a builder for a key of the VCEK (or VLEK), of VMPL 0, with no field selected yet. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Reads an encoding, which may come from a hostile disk.
   *
   * @throws IllegalArgumentException unless {@link #encode} of some request made it
   */
  public static DerivedKeyRequest decode(byte[] encoded) {
    if (encoded.length != BYTES) {
      throw new IllegalArgumentException("a derived key request has " + BYTES + " bytes");
    }
    ByteBuffer in = ByteBuffer.wrap(encoded).order(ByteOrder.LITTLE_ENDIAN);
    int root = in.getInt();
    int reserved = in.getInt();
    long fields = in.getLong();
    int vmpl = in.getInt();
    long guestSvn = Integer.toUnsignedLong(in.getInt());
    long tcbVersion = in.getLong();
    int keySel = root >>> KEY_SEL_SHIFT & KEY_SEL_MASK;
    if ((root & ~ROOT_FIELD_MASK) != 0 || keySel >= KeySel.values().length || reserved != 0) {
      throw new IllegalArgumentException("reserved bits of a derived key request are not zero");
    }
    Builder builder =
        builder()
            .rootKeySelect(RootKeySelect.values()[root & 1])
            .keySel(KeySel.values()[keySel])
            .guestFieldSelect(fieldsOf(fields))
            .vmpl(vmpl);
    if (guestSvn != 0 || builder.guestFieldSelect.contains(GuestField.GUEST_SVN)) {
      builder.guestSvn(guestSvn);
    }
    if (tcbVersion != 0 || builder.guestFieldSelect.contains(GuestField.TCB_VERSION)) {
      builder.tcbVersion(tcbVersion);
    }
    return builder.build();
  }

  private static Set<GuestField> fieldsOf(long bits) {
    Set<GuestField> fields = EnumSet.noneOf(GuestField.class);
    long rest = bits;
    for (GuestField field : GuestField.values()) {
      if ((bits & field.bit) != 0) {
        fields.add(field);
        rest &= ~field.bit;
      }
    }
    if (rest != 0) {
      throw new IllegalArgumentException(
          "GUEST_FIELD_SELECT names a field that message version 1 does not have");
    }
    return fields;
  }

  /** Returns the exact {@value #BYTES} bytes that the firmware is sent. */
  public byte[] encode() {
    long fields = 0;
    for (GuestField field : guestFieldSelect) {
      fields |= field.bit;
    }
    return ByteBuffer.allocate(BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(rootKeySelect.value | keySel.value << KEY_SEL_SHIFT)
        .putInt(0)
        .putLong(fields)
        .putInt(vmpl)
        .putInt((int) guestSvn)
        .putLong(tcbVersion)
        .array();
  }

  /** Returns {@code ROOT_KEY_SELECT}. */
  public RootKeySelect rootKeySelect() {
    return rootKeySelect;
  }

  /** Returns {@code KEY_SEL}. */
  public KeySel keySel() {
    return keySel;
  }

  /** Returns {@code GUEST_FIELD_SELECT}, never empty. */
  public Set<GuestField> guestFieldSelect() {
    return guestFieldSelect;
  }

  /** Returns {@code VMPL}, 0 to 3. */
  public int vmpl() {
    return vmpl;
  }

  /** Returns {@code GUEST_SVN}, unsigned 32 bits; 0 unless selected. */
  public long guestSvn() {
    return guestSvn;
  }

  /** Returns {@code TCB_VERSION}, unsigned 64 bits; 0 unless selected. */
  public long tcbVersion() {
    return tcbVersion;
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof DerivedKeyRequest other
        && rootKeySelect == other.rootKeySelect
        && keySel == other.keySel
        && guestFieldSelect.equals(other.guestFieldSelect)
        && vmpl == other.vmpl
        && guestSvn == other.guestSvn
        && tcbVersion == other.tcbVersion;
  }

  @Override
  public int hashCode() {
    return Objects.hash(rootKeySelect, keySel, guestFieldSelect, vmpl, guestSvn, tcbVersion);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "DerivedKeyRequest[%s, %s, %s, VMPL %d, GUEST_SVN %d, TCB_VERSION 0x%016x]",
        rootKeySelect,
        keySel,
        guestFieldSelect,
        vmpl,
        guestSvn,
        tcbVersion);
  }

  /** Collects the fields of a request. Not safe for use by several threads. */
  public static final class Builder {
    private RootKeySelect rootKeySelect = RootKeySelect.VCEK;
    private KeySel keySel = KeySel.VLEK_OR_VCEK;
    private Set<GuestField> guestFieldSelect = EnumSet.noneOf(GuestField.class);
    private int vmpl;
    private OptionalLong guestSvn = OptionalLong.empty();
    private OptionalLong tcbVersion = OptionalLong.empty();

    private Builder() {}

    /** Sets {@code ROOT_KEY_SELECT}; {@link RootKeySelect#VCEK} if not called. */
    public Builder rootKeySelect(RootKeySelect value) {
      rootKeySelect = Objects.requireNonNull(value, "rootKeySelect");
      return this;
    }

    /** Sets {@code KEY_SEL}; {@link KeySel#VLEK_OR_VCEK} if not called. */
    public Builder keySel(KeySel value) {
      keySel = Objects.requireNonNull(value, "keySel");
      return this;
    }

    /** Sets {@code GUEST_FIELD_SELECT}. */
    public Builder guestFieldSelect(Set<GuestField> fields) {
      Set<GuestField> copy = EnumSet.noneOf(GuestField.class);
      copy.addAll(fields);
      guestFieldSelect = copy;
      return this;
    }

    /**
     * Sets {@code VMPL}; 0 if not called. The firmware refuses one that is more privileged than the
     * caller's, with {@link FirmwareStatus#INVALID_PARAM}.
     *
     * @throws IllegalArgumentException unless 0 to 3
     */
    public Builder vmpl(int value) {
      vmpl = GuestRequestAbi.requireVmpl(value);
      return this;
    }

    /**
     * Sets {@code GUEST_SVN}, at most that of the launch.
     *
     * @throws IllegalArgumentException unless it fits into unsigned 32 bits
     */
    public Builder guestSvn(long value) {
      if (value < 0 || value > MAX_U32) {
        throw new IllegalArgumentException("GUEST_SVN is 0 to 2^32-1");
      }
      guestSvn = OptionalLong.of(value);
      return this;
    }

    /** Sets {@code TCB_VERSION}, unsigned 64 bits, no component above {@code COMMITTED_TCB}. */
    public Builder tcbVersion(long value) {
      tcbVersion = OptionalLong.of(value);
      return this;
    }

    /**
     * Returns the request.
     *
     * @throws IllegalArgumentException if no field is selected, if {@code GUEST_SVN} or {@code
     *     TCB_VERSION} has a value and is not selected or the other way round, or if {@code
     *     KEY_SEL} is given for the VMRK, to which it does not apply
     */
    public DerivedKeyRequest build() {
      if (guestFieldSelect.isEmpty()) {
        throw new IllegalArgumentException("GUEST_FIELD_SELECT must not be empty");
      }
      requireTogether(GuestField.GUEST_SVN, guestSvn);
      requireTogether(GuestField.TCB_VERSION, tcbVersion);
      if (rootKeySelect == RootKeySelect.VMRK && keySel != KeySel.VLEK_OR_VCEK) {
        throw new IllegalArgumentException("KEY_SEL does not apply to the VMRK");
      }
      return new DerivedKeyRequest(this);
    }

    private void requireTogether(GuestField field, OptionalLong value) {
      if (guestFieldSelect.contains(field) != value.isPresent()) {
        throw new IllegalArgumentException(
            field
                + (value.isPresent()
                    ? " has a value and is not selected"
                    : " is selected and has no value"));
      }
    }
  }
}
