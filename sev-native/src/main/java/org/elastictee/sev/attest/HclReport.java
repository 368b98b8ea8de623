package org.elastictee.sev.attest;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.elastictee.sev.attest.EvidenceException.Reason;
import org.elastictee.sev.jdk.Sha256;

/**
 * A view of what Azure's paravisor leaves in the vTPM at NV index 0x01400001: the report of the
 * hardware, and claims in JSON whose SHA-256 is in {@code REPORT_DATA}. Immutable.
 *
 * <p>The layout is that of OpenHCL's {@code igvm_attest} and of captured blobs. Reading the NV
 * index, and what the keys in the claims sign, are not this class's: whoever trusts the claims
 * verifies the report first, with {@link #reportData} as the one expected, and then a quote of the
 * vTPM by the key {@code HCLAkPub} for freshness.
 */
public final class HclReport {
  private static final int REPORT = 32;
  private static final int RUNTIME = REPORT + AttestationReport.REPORT_BYTES;
  private static final int RUNTIME_HEADER_BYTES = 20;
  private static final int CLAIMS = RUNTIME + RUNTIME_HEADER_BYTES;
  private static final int MAX_BYTES = 0x10000;
  private static final int SIGNATURE = 0x414C4348;
  private static final int MAX_VERSION = 2;
  private static final int ATTESTATION_REQUEST = 2;
  private static final int RUNTIME_VERSION = 1;
  private static final int SNP_REPORT = 2;
  private static final int SHA_256 = 1;

  private final AttestationReport report;
  private final byte[] claims;

  private HclReport(AttestationReport report, byte[] claims) {
    this.report = report;
    this.claims = claims;
  }

  /**
   * Reads a blob.
   *
   * @param blob as the NV index holds it, at most 64 KiB, with zeros behind the claims; copied
   * @throws EvidenceException with {@link Reason#HCL_BLOB} if it is malformed, {@link
   *     Reason#HCL_REPORT_TYPE} if it is of another hardware, {@link Reason#HCL_HASH_TYPE} if the
   *     hash is not SHA-256, {@link Reason#HCL_CLAIMS} if {@code REPORT_DATA} does not hold it
   */
  public static HclReport parse(byte[] blob) throws EvidenceException {
    if (blob.length < CLAIMS || blob.length > MAX_BYTES) {
      throw malformed("it has a length that it cannot have");
    }
    byte[] copy = blob.clone();
    ByteBuffer in = ByteBuffer.wrap(copy).order(ByteOrder.LITTLE_ENDIAN);
    int claimsBytes = requireHeaders(in);
    if (!isZero(copy, CLAIMS + claimsBytes, copy.length)) {
      throw malformed("there is something behind the claims");
    }
    HclReport hcl =
        new HclReport(
            AttestationReport.of(Arrays.copyOfRange(copy, REPORT, RUNTIME)),
            Arrays.copyOfRange(copy, CLAIMS, CLAIMS + claimsBytes));
    if (!Arrays.equals(hcl.report.reportData(), hcl.reportData())) {
      throw new EvidenceException(Reason.HCL_CLAIMS, "REPORT_DATA is not the hash of the claims");
    }
    return hcl;
  }

  private static int requireHeaders(ByteBuffer in) throws EvidenceException {
    if (in.getInt(0) != SIGNATURE) {
      throw malformed("it does not begin with HCLA");
    }
    int version = in.getInt(4);
    if (version < 1 || version > MAX_VERSION) {
      throw malformed("it is of an unknown version");
    }
    if (in.getInt(12) != ATTESTATION_REQUEST || in.getInt(16) != 0) {
      throw malformed("it is not the answer to a request for a report");
    }
    if (in.getInt(20) != 0 || in.getLong(24) != 0) {
      throw malformed("a reserved range of its header is not zero");
    }
    long claimsBytes = Integer.toUnsignedLong(in.getInt(RUNTIME + 16));
    if (Integer.toUnsignedLong(in.getInt(8)) != CLAIMS + claimsBytes
        || Integer.toUnsignedLong(in.getInt(RUNTIME)) != RUNTIME_HEADER_BYTES + claimsBytes
        || CLAIMS + claimsBytes > in.capacity()) {
      throw malformed("its lengths do not agree");
    }
    if (in.getInt(RUNTIME + 4) != RUNTIME_VERSION) {
      throw malformed("the claims are of an unknown version");
    }
    if (in.getInt(RUNTIME + 8) != SNP_REPORT) {
      throw new EvidenceException(Reason.HCL_REPORT_TYPE, "the report is not one of SEV-SNP");
    }
    if (in.getInt(RUNTIME + 12) != SHA_256) {
      throw new EvidenceException(Reason.HCL_HASH_TYPE, "the claims are not bound by SHA-256");
    }
    return (int) claimsBytes;
  }

  private static boolean isZero(byte[] bytes, int from, int to) {
    return Arrays.equals(bytes, from, to, new byte[to - from], 0, to - from);
  }

  private static EvidenceException malformed(String message) {
    return new EvidenceException(Reason.HCL_BLOB, "Azure's blob cannot be read: " + message);
  }

  /** Returns the report of the hardware; nothing of it has been verified. */
  public AttestationReport report() {
    return report;
  }

  /**
   * Returns a copy of the claims, JSON in UTF-8: the report's own as far as it is verified. They
   * are handed on byte by byte and never encoded anew, as the hash is over these bytes.
   */
  public byte[] claims() {
    return claims.clone();
  }

  /** Returns what {@code REPORT_DATA} holds: the SHA-256 of the claims and 32 zeros, 64 bytes. */
  public byte[] reportData() {
    return Arrays.copyOf(Sha256.digest(claims), report.reportData().length);
  }

  /** Tells the sizes only. */
  @Override
  public String toString() {
    return "HclReport[" + claims.length + " bytes of claims]";
  }
}
