package org.elastictee.sim.firmware;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.elastictee.sev.attest.TcbVersion;

/**
 * The platform as the host has set it up: the chip, what is installed on it, and what of it is
 * masked. Holds {@code reported <= committed <= current}, as the firmware does. Immutable.
 */
public final class PlatformState {
  private final Chip chip;
  private final FirmwareLevel current;
  private final FirmwareLevel committed;
  private final TcbVersion reportedTcb;
  private final boolean maskChipId;
  private final boolean maskChipKey;
  private final Vlek vlek;
  private final Set<PlatformFeature> features;

  private PlatformState(Builder builder) {
    this.chip = builder.chip;
    this.current = builder.current;
    this.committed = builder.committed;
    this.reportedTcb = builder.reportedTcb;
    this.maskChipId = builder.maskChipId;
    this.maskChipKey = builder.maskChipKey;
    this.vlek = builder.vlek;
    this.features = Collections.unmodifiableSet(builder.features);
  }

  /**
   * Returns a builder for a chip with {@link FirmwareLevel#initial} committed and reported, ECC and
   * a completed alias check, nothing masked and no VLEK.
   */
  public static Builder builder(Chip chip) {
    return new Builder(chip);
  }

  /** Returns a builder that begins with these values. */
  public Builder toBuilder() {
    Builder builder = new Builder(chip);
    builder.current = current;
    builder.committed = committed;
    builder.reportedTcb = reportedTcb;
    builder.maskChipId = maskChipId;
    builder.maskChipKey = maskChipKey;
    builder.vlek = vlek;
    return builder.features(features);
  }

  /** Returns the chip. */
  public Chip chip() {
    return chip;
  }

  /** Returns the firmware that runs. */
  public FirmwareLevel current() {
    return current;
  }

  /** Returns the firmware below which the host can no longer go. */
  public FirmwareLevel committed() {
    return committed;
  }

  /** Returns the TCB of the key that signs reports. */
  public TcbVersion reportedTcb() {
    return reportedTcb;
  }

  /** Returns {@code MASK_CHIP_ID}: reports do not tell the chip. */
  public boolean maskChipId() {
    return maskChipId;
  }

  /** Returns {@code MASK_CHIP_KEY}: the VCEK is not used. */
  public boolean maskChipKey() {
    return maskChipKey;
  }

  /** Returns the VLEK, if one is installed. */
  public Optional<Vlek> vlek() {
    return Optional.ofNullable(vlek);
  }

  /** Returns what the platform has. */
  public Set<PlatformFeature> features() {
    return features;
  }

  /** Returns the VCEK or the VLEK of the reported TCB; empty for a VLEK that is not installed. */
  public Optional<EndorsementKey> endorsementKey(EndorsementKey.Kind kind) {
    return switch (kind) {
      case VCEK -> Optional.of(EndorsementKey.vcek(chip, reportedTcb));
      case VLEK -> vlek().map(v -> EndorsementKey.vlek(v, chip.product(), reportedTcb));
    };
  }

  /** Returns {@code PLATFORM_INFO} as reports of the current version have it. */
  long platformInfo() {
    return features.stream()
        .mapToLong(feature -> feature.platformInfo(current.reportVersion()))
        .reduce(0, (one, other) -> one | other);
  }

  /** Collects the parts of a state. Not safe for use by several threads. */
  public static final class Builder {
    private Chip chip;
    private FirmwareLevel current;
    private FirmwareLevel committed;
    private TcbVersion reportedTcb;
    private boolean maskChipId;
    private boolean maskChipKey;
    private Vlek vlek;
    private Set<PlatformFeature> features =
        EnumSet.of(PlatformFeature.ECC_EN, PlatformFeature.ALIAS_CHECK_COMPLETE);

    private Builder(Chip chip) {
      this.chip = Objects.requireNonNull(chip, "chip");
      firmware(FirmwareLevel.initial(chip.product()));
    }

    /** Sets the chip. */
    public Builder chip(Chip value) {
      chip = Objects.requireNonNull(value, "chip");
      return this;
    }

    /** Sets firmware that is current, committed and reported. */
    public Builder firmware(FirmwareLevel value) {
      return current(value).committed(value).reportedTcb(value.tcb());
    }

    /** Sets the firmware that runs. */
    public Builder current(FirmwareLevel value) {
      current = Objects.requireNonNull(value, "current");
      return this;
    }

    /** Sets the firmware below which the host can no longer go. */
    public Builder committed(FirmwareLevel value) {
      committed = Objects.requireNonNull(value, "committed");
      return this;
    }

    /** Sets the TCB of the key that signs reports. */
    public Builder reportedTcb(TcbVersion value) {
      reportedTcb = Objects.requireNonNull(value, "reportedTcb");
      return this;
    }

    /** Sets {@code MASK_CHIP_ID}. */
    public Builder maskChipId(boolean value) {
      maskChipId = value;
      return this;
    }

    /** Sets {@code MASK_CHIP_KEY}. */
    public Builder maskChipKey(boolean value) {
      maskChipKey = value;
      return this;
    }

    /** Installs a VLEK, or removes it where empty. */
    public Builder vlek(Optional<Vlek> value) {
      vlek = value.orElse(null);
      return this;
    }

    /** Sets what the platform has. */
    public Builder features(Set<PlatformFeature> value) {
      Set<PlatformFeature> copy = EnumSet.noneOf(PlatformFeature.class);
      copy.addAll(value);
      features = copy;
      return this;
    }

    /**
     * Returns the state.
     *
     * @throws IllegalArgumentException if a TCB version is of another kind of processor, or not
     *     {@code reported <= committed <= current} in every component and in the firmware's version
     */
    public PlatformState build() {
      requireKind(current.tcb());
      requireKind(committed.tcb());
      requireKind(reportedTcb);
      if (!current.tcb().isAtLeast(committed.tcb())
          || current.version().compareTo(committed.version()) < 0) {
        throw new IllegalArgumentException("the current firmware is at least the committed one");
      }
      if (!committed.tcb().isAtLeast(reportedTcb)) {
        throw new IllegalArgumentException("the reported TCB is at most the committed one");
      }
      return new PlatformState(this);
    }

    private void requireKind(TcbVersion tcb) {
      if (tcb.layout() != chip.product().tcbLayout()) {
        throw new IllegalArgumentException("a TCB version is of another kind of processor");
      }
    }
  }
}
