package org.elastictee.sev.attest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.function.Consumer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.elastictee.sev.attest.EvidenceException.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HclReportTest {
  private static final byte[] CLAIMS = "{\"keys\":[]}".getBytes(StandardCharsets.UTF_8);
  private static final int BYTES = 2600;
  private static final int REPORT_DATA = 32 + 0x50;
  private static final int RUNTIME = 32 + 1184;

  private static byte[] blob() throws Exception {
    byte[] blob = new byte[BYTES];
    ByteBuffer.wrap(blob)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put("HCLA".getBytes(StandardCharsets.US_ASCII))
        .putInt(2)
        .putInt(RUNTIME + 20 + CLAIMS.length)
        .putInt(2)
        .put(REPORT_DATA, MessageDigest.getInstance("SHA-256").digest(CLAIMS))
        .position(RUNTIME)
        .putInt(20 + CLAIMS.length)
        .putInt(1)
        .putInt(2)
        .putInt(1)
        .putInt(CLAIMS.length)
        .put(CLAIMS);
    return blob;
  }

  private static void assertRefused(Reason reason, Consumer<ByteBuffer> change) throws Exception {
    byte[] blob = blob();
    change.accept(ByteBuffer.wrap(blob).order(ByteOrder.LITTLE_ENDIAN));
    assertEquals(
        reason, assertThrows(EvidenceException.class, () -> HclReport.parse(blob)).reason());
  }

  @Test
  void readsTheReportAndTheClaims() throws Exception {
    HclReport hcl = HclReport.parse(blob());
    assertArrayEquals(Arrays.copyOfRange(blob(), 32, RUNTIME), hcl.report().raw());
    assertArrayEquals(CLAIMS, hcl.claims());
    assertArrayEquals(hcl.report().reportData(), hcl.reportData());
  }

  @Test
  void readsACapturedBlob() throws Exception {
    HclReport hcl = HclReport.parse(CapturedEvidence.file("milan-azure-hcl.bin"));
    String claims = new String(hcl.claims(), StandardCharsets.UTF_8);
    assertTrue(claims.startsWith("{\"keys\":[{\"kid\":\"HCLAkPub\""));
    assertEquals(0x3001F, hcl.report().policy().raw());
  }

  @ParameterizedTest
  @CsvSource({
    // offset, number there
    "0,    0",
    "4,    0",
    "4,    3",
    "8,    0",
    "8,    -1",
    "12,   1",
    "16,   1",
    "20,   1",
    "28,   1",
    "1216, 0",
    "1216, -1",
    "1220, 2",
    "1232, 10",
    "1232, 12",
    "1232, -1",
    "2596, 1"
  })
  void aHeaderThatIsNotAsItShouldBeIsRefused(int offset, int number) throws Exception {
    assertRefused(Reason.HCL_BLOB, blob -> blob.putInt(offset, number));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2, 3})
  void claimsUnderAnotherHashAreRefusedAsThat(int hashType) throws Exception {
    assertRefused(Reason.HCL_HASH_TYPE, blob -> blob.putInt(RUNTIME + 12, hashType));
  }

  @Test
  void areportOfTdxIsRefusedAsThat() throws Exception {
    assertRefused(Reason.HCL_REPORT_TYPE, blob -> blob.putInt(RUNTIME + 8, 4));
  }

  @ParameterizedTest
  @ValueSource(ints = {REPORT_DATA, REPORT_DATA + 31, REPORT_DATA + 32, REPORT_DATA + 63, 1236})
  void claimsThatAreNotBoundAreRefused(int offset) throws Exception {
    assertRefused(Reason.HCL_CLAIMS, blob -> blob.put(offset, (byte) (1 ^ blob.get(offset))));
  }

  @Test
  void lengthsThatAgreeAndLeadOutOfTheBlobAreRefused() throws Exception {
    int claims = BYTES - RUNTIME - 20 + 1;
    assertRefused(
        Reason.HCL_BLOB,
        blob ->
            blob.putInt(8, RUNTIME + 20 + claims)
                .putInt(RUNTIME, 20 + claims)
                .putInt(RUNTIME + 16, claims));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 31, 1235, 0x10001})
  void aLengthThatItCannotHaveIsRefused(int length) throws Exception {
    byte[] blob = Arrays.copyOf(blob(), length);
    assertEquals(
        Reason.HCL_BLOB,
        assertThrows(EvidenceException.class, () -> HclReport.parse(blob)).reason());
  }

  @Property
  void changedBytesAreReadOrRefused(
      @ForAll @IntRange(max = BYTES - 1) int position,
      @ForAll @Size(min = 1, max = 8) byte[] change,
      @ForAll @IntRange(min = 1200, max = BYTES) int length)
      throws Exception {
    byte[] blob = blob();
    for (int i = 0; i < change.length; i++) {
      blob[(position + i) % blob.length] = change[i];
    }
    try {
      HclReport hcl = HclReport.parse(Arrays.copyOf(blob, length));
      assertArrayEquals(CLAIMS, hcl.claims());
    } catch (EvidenceException e) {
      assertTrue(e.reason().name().startsWith("HCL_"));
    }
  }
}
