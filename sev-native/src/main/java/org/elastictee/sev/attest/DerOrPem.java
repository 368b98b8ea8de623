package org.elastictee.sev.attest;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.elastictee.sev.attest.EvidenceException.Reason;

/**
 * Tells certificates and revocation lists in DER from those in PEM (RFC 7468): one in DER, or any
 * number in PEM, with text between them or without.
 */
public final class DerOrPem {
  private static final int DER_SEQUENCE = 0x30;
  private static final String BEGIN = "-----BEGIN ";
  private static final String END = "-----END ";
  private static final String DASHES = "-----";
  private static final List<String> LABELS = List.of("CERTIFICATE", "X509 CRL");

  private DerOrPem() {}

  /**
   * Returns each object in DER; what they hold is not looked at.
   *
   * @param bytes begin with a SEQUENCE, or are PEM
   * @throws EvidenceException with {@link Reason#CERTIFICATE} if there is none, or one in PEM has
   *     another label than {@code CERTIFICATE} or {@code X509 CRL}, does not end, or is not Base64
   */
  public static List<byte[]> split(byte[] bytes) throws EvidenceException {
    return bytes.length > 0 && bytes[0] == DER_SEQUENCE
        ? List.of(bytes.clone())
        : splitPem(new String(bytes, StandardCharsets.ISO_8859_1));
  }

  private static List<byte[]> splitPem(String text) throws EvidenceException {
    List<byte[]> objects = new ArrayList<>();
    int begin = text.indexOf(BEGIN);
    while (begin >= 0) {
      int labelEnd = text.indexOf(DASHES, begin + BEGIN.length());
      String label = labelEnd < 0 ? "" : text.substring(begin + BEGIN.length(), labelEnd);
      if (!LABELS.contains(label)) {
        throw malformed("PEM with a label that is neither CERTIFICATE nor X509 CRL");
      }
      int end = text.indexOf(END + label + DASHES, labelEnd + DASHES.length());
      if (end < 0) {
        throw malformed("PEM that does not end");
      }
      objects.add(base64(text.substring(labelEnd + DASHES.length(), end)));
      begin = text.indexOf(BEGIN, end);
    }
    if (objects.isEmpty()) {
      throw malformed("neither DER nor PEM");
    }
    return objects;
  }

  private static byte[] base64(String text) throws EvidenceException {
    try {
      return Base64.getDecoder().decode(text.replaceAll("\\s", ""));
    } catch (IllegalArgumentException e) {
      throw new EvidenceException(Reason.CERTIFICATE, "PEM that is not Base64", e);
    }
  }

  private static EvidenceException malformed(String message) {
    return new EvidenceException(Reason.CERTIFICATE, message);
  }
}
