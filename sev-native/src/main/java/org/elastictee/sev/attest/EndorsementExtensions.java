package org.elastictee.sev.attest;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.elastictee.sev.attest.EvidenceException.Reason;

/**
 * The values of AMD's extensions in a certificate: Versioned Chip Endorsement Key Certificate and
 * KDS Interface Specification (AMD document 57230), arc 1.3.6.1.4.1.3704.1. That none comes twice,
 * the JDK has seen to when it read the certificate. Immutable.
 */
final class EndorsementExtensions {
  private static final String ARC = "1.3.6.1.4.1.3704.1.";
  private static final String STRUCT_VERSION = ARC + "1";
  private static final String PRODUCT_NAME = ARC + "2";
  private static final String SPL = ARC + "3.";
  private static final String HW_ID = ARC + "4";
  private static final String CSP_ID = ARC + "5";
  private static final int LAST_SPL = 9;

  /** AMD's key server has issued certificates with one, which says nothing that is not checked. */
  private static final String AUTHORITY_KEY_IDENTIFIER = "2.5.29.35";

  private static final Set<String> KNOWN = known();

  private final X509Certificate certificate;

  private EndorsementExtensions(X509Certificate certificate) {
    this.certificate = certificate;
  }

  private static Set<String> known() {
    Set<String> known = new HashSet<>();
    known.addAll(Set.of(STRUCT_VERSION, PRODUCT_NAME, HW_ID, CSP_ID, AUTHORITY_KEY_IDENTIFIER));
    for (int i = 1; i <= LAST_SPL; i++) {
      known.add(SPL + i);
    }
    return known;
  }

  /**
   * Views the extensions of a certificate.
   *
   * @throws EvidenceException with {@link Reason#ENDORSEMENT_KEY} if one is unknown
   */
  static EndorsementExtensions of(X509Certificate certificate) throws EvidenceException {
    Set<String> present = new HashSet<>();
    if (certificate.getNonCriticalExtensionOIDs() != null) {
      present.addAll(certificate.getNonCriticalExtensionOIDs());
      present.addAll(certificate.getCriticalExtensionOIDs());
    }
    present.removeAll(KNOWN);
    if (!present.isEmpty()) {
      throw malformed("the certificate has an extension that AMD's do not have");
    }
    return new EndorsementExtensions(certificate);
  }

  /** Returns {@code structVersion}, 0 to 255. */
  OptionalInt structVersion() throws EvidenceException {
    return integer(STRUCT_VERSION);
  }

  /** Returns {@code productName}. */
  Optional<String> productName() throws EvidenceException {
    return ia5String(PRODUCT_NAME);
  }

  /** Returns security patch level 1 to 9, 0 to 255. */
  OptionalInt spl(int number) throws EvidenceException {
    return integer(SPL + number);
  }

  /** Returns {@code cspID}. */
  Optional<String> cspId() throws EvidenceException {
    return ia5String(CSP_ID);
  }

  /**
   * Returns {@code hwID}, 64 or 8 bytes. It stands in the extension as it is; in some certificates
   * of AMD's it is an OCTET STRING once more. What it is follows from its length alone, as its
   * first byte can be anything.
   */
  Optional<byte[]> hwId() throws EvidenceException {
    Optional<byte[]> value = value(HW_ID);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    byte[] hwId = value.get();
    return switch (hwId.length) {
      case 64, 8 -> Optional.of(hwId);
      case 66, 10 ->
          Optional.of(new DerReader(hwId, Reason.ENDORSEMENT_KEY).last(DerReader.OCTET_STRING));
      default -> throw malformed("hwID has neither 64 bytes nor 8");
    };
  }

  private OptionalInt integer(String oid) throws EvidenceException {
    Optional<byte[]> value = value(oid);
    if (value.isEmpty()) {
      return OptionalInt.empty();
    }
    byte[] content = new DerReader(value.get(), Reason.ENDORSEMENT_KEY).last(DerReader.INTEGER);
    if (content.length == 0) {
      throw malformed("an extension holds an empty number");
    }
    BigInteger number = new BigInteger(content);
    if (!Arrays.equals(number.toByteArray(), content)
        || number.signum() < 0
        || number.bitLength() > Byte.SIZE) {
      throw malformed("an extension holds a number that is not one byte");
    }
    return OptionalInt.of(number.intValue());
  }

  private Optional<String> ia5String(String oid) throws EvidenceException {
    Optional<byte[]> value = value(oid);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    byte[] content = new DerReader(value.get(), Reason.ENDORSEMENT_KEY).last(DerReader.IA5_STRING);
    for (byte character : content) {
      if (character < ' ' || character > '~') {
        throw malformed("an extension holds a text that is not printable ASCII");
      }
    }
    return Optional.of(new String(content, StandardCharsets.US_ASCII));
  }

  private Optional<byte[]> value(String oid) throws EvidenceException {
    byte[] octetString = certificate.getExtensionValue(oid);
    return octetString == null
        ? Optional.empty()
        : Optional.of(
            new DerReader(octetString, Reason.ENDORSEMENT_KEY).last(DerReader.OCTET_STRING));
  }

  private static EvidenceException malformed(String message) {
    return new EvidenceException(Reason.ENDORSEMENT_KEY, message);
  }
}
