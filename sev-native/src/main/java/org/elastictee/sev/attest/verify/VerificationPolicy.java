package org.elastictee.sev.attest.verify;

import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.elastictee.sev.attest.AbiVersion;
import org.elastictee.sev.attest.FirmwareVersion;
import org.elastictee.sev.attest.GuestPolicy;
import org.elastictee.sev.attest.PlatformInfo;
import org.elastictee.sev.attest.Product;
import org.elastictee.sev.attest.TcbVersion;

/**
 * What a verifier expects of a report beyond its being genuine. Immutable; arrays are copied. What
 * the builder begins with is strict: {@link #builder}.
 */
public final class VerificationPolicy {
  private final List<byte[]> measurements;
  private final byte[] reportData;
  private final byte[] hostData;
  private final byte[] familyId;
  private final byte[] imageId;
  private final byte[] reportId;
  private final Integer vmpl;
  private final byte[] migrationAgent;
  private final Set<GuestPolicy.Bit> requiredPolicyBits;
  private final Set<GuestPolicy.Bit> forbiddenPolicyBits;
  private final Set<PlatformInfo.Bit> requiredPlatformBits;
  private final Set<PlatformInfo.Bit> forbiddenPlatformBits;
  private final AbiVersion minimumAbi;
  private final Map<Product, TcbVersion> minimumTcbs;
  private final Map<Product, TcbVersion> minimumLaunchTcbs;
  private final FirmwareVersion minimumFirmware;
  private final boolean requiresCommittedFirmware;
  private final long minimumLaunchMitVector;
  private final long minimumCurrentMitVector;
  private final long minimumGuestSvn;
  private final List<byte[]> authorKeyDigests;
  private final List<byte[]> idKeyDigests;
  private final List<byte[]> chipIds;
  private final boolean allowsMaskedChipId;
  private final Set<String> cspIds;
  private final Clock clock;
  private final Duration allowedSkew;
  private final CrlMode crlMode;

  VerificationPolicy(VerificationPolicyBuilder builder) {
    measurements = List.copyOf(builder.measurements);
    reportData = builder.reportData;
    hostData = builder.hostData;
    familyId = builder.familyId;
    imageId = builder.imageId;
    reportId = builder.reportId;
    vmpl = builder.vmpl;
    migrationAgent = builder.migrationAgent;
    requiredPolicyBits = immutable(builder.requiredPolicyBits);
    forbiddenPolicyBits = immutable(builder.forbiddenPolicyBits);
    requiredPlatformBits = immutable(builder.requiredPlatformBits);
    forbiddenPlatformBits = immutable(builder.forbiddenPlatformBits);
    minimumAbi = builder.minimumAbi;
    minimumTcbs = Collections.unmodifiableMap(new EnumMap<>(builder.minimumTcbs));
    minimumLaunchTcbs = Collections.unmodifiableMap(new EnumMap<>(builder.minimumLaunchTcbs));
    minimumFirmware = builder.minimumFirmware;
    requiresCommittedFirmware = builder.requiresCommittedFirmware;
    minimumLaunchMitVector = builder.minimumLaunchMitVector;
    minimumCurrentMitVector = builder.minimumCurrentMitVector;
    minimumGuestSvn = builder.minimumGuestSvn;
    authorKeyDigests = List.copyOf(builder.authorKeyDigests);
    idKeyDigests = List.copyOf(builder.idKeyDigests);
    chipIds = List.copyOf(builder.chipIds);
    allowsMaskedChipId = builder.allowsMaskedChipId;
    cspIds = Collections.unmodifiableSet(new TreeSet<>(builder.cspIds));
    clock = builder.clock;
    allowedSkew = builder.allowedSkew;
    crlMode = builder.crlMode;
  }

  private static <E extends Enum<E>> Set<E> immutable(EnumSet<E> set) {
    return Collections.unmodifiableSet(EnumSet.copyOf(set));
  }

  /**
   * Returns a builder that begins with what is strict and asks for nothing of one guest in
   * particular:
   *
   * <ul>
   *   <li>DEBUG, MIGRATE_MA and CXL_ALLOW are forbidden, and there is no migration agent. SMT is
   *       left open, since every cloud's guests allow it.
   *   <li>ALIAS_CHECK_COMPLETE is required: BadRAM, AMD-SB-3015.
   *   <li>The SNP component of the reported TCB is at least 0x18 on Milan and 0x17 on Genoa, the
   *       first firmware that loads no microcode with a forged signature: AMD-SB-3019. No such
   *       minimum is known of Turin, and none is set.
   *   <li>CHIP_ID is not masked.
   *   <li>Revocation lists are checked if there are any; the clock is the system's, and may be off
   *       by 5 minutes.
   * </ul>
   *
   * <p>Without {@code REPORT_DATA} that nobody could know before, a report may be an old one; that
   * and the measurement are the least that a use should add.
   */
  public static VerificationPolicyBuilder builder() {
    return new VerificationPolicyBuilder();
  }

