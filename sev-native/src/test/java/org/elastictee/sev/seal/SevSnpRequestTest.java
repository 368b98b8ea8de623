package org.elastictee.sev.seal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.elastictee.sev.attest.AttestationReport;
import org.elastictee.sev.guest.DerivedKeyRequest;
import org.elastictee.sev.guest.DerivedKeyRequest.GuestField;
import org.elastictee.sev.seal.RootOfTrustException.Reason;
import org.elastictee.sev.seal.SevSnpRequest.Circumstances;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SevSnpRequestTest {
  private static final byte[] KEY_ID = HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f");
  private static final DerivedKeyRequest KEY_REQUEST =
      DerivedKeyRequest.builder()
          .guestFieldSelect(
              EnumSet.of(GuestField.GUEST_POLICY, GuestField.MEASUREMENT, GuestField.TCB_VERSION))
          .vmpl(1)
          .tcbVersion(0xD516_0000_0000_0004L)
          .build();

  private static byte[] report() {
    byte[] report = new byte[AttestationReport.REPORT_BYTES];
    report[0x000] = 3;
    report[0x00A] = 0x03;
    report[0x048] = 4;
    Arrays.fill(report, 0x090, 0x0C0, (byte) 0x11);
    Arrays.fill(report, 0x0C0, 0x0E0, (byte) 0x22);
    Arrays.fill(report, 0x1A0, 0x1E0, (byte) 0x33);
    return report;
  }

  private static Circumstances circumstances(byte[] report) {
    return Circumstances.of(AttestationReport.of(report));
  }

  private static byte[] encoded() {
    return new SevSnpRequest(KEY_REQUEST, KEY_ID, circumstances(report())).encode();
  }

  private static String digest(int value, int length) throws Exception {
    byte[] field = new byte[length];
    Arrays.fill(field, (byte) value);
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(field);
    return HexFormat.of().formatHex(hash, 0, 16);
  }

  @Test
  void isLaidOutAsDocumented() throws Exception {
    assertEquals(
        "0101"
            + HexFormat.of().formatHex(KEY_REQUEST.encode())
            + HexFormat.of().formatHex(KEY_ID)
            + "03"
            + "01"
            + "0000000000030000"
            + digest(0x11, 48)
            + digest(0x33, 64)
            + digest(0x22, 32),
        HexFormat.of().formatHex(encoded()));
  }

  @Test
  void decodesWhatItEncoded() throws Exception {
    SevSnpRequest decoded = SevSnpRequest.decode(encoded());
    assertEquals(KEY_REQUEST, decoded.keyRequest());
    assertTrue(decoded.isOfKey(KEY_ID));
    assertFalse(decoded.isOfKey(new byte[16]));
    assertEquals(List.of(), decoded.circumstances().differencesFrom(circumstances(report())));
    assertArrayEquals(encoded(), decoded.encode());
  }

  @ParameterizedTest
  @CsvSource({
    "0x00A, POLICY",
    "0x048, SIGNING_KEY",
    "0x090, MEASUREMENT",
    "0x0DF, HOST_DATA",
    "0x1A0, CHIP_ID"
  })
  void namesTheFieldThatDiffers(String offset, String field) {
    byte[] other = report();
    other[Integer.decode(offset)] ^= 0x08;
    assertEquals(List.of(field), circumstances(report()).differencesFrom(circumstances(other)));
  }

  /** A firmware update may change the report's version; that is no other root of trust. */
  @Test
  void theReportsVersionIsNoDifference() {
    byte[] other = report();
    other[0] = 5;
    assertEquals(List.of(), circumstances(report()).differencesFrom(circumstances(other)));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 107, 109, 1024})
  void refusesAnotherLength(int length) {
    assertMalformed(Arrays.copyOf(encoded(), length));
  }

  @ParameterizedTest
  @CsvSource({"0, 2", "1, 2", "2, 8", "6, 1", "10, 128", "10, 0", "18, 4", "22, 1"})
  void refusesWhatNoRequestHas(int offset, int value) {
    byte[] changed = encoded();
    changed[offset] = (byte) value;
    assertMalformed(changed);
  }

  @Property
  void everyEncodingIsRefusedOrStandsForItself(@ForAll @Size(108) byte[] noise) {
    noise[0] = 1;
    noise[1] = 1;
    try {
      assertArrayEquals(noise, SevSnpRequest.decode(noise).encode());
    } catch (RootOfTrustException e) {
      assertEquals(Reason.MALFORMED_REQUEST, e.reason());
    }
  }

  private static void assertMalformed(byte[] encoded) {
    RootOfTrustException e =
        assertThrows(RootOfTrustException.class, () -> SevSnpRequest.decode(encoded));
    assertEquals(Reason.MALFORMED_REQUEST, e.reason());
  }
}
