package org.elastictee.fuzz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.elastictee.sev.attest.AttestationReport;
import org.elastictee.sev.attest.EvidenceException;
import org.elastictee.sev.attest.EvidenceException.Reason;
import org.elastictee.sev.attest.HclReport;
import org.junit.jupiter.params.provider.MethodSource;

/** What Azure's paravisor leaves in the vTPM: {@link HclReport}. */
class HclReportFuzzTest {
  private static final int REPORT = 32;
  private static final int REPORT_DATA = REPORT + 0x50;
  private static final int RUNTIME = REPORT + AttestationReport.REPORT_BYTES;
  private static final int CLAIMS = RUNTIME + 20;
  private static final Set<Reason> REASONS =
      EnumSet.of(Reason.HCL_BLOB, Reason.HCL_REPORT_TYPE, Reason.HCL_HASH_TYPE, Reason.HCL_CLAIMS);

  static List<byte[]> seeds() throws Exception {
    byte[] claims = "{\"keys\":[]}".getBytes(StandardCharsets.UTF_8);
    return List.of(blob(1, claims), blob(2, claims), blob(2, new byte[0]));
  }

  static byte[] blob(int version, byte[] claims) throws Exception {
    byte[] blob = new byte[CLAIMS + claims.length + 40];
    ByteBuffer.wrap(blob)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put("HCLA".getBytes(StandardCharsets.US_ASCII))
        .putInt(version)
        .putInt(CLAIMS + claims.length)
        .putInt(2)
        .put(REPORT, Genuine.file(Genuine.REPORT))
        .position(RUNTIME)
        .putInt(20 + claims.length)
        .putInt(1)
        .putInt(2)
        .putInt(1)
        .putInt(claims.length)
        .put(claims);
    bind(blob, claims.length);
    return blob;
  }

  /** Does what the paravisor does, which no fuzzer finds: the hash of the claims. */
  private static void bind(byte[] blob, int claimsBytes) throws Exception {
    MessageDigest hash = MessageDigest.getInstance("SHA-256");
    hash.update(blob, CLAIMS, claimsBytes);
    Arrays.fill(blob, REPORT_DATA, REPORT_DATA + 64, (byte) 0);
    hash.digest(blob, REPORT_DATA, 32);
  }

  @MethodSource("seeds")
  @FuzzTest
  void isRefusedOrBindsItsClaims(byte[] bytes) throws Exception {
    Allocation.assertBounded(bytes, () -> read(bytes));
    Optional<HclReport> asItIs = read(bytes);
    if (asItIs.isPresent()) {
      assertIsWhole(asItIs.get(), bytes);
    }
    if (bytes.length >= CLAIMS) {
      int claimsBytes = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(RUNTIME + 16);
      if (claimsBytes >= 0 && claimsBytes <= bytes.length - CLAIMS) {
        byte[] bound = bytes.clone();
        bind(bound, claimsBytes);
        Optional<HclReport> read = read(bound);
        if (read.isPresent()) {
          assertIsWhole(read.get(), bound);
        }
      }
    }
  }

  private static Optional<HclReport> read(byte[] bytes) {
    try {
      return Optional.of(HclReport.parse(bytes));
    } catch (EvidenceException e) {
      assertTrue(REASONS.contains(e.reason()), e::toString);
      return Optional.empty();
    }
  }

  /** What was read, and zeros, are all that there is. */
  private static void assertIsWhole(HclReport hcl, byte[] bytes) throws Exception {
    assertArrayEquals(hcl.reportData(), hcl.report().reportData());
    byte[] written = Arrays.copyOf(bytes, REPORT);
    int version = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(4);
    byte[] header = blob(version, hcl.claims());
    assertArrayEquals(Arrays.copyOf(header, REPORT), written);
    System.arraycopy(hcl.report().raw(), 0, header, REPORT, AttestationReport.REPORT_BYTES);
    assertArrayEquals(Arrays.copyOf(header, bytes.length), bytes);
  }
}
