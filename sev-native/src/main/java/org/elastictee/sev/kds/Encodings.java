package org.elastictee.sev.kds;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.ProviderException;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.security.auth.x500.X500Principal;

/**
 * DER and PEM as the key server sends them, with nothing before or after. The JDK's own parser
 * would take either, and ignore what follows.
 */
final class Encodings {
  private static final Pattern PEM =
      Pattern.compile(
          "-----BEGIN CERTIFICATE-----\r?\n([A-Za-z0-9+/=\r\n]++)-----END CERTIFICATE-----\\s*+");
  private static final int SEQUENCE = 0x30;
  private static final int SHORT_LENGTH = 0x7F;
  private static final int INDEFINITE_LENGTH = 0x80;

  /** Tag, number of length bytes, and up to three of them. */
  private static final int MAX_HEADER_BYTES = 5;

  private Encodings() {}

  /** Reads one certificate in DER. */
  static X509Certificate certificate(byte[] der) throws BadContentException {
    requireOneSequence(der);
    try {
      return (X509Certificate) factory().generateCertificate(new ByteArrayInputStream(der));
    } catch (CertificateException e) {
      throw new BadContentException("not an X.509 certificate", e);
    }
  }

  /** Reads one revocation list in DER. */
  static X509CRL crl(byte[] der) throws BadContentException {
    requireOneSequence(der);
    try {
      return (X509CRL) factory().generateCRL(new ByteArrayInputStream(der));
    } catch (CRLException e) {
      throw new BadContentException("not an X.509 certificate revocation list", e);
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

  /** Returns the name of one of AMD's, all of which differ in their common name only. */
  static X500Principal amd(String commonName) {
    return new X500Principal(
        "CN=" + commonName + ",O=Advanced Micro Devices,ST=CA,L=Santa Clara,C=US,OU=Engineering");
  }

  private static byte[] base64(String text) throws BadContentException {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new BadContentException("not base64 within PEM", e);
    }
  }

  /** Checks the bytes to be a SEQUENCE, of definite length, which is exactly that of the rest. */
  private static void requireOneSequence(byte[] der) throws BadContentException {
    if (der.length < 2 || der[0] != SEQUENCE) {
      throw new BadContentException("not DER");
    }
    int length = der[1] & 0xFF;
    int header = 2;
    if (length > SHORT_LENGTH) {
      header += length - INDEFINITE_LENGTH;
      if (header == 2 || header > MAX_HEADER_BYTES || header > der.length) {
        throw new BadContentException("not DER, or cut short");
      }
      length = new BigInteger(1, der, 2, header - 2).intValue();
    }
    if (length != der.length - header) {
      throw new BadContentException("the DER is cut short, or something follows it");
    }
  }

  /** The JDK's own by name: another's in first position may read these encodings differently. */
  private static CertificateFactory factory() {
    try {
      return CertificateFactory.getInstance("X.509", "SUN");
    } catch (GeneralSecurityException e) {
      throw new ProviderException("the JDK has no X.509 certificate factory", e);
    }
  }
}
