package org.elastictee.sev.kds;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.elastictee.sev.attest.AmdCertificate;
import org.elastictee.sev.attest.AmdCrl;
import org.elastictee.sev.attest.EvidenceException;

/** DER and PEM as the key server sends them, with nothing before or after. */
final class Encodings {
  /** The server sends no text between certificates, which evidence from elsewhere may have. */
  private static final Pattern PEM =
      Pattern.compile(
          "-----BEGIN CERTIFICATE-----\r?\n([A-Za-z0-9+/=\r\n]++)-----END CERTIFICATE-----\\s*+");

  private Encodings() {}

  /** Reads one certificate in DER. */
  static AmdCertificate certificate(byte[] der) throws BadContentException {
    try {
      return AmdCertificate.ofDer(der);
    } catch (EvidenceException e) {
      throw BadContentException.of(e);
    }
  }

  /** Reads one revocation list in DER. */
  static AmdCrl crl(byte[] der) throws BadContentException {
    try {
      return AmdCrl.ofDer(der);
    } catch (EvidenceException e) {
      throw BadContentException.of(e);
    }
  }

  /** Takes the certificates out of a PEM text, each in DER. */
  static List<byte[]> pemCertificates(byte[] pem) throws BadContentException {
    Matcher matcher = PEM.matcher(new String(pem, StandardCharsets.ISO_8859_1));
    List<byte[]> certificates = new ArrayList<>();
    int end = 0;
    while (matcher.find(end) && matcher.start() == end) {
      certificates.add(base64(matcher.group(1).replaceAll("[\r\n]", "")));
      end = matcher.end();
    }
    if (end != pem.length) {
      throw new BadContentException("not PEM certificates and nothing else");
    }
    return certificates;
  }

  private static byte[] base64(String text) throws BadContentException {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new BadContentException("not base64 within PEM", e);
    }
  }
}
