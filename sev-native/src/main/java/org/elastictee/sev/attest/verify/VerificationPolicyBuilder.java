package org.elastictee.sev.attest.verify;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.elastictee.sev.attest.AbiVersion;
import org.elastictee.sev.attest.FirmwareVersion;
import org.elastictee.sev.attest.GuestPolicy;
import org.elastictee.sev.attest.PlatformInfo;
import org.elastictee.sev.attest.Product;
import org.elastictee.sev.attest.TcbVersion;

/**
 * Collects a policy, and begins with the defaults of {@link VerificationPolicy#builder}. What takes
 * one of several can be called several times. All setters refuse values out of their range with an
 * {@link IllegalArgumentException} and change nothing then. Not safe for use by several threads.
 */
public final class VerificationPolicyBuilder {
  private static final int DIGEST_BYTES = 48;
  private static final int CHIP_ID_BYTES = 64;
  private static final int TURIN_CHIP_ID_BYTES = 8;
  private static final int ID_BYTES = 16;
  private static final int MAX_VMPL = 3;
  private static final long MAX_U32 = 0xFFFF_FFFFL;
  private static final Duration MAX_SKEW = Duration.ofDays(1);
  private static final long SB_3019_MILAN = 0x0018_0000_0000_0000L;
  private static final long SB_3019_GENOA = 0x0017_0000_0000_0000L;

  final List<byte[]> measurements = new ArrayList<>();
  final List<byte[]> authorKeyDigests = new ArrayList<>();
  final List<byte[]> idKeyDigests = new ArrayList<>();
  final List<byte[]> chipIds = new ArrayList<>();
  final Set<String> cspIds = new TreeSet<>();
  final EnumSet<GuestPolicy.Bit> requiredPolicyBits = EnumSet.noneOf(GuestPolicy.Bit.class);
  final EnumSet<GuestPolicy.Bit> forbiddenPolicyBits =
      EnumSet.of(GuestPolicy.Bit.DEBUG, GuestPolicy.Bit.MIGRATE_MA, GuestPolicy.Bit.CXL_ALLOW);
  final EnumSet<PlatformInfo.Bit> requiredPlatformBits =
      EnumSet.of(PlatformInfo.Bit.ALIAS_CHECK_COMPLETE);
  final EnumSet<PlatformInfo.Bit> forbiddenPlatformBits = EnumSet.noneOf(PlatformInfo.Bit.class);
  final Map<Product, TcbVersion> minimumTcbs = new EnumMap<>(Product.class);
  final Map<Product, TcbVersion> minimumLaunchTcbs = new EnumMap<>(Product.class);
  byte[] reportData;
  byte[] hostData;
  byte[] familyId;
  byte[] imageId;
  byte[] reportId;
  byte[] migrationAgent;
  Integer vmpl;
  AbiVersion minimumAbi;
  FirmwareVersion minimumFirmware;
  boolean requiresCommittedFirmware;
  long minimumLaunchMitVector;
  long minimumCurrentMitVector;
  long minimumGuestSvn;
  boolean allowsMaskedChipId;
  Clock clock = Clock.systemUTC();
  Duration allowedSkew = Duration.ofMinutes(5);
  CrlMode crlMode = CrlMode.IF_AVAILABLE;

  VerificationPolicyBuilder() {
    minimumTcbs.put(Product.MILAN, Product.MILAN.tcb(SB_3019_MILAN));
    minimumTcbs.put(Product.GENOA, Product.GENOA.tcb(SB_3019_GENOA));
  }

  /** Expects this {@code MEASUREMENT}, 48 bytes, or one of the others that were named. */
  public VerificationPolicyBuilder measurement(byte[] value) {
    measurements.add(exactly(DIGEST_BYTES, value, "MEASUREMENT"));
    return this;
  }

  /** Expects this {@code REPORT_DATA}, 64 bytes. */
  public VerificationPolicyBuilder reportData(byte[] value) {
    reportData = exactly(64, value, "REPORT_DATA");
    return this;
  }

  /** Expects this {@code HOST_DATA}, 32 bytes. */
  public VerificationPolicyBuilder hostData(byte[] value) {
    hostData = exactly(32, value, "HOST_DATA");
    return this;
  }

