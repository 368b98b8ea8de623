package org.elastictee.sev.attest;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/**
 * A view of the fields of a raw attestation report, by AMD's names and offsets: AMD SEV-SNP
 * Firmware ABI (document 56860), structure {@code ATTESTATION_REPORT}. Immutable.
 *
 * <p>It reads; it vouches for nothing. What a report says holds only as far as its signature, its
 * certificates and its freshness were verified, over the raw bytes.
 */
public final class AttestationReport {
  /** The bytes of a report, 0x4A0. */
  public static final int REPORT_BYTES = 1184;

  /** The bytes in front of the signature, which it is over, 0x2A0. */
  public static final int SIGNED_BYTES = 672;

  /** The bytes of a component of the signature. */
  public static final int SIGNATURE_COMPONENT_BYTES = 72;

  private static final int SIGNATURE_R = SIGNED_BYTES;
  private static final int SIGNATURE_S = SIGNATURE_R + SIGNATURE_COMPONENT_BYTES;
  private static final int SIGNATURE_RESERVED = SIGNATURE_S + SIGNATURE_COMPONENT_BYTES;
  private static final int FIRST_VERSION_WITH_CPUID = 3;
  private static final int FIRST_VERSION_WITH_UNKNOWN_FIELDS = 4;
  private static final int FIRST_VERSION_WITH_MIT_VECTORS = 5;
  private static final int TURIN_CHIP_ID_BYTES = 8;

  private final ByteBuffer report;