  /** Returns the measurements of which one is expected, 48 bytes each; any if empty. */
  public List<byte[]> measurements() {
    return copy(measurements);
  }

  /** Returns the expected {@code REPORT_DATA}, 64 bytes; any if empty. */
  public Optional<byte[]> reportData() {
    return copy(reportData);
  }

  /** Returns the expected {@code HOST_DATA}, 32 bytes; any if empty. */
  public Optional<byte[]> hostData() {
    return copy(hostData);
  }

  /** Returns the expected {@code FAMILY_ID}, 16 bytes; any if empty. */
  public Optional<byte[]> familyId() {
    return copy(familyId);
  }

  /** Returns the expected {@code IMAGE_ID}, 16 bytes; any if empty. */
  public Optional<byte[]> imageId() {
    return copy(imageId);
  }

  /** Returns the expected {@code REPORT_ID}, 32 bytes; any if empty. */
  public Optional<byte[]> reportId() {
    return copy(reportId);
  }

  /** Returns the expected VMPL, 0 to 3; any of these if empty. */
  public OptionalInt vmpl() {
    return vmpl == null ? OptionalInt.empty() : OptionalInt.of(vmpl);
  }

  /** Returns the {@code REPORT_ID} of the expected migration agent, 32 bytes; none if empty. */
  public Optional<byte[]> migrationAgent() {
    return copy(migrationAgent);
  }

  /** Returns the bits that the guest policy must have. */
  public Set<GuestPolicy.Bit> requiredPolicyBits() {
    return requiredPolicyBits;
  }

  /** Returns the bits that the guest policy must not have. */
  public Set<GuestPolicy.Bit> forbiddenPolicyBits() {
    return forbiddenPolicyBits;
  }

  /** Returns the bits that the platform info must have. */
  public Set<PlatformInfo.Bit> requiredPlatformBits() {
    return requiredPlatformBits;
  }

  /** Returns the bits that the platform info must not have. */
  public Set<PlatformInfo.Bit> forbiddenPlatformBits() {
    return forbiddenPlatformBits;
  }

  /** Returns the lowest ABI version that the guest policy may allow; any if empty. */
  public Optional<AbiVersion> minimumAbi() {
    return Optional.ofNullable(minimumAbi);
  }

  /** Returns the lowest {@code REPORTED_TCB} of each product that has one. */
  public Map<Product, TcbVersion> minimumTcbs() {
    return minimumTcbs;
  }

  /** Returns the lowest {@code LAUNCH_TCB} of each product that has one. */
  public Map<Product, TcbVersion> minimumLaunchTcbs() {
    return minimumLaunchTcbs;
  }

  /** Returns the lowest version of the current firmware; any if empty. */
  public Optional<FirmwareVersion> minimumFirmware() {
    return Optional.ofNullable(minimumFirmware);
  }

  /** Returns whether the current firmware must be committed. */
  public boolean requiresCommittedFirmware() {
    return requiresCommittedFirmware;
  }

  /** Returns the bits that {@code LAUNCH_MIT_VECTOR} must have. */
  public long minimumLaunchMitVector() {
    return minimumLaunchMitVector;
  }

  /** Returns the bits that {@code CURRENT_MIT_VECTOR} must have. */
  public long minimumCurrentMitVector() {
    return minimumCurrentMitVector;
  }

  /** Returns the lowest {@code GUEST_SVN}, 0 to 2^32-1. */
  public long minimumGuestSvn() {
    return minimumGuestSvn;
  }

  /** Returns the digests of the trusted author keys, 48 bytes each. */
  public List<byte[]> authorKeyDigests() {
    return copy(authorKeyDigests);
  }

  /** Returns the digests of the trusted ID keys, 48 bytes each. */
  public List<byte[]> idKeyDigests() {
    return copy(idKeyDigests);
  }

  /** Returns the chips of which one is expected, 64 bytes each; any if empty. */
  public List<byte[]> chipIds() {
    return copy(chipIds);
  }

  /** Returns whether {@code CHIP_ID} may be masked. */
  public boolean allowsMaskedChipId() {
    return allowsMaskedChipId;
  }

  /** Returns the clouds of which one must own the key, which then is a VLEK; any if empty. */
  public Set<String> cspIds() {
    return cspIds;
  }

  /** Returns the clock. */
  public Clock clock() {
    return clock;
  }

  /** Returns by how much the clock may be off. */
  public Duration allowedSkew() {
    return allowedSkew;
  }

  /** Returns whether revocation lists are checked. */
  public CrlMode crlMode() {
    return crlMode;
  }

  private static Optional<byte[]> copy(byte[] bytes) {
    return Optional.ofNullable(bytes).map(byte[]::clone);
  }

  private static List<byte[]> copy(List<byte[]> list) {
    return list.stream().map(byte[]::clone).toList();
  }
}