  /** Expects this {@code FAMILY_ID}, 16 bytes. */
  public VerificationPolicyBuilder familyId(byte[] value) {
    familyId = exactly(ID_BYTES, value, "FAMILY_ID");
    return this;
  }

  /** Expects this {@code IMAGE_ID}, 16 bytes. */
  public VerificationPolicyBuilder imageId(byte[] value) {
    imageId = exactly(ID_BYTES, value, "IMAGE_ID");
    return this;
  }

  /** Expects this {@code REPORT_ID}, 32 bytes: one launch of one guest. */
  public VerificationPolicyBuilder reportId(byte[] value) {
    reportId = exactly(32, value, "REPORT_ID");
    return this;
  }

  /**
   * Expects this VMPL, 0 to 3. A guest can have reports made that name its own level or one with
   * less privilege.
   */
  public VerificationPolicyBuilder vmpl(int value) {
    require(value >= 0 && value <= MAX_VMPL, "VMPL is 0 to 3");
    vmpl = value;
    return this;
  }

  /** Expects the migration agent with this {@code REPORT_ID}, 32 bytes, instead of none. */
  public VerificationPolicyBuilder migrationAgent(byte[] value) {
    migrationAgent = exactly(32, value, "REPORT_ID_MA");
    return this;
  }

  /** Requires a bit of the guest policy. */
  public VerificationPolicyBuilder requirePolicy(GuestPolicy.Bit bit) {
    forbiddenPolicyBits.remove(bit);
    requiredPolicyBits.add(bit);
    return this;
  }

  /** Forbids a bit of the guest policy. */
  public VerificationPolicyBuilder forbidPolicy(GuestPolicy.Bit bit) {
    requiredPolicyBits.remove(bit);
    forbiddenPolicyBits.add(bit);
    return this;
  }

  /** Leaves a bit of the guest policy open. */
  public VerificationPolicyBuilder allowPolicy(GuestPolicy.Bit bit) {
    requiredPolicyBits.remove(bit);
    forbiddenPolicyBits.remove(bit);
    return this;
  }

  /** Requires a bit of the platform info. */
  public VerificationPolicyBuilder requirePlatform(PlatformInfo.Bit bit) {
    forbiddenPlatformBits.remove(bit);
    requiredPlatformBits.add(bit);
    return this;
  }

  /** Forbids a bit of the platform info. */
  public VerificationPolicyBuilder forbidPlatform(PlatformInfo.Bit bit) {
    requiredPlatformBits.remove(bit);
    forbiddenPlatformBits.add(bit);
    return this;
  }

  /** Leaves a bit of the platform info open. */
  public VerificationPolicyBuilder allowPlatform(PlatformInfo.Bit bit) {
    requiredPlatformBits.remove(bit);
    forbiddenPlatformBits.remove(bit);
    return this;
  }

  /** Sets the lowest ABI version that the guest policy may allow. */
  public VerificationPolicyBuilder minimumAbi(AbiVersion value) {
    minimumAbi = Objects.requireNonNull(value, "minimumAbi");
    return this;
  }

  /**
   * Sets the lowest {@code REPORTED_TCB} of a product, component by component; one of zeros asks
   * for nothing.
   */
  public VerificationPolicyBuilder minimumTcb(Product product, TcbVersion value) {
    minimumTcbs.put(product, ofProduct(product, value));
    return this;
  }

  /** Sets the lowest {@code LAUNCH_TCB} of a product, component by component. */
  public VerificationPolicyBuilder minimumLaunchTcb(Product product, TcbVersion value) {
    minimumLaunchTcbs.put(product, ofProduct(product, value));
    return this;
  }

  /** Sets the lowest version of the current firmware, compared as one tuple. */
  public VerificationPolicyBuilder minimumFirmware(FirmwareVersion value) {
    minimumFirmware = Objects.requireNonNull(value, "minimumFirmware");
    return this;
  }

  /** Sets whether the current firmware and TCB must be committed, so that none is provisional. */
  public VerificationPolicyBuilder requireCommittedFirmware(boolean value) {
    requiresCommittedFirmware = value;
    return this;
  }