  private AttestationReport(byte[] report) {
    this.report = ByteBuffer.wrap(report).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Views a report.
   *
   * @param report exactly {@value #REPORT_BYTES} bytes; copied
   * @throws IllegalArgumentException if it has another length
   */
  public static AttestationReport of(byte[] report) {
    if (report.length != REPORT_BYTES) {
      throw new IllegalArgumentException("a report has " + REPORT_BYTES + " bytes");
    }
    return new AttestationReport(report.clone());
  }

  /** Returns a copy of the report as the firmware made it, {@value #REPORT_BYTES} bytes. */
  public byte[] raw() {
    return bytes(0, REPORT_BYTES);
  }

  /** Returns {@code VERSION} at 000h, unsigned 32 bits: the layout of this report. */
  public long version() {
    return u32(0x000);
  }

  /** Returns {@code GUEST_SVN} at 004h, unsigned 32 bits. */
  public long guestSvn() {
    return u32(0x004);
  }

  /** Returns {@code POLICY} at 008h. */
  public GuestPolicy policy() {
    return new GuestPolicy(report.getLong(0x008));
  }

  /** Returns {@code FAMILY_ID} at 010h, 16 bytes. */
  public byte[] familyId() {
    return bytes(0x010, 16);
  }

  /** Returns {@code IMAGE_ID} at 020h, 16 bytes. */
  public byte[] imageId() {
    return bytes(0x020, 16);
  }

  /** Returns {@code VMPL} at 030h, unsigned 32 bits: the level that was asked for. */
  public long vmpl() {
    return u32(0x030);
  }

  /** Returns {@code SIGNATURE_ALGO} at 034h, unsigned 32 bits: 1 is ECDSA P-384 with SHA-384. */
  public long signatureAlgo() {
    return u32(0x034);
  }

  /** Returns {@code CURRENT_TCB} at 038h: what runs now. */
  public TcbVersion currentTcb() {
    return tcb(0x038);
  }

  /** Returns {@code PLATFORM_INFO} at 040h. */
  public PlatformInfo platformInfo() {
    return new PlatformInfo(report.getLong(0x040));
  }

  /** Returns {@code KEY_INFO} at 048h. */
  public KeyInfo keyInfo() {
    return new KeyInfo(u32(0x048));
  }

  /** Returns {@code REPORT_DATA} at 050h, 64 bytes: what the guest asked to be signed. */
  public byte[] reportData() {
    return bytes(0x050, 64);
  }

  /** Returns {@code MEASUREMENT} at 090h, 48 bytes: the launch digest. */
  public byte[] measurement() {
    return bytes(0x090, 48);
  }

  /** Returns {@code HOST_DATA} at 0C0h, 32 bytes. */
  public byte[] hostData() {
    return bytes(0x0C0, 32);
  }

  /** Returns {@code ID_KEY_DIGEST} at 0E0h, 48 bytes, zero if there was no ID block. */
  public byte[] idKeyDigest() {
    return bytes(0x0E0, 48);
  }

  /** Returns {@code AUTHOR_KEY_DIGEST} at 110h, 48 bytes, zero if there was no author key. */
  public byte[] authorKeyDigest() {
    return bytes(0x110, 48);
  }

  /** Returns {@code REPORT_ID} at 140h, 32 bytes: another one at each launch. */
  public byte[] reportId() {
    return bytes(0x140, 32);
  }

  /** Returns {@code REPORT_ID_MA} at 160h, 32 bytes, all ones if there is no migration agent. */
  public byte[] reportIdMa() {
    return bytes(0x160, 32);
  }

  /** Returns {@code REPORTED_TCB} at 180h: the one that the signing key is of. */
  public TcbVersion reportedTcb() {
    return tcb(0x180);
  }

  /** Returns {@code CPUID_FAM_ID} at 188h, the combined family; empty before version 3. */
  public OptionalInt cpuidFamId() {
    return cpuid(0x188);
  }

  /** Returns {@code CPUID_MOD_ID} at 189h, the combined model; empty before version 3. */
  public OptionalInt cpuidModId() {
    return cpuid(0x189);
  }

  /** Returns {@code CPUID_STEP} at 18Ah; empty before version 3. */
  public OptionalInt cpuidStep() {
    return cpuid(0x18A);
  }

  /**
   * Returns {@code CHIP_ID} at 1A0h, 64 bytes: zero if masked by the host or signed by a VLEK; on
   * Turin, 8 bytes and zeros.
   */
  public byte[] chipId() {
    return bytes(0x1A0, 64);
  }

  /** Returns {@code COMMITTED_TCB} at 1E0h: what the host can no longer roll back. */
  public TcbVersion committedTcb() {
    return tcb(0x1E0);
  }

  /** Returns {@code CURRENT_BUILD}, {@code CURRENT_MINOR} and {@code CURRENT_MAJOR} at 1E8h. */
  public FirmwareVersion currentVersion() {
    return firmwareVersion(0x1E8);
  }

  /** Returns {@code COMMITTED_BUILD}, {@code COMMITTED_MINOR}, {@code COMMITTED_MAJOR} at 1ECh. */
  public FirmwareVersion committedVersion() {
    return firmwareVersion(0x1EC);
  }

  /** Returns {@code LAUNCH_TCB} at 1F0h: what was current when the guest was launched. */
  public TcbVersion launchTcb() {
    return tcb(0x1F0);
  }

  /** Returns {@code LAUNCH_MIT_VECTOR} at 1F8h, a bit a mitigation; zero before version 5. */
  public long launchMitVector() {
    return mitVector(0x1F8);
  }

  /** Returns {@code CURRENT_MIT_VECTOR} at 200h, a bit a mitigation; zero before version 5. */
  public long currentMitVector() {
    return mitVector(0x200);
  }

  /** Returns what the signature is over, the first {@value #SIGNED_BYTES} bytes. */
  public byte[] signedBytes() {
    return bytes(0, SIGNED_BYTES);
  }

  /**
   * Returns {@code R} of the signature at 2A0h, {@value #SIGNATURE_COMPONENT_BYTES} bytes,
   * little-endian: the last 24 are zero in a well-formed report.
   */
  public byte[] signatureR() {
    return bytes(SIGNATURE_R, SIGNATURE_COMPONENT_BYTES);
  }

  /** Returns {@code S} of the signature at 2E8h, in the form of {@link #signatureR}. */
  public byte[] signatureS() {
    return bytes(SIGNATURE_S, SIGNATURE_COMPONENT_BYTES);
  }

  /**
   * Returns the offsets of the reserved ranges of this version that are not zero; of the signature,
   * those behind {@code S}. What version 4 has at 1F8h to 207h is not published: it is no reserved
   * range there.
   */
  public List<Integer> nonZeroReservedRanges() {
    int cpuid = version() < FIRST_VERSION_WITH_CPUID ? 0x188 : 0x18B;
    int mit = version() < FIRST_VERSION_WITH_UNKNOWN_FIELDS ? 0x1F8 : 0x208;
    int[][] ranges = {
      {0x04C, 0x050},
      {cpuid, 0x1A0},
      {0x1EB, 0x1EC},
      {0x1EF, 0x1F0},
      {mit, SIGNED_BYTES},
      {SIGNATURE_RESERVED, REPORT_BYTES}
    };
    return Arrays.stream(ranges)
        .filter(range -> !isZero(bytes(range[0], range[1] - range[0]), 0))
        .map(range -> range[0])
        .toList();
  }

  /**
   * Returns the layout of the TCB versions: by the CPU's family or, before version 3 which does not
   * tell it, by the form of {@code CHIP_ID}; {@link TcbLayout#UNKNOWN} if neither tells.
   */
  public TcbLayout tcbLayout() {
    OptionalInt family = cpuidFamId();
    if (family.isPresent()) {
      return switch (family.getAsInt()) {
        case 0x19 -> TcbLayout.MILAN_GENOA;
        case 0x1A -> TcbLayout.TURIN;
        default -> TcbLayout.UNKNOWN;
      };
    }
    byte[] chipId = chipId();
    if (isZero(chipId, 0)) {
      return TcbLayout.UNKNOWN;
    }
    return isZero(chipId, TURIN_CHIP_ID_BYTES) ? TcbLayout.TURIN : TcbLayout.MILAN_GENOA;
  }

  private static boolean isZero(byte[] bytes, int from) {
    return Arrays.equals(
        bytes, from, bytes.length, new byte[bytes.length - from], 0, bytes.length - from);
  }

  private long u32(int offset) {
    return Integer.toUnsignedLong(report.getInt(offset));
  }

  private int u8(int offset) {
    return report.get(offset) & 0xFF;
  }

  private byte[] bytes(int offset, int length) {
    return Arrays.copyOfRange(report.array(), offset, offset + length);
  }

  private TcbVersion tcb(int offset) {
    return new TcbVersion(report.getLong(offset), tcbLayout());
  }

  private OptionalInt cpuid(int offset) {
    return version() < FIRST_VERSION_WITH_CPUID ? OptionalInt.empty() : OptionalInt.of(u8(offset));
  }

  private long mitVector(int offset) {
    return version() < FIRST_VERSION_WITH_MIT_VECTORS ? 0 : report.getLong(offset);
  }

  private FirmwareVersion firmwareVersion(int offset) {
    return new FirmwareVersion(u8(offset + 2), u8(offset + 1), u8(offset));
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof AttestationReport other
        && Arrays.equals(report.array(), other.report.array());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(report.array());
  }

  /** Tells the version only. */
  @Override
  public String toString() {
    return "AttestationReport[version " + version() + "]";
  }
}