  /** Sets the bits that {@code LAUNCH_MIT_VECTOR} must have; it is zero before version 5. */
  public VerificationPolicyBuilder minimumLaunchMitVector(long bits) {
    minimumLaunchMitVector = bits;
    return this;
  }

  /** Sets the bits that {@code CURRENT_MIT_VECTOR} must have; it is zero before version 5. */
  public VerificationPolicyBuilder minimumCurrentMitVector(long bits) {
    minimumCurrentMitVector = bits;
    return this;
  }

  /** Sets the lowest {@code GUEST_SVN}, 0 to 2^32-1. */
  public VerificationPolicyBuilder minimumGuestSvn(long value) {
    require(value >= 0 && value <= MAX_U32, "GUEST_SVN is 0 to 2^32-1");
    minimumGuestSvn = value;
    return this;
  }

  /**
   * Trusts the author key with this digest, 48 bytes that are not all zero: then there must be an
   * author key or an ID key that is trusted.
   */
  public VerificationPolicyBuilder authorKeyDigest(byte[] value) {
    authorKeyDigests.add(keyDigest(value, "AUTHOR_KEY_DIGEST"));
    return this;
  }

  /** Trusts the ID key with this digest, as {@link #authorKeyDigest} does the author key. */
  public VerificationPolicyBuilder idKeyDigest(byte[] value) {
    idKeyDigests.add(keyDigest(value, "ID_KEY_DIGEST"));
    return this;
  }

  /** Expects this chip, 64 bytes or the 8 of Turin, or one of the others that were named. */
  public VerificationPolicyBuilder chipId(byte[] value) {
    require(
        value.length == CHIP_ID_BYTES || value.length == TURIN_CHIP_ID_BYTES,
        "CHIP_ID has 64 bytes, or 8 on Turin");
    require(!isZero(value), "a CHIP_ID of zeros is of no chip");
    chipIds.add(Arrays.copyOf(value, CHIP_ID_BYTES));
    return this;
  }

  /** Sets whether {@code CHIP_ID} may be masked. */
  public VerificationPolicyBuilder allowMaskedChipId(boolean value) {
    allowsMaskedChipId = value;
    return this;
  }

  /**
   * Expects the VLEK of this cloud, as {@code cspID} has it, or of one of the others that were
   * named; a VCEK is refused then.
   */
  public VerificationPolicyBuilder cspId(String value) {
    require(!value.isEmpty(), "a cspID is not empty");
    cspIds.add(value);
    return this;
  }

  /** Sets the clock that certificates and revocation lists are held against. */
  public VerificationPolicyBuilder clock(Clock value) {
    clock = Objects.requireNonNull(value, "clock");
    return this;
  }

  /** Sets by how much the clock may be off, at both ends of a validity; 0 to a day. */
  public VerificationPolicyBuilder allowedSkew(Duration value) {
    require(!value.isNegative() && value.compareTo(MAX_SKEW) <= 0, "the skew is 0 to a day");
    allowedSkew = value;
    return this;
  }

  /** Sets whether revocation lists are checked. */
  public VerificationPolicyBuilder crlMode(CrlMode value) {
    crlMode = Objects.requireNonNull(value, "crlMode");
    return this;
  }

  /** Returns the policy; the builder can be used on. */
  public VerificationPolicy build() {
    return new VerificationPolicy(this);
  }

  private static byte[] keyDigest(byte[] value, String field) {
    byte[] copy = exactly(DIGEST_BYTES, value, field);
    require(!isZero(copy), "a digest of zeros is of no key");
    return copy;
  }

  private static TcbVersion ofProduct(Product product, TcbVersion value) {
    require(value.layout() == product.tcbLayout(), "a TCB version is of another kind of processor");
    return value;
  }

  private static byte[] exactly(int length, byte[] value, String field) {
    require(value.length == length, field + " has " + length + " bytes");
    return value.clone();
  }

  private static boolean isZero(byte[] bytes) {
    return Arrays.equals(bytes, new byte[bytes.length]);
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
