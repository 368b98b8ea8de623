package org.elastictee.sev.kds;

import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import org.elastictee.sev.attest.TcbComponent;
import org.elastictee.sev.attest.TcbVersion;

/**
 * The certificate of a chip's key at a TCB: document 57230, chapters 3 and 4.
 *
 * <p>The certificate is checked to be for what was asked, so that no other one is kept in the cache
 * in its place.
 */
final class VcekResource implements Resource {
  private static final int MAX_BYTES = 16 * 1024;
  private static final String COMMON_NAME = "SEV-VCEK";
  private static final String SPL = "1.3.6.1.4.1.3704.1.3.";
  private static final String HWID = "1.3.6.1.4.1.3704.1.4";
  private static final int INTEGER = 0x02;
  private static final int OCTET_STRING = 0x04;

  /** SubjectPublicKeyInfo of an uncompressed point of P-384, up to the point: RFC 5480. */
  private static final byte[] P384_PREFIX =
      HexFormat.of().parseHex("3076301006072a8648ce3d020106052b8104002203620004");

  private static final int P384_BYTES = 120;

  private final ProductName product;
  private final byte[] hwid;
  private final TcbVersion tcb;

  VcekResource(ProductName product, byte[] hwid, TcbVersion tcb) {
    this.product = product;
    this.hwid = hwid;
    this.tcb = tcb;
  }

  @Override
  public String path() {
    StringJoiner query = new StringJoiner("&");
    for (TcbComponent component : product.components()) {
      query.add(String.format(Locale.ROOT, "%s=%02d", parameter(component), value(component)));
    }
    return "/vcek/v1/" + product.word() + "/" + HexFormat.of().formatHex(hwid) + "?" + query;
  }

  @Override
  public String name() {
    return String.format(
        Locale.ROOT, "vcek-%s-%s-%016x", product.word(), HexFormat.of().formatHex(hwid), tcb.raw());
  }

  @Override
  public int maxBytes() {
    return MAX_BYTES;
  }

  @Override
  public Parsed parse(byte[] content) throws BadContentException {
    X509Certificate certificate = Encodings.certificate(content);
    if (!certificate.getSubjectX500Principal().equals(Encodings.amd(COMMON_NAME))
        || !certificate
            .getIssuerX500Principal()
            .equals(Encodings.amd(KeyKind.VCEK.issuer(product)))) {
      throw new BadContentException("not a VCEK certificate of " + product.word());
    }
    byte[] key = certificate.getPublicKey().getEncoded();
    if (key.length != P384_BYTES
        || !Arrays.equals(key, 0, P384_PREFIX.length, P384_PREFIX, 0, P384_PREFIX.length)) {
      throw new BadContentException("the key of the certificate is not an EC key on P-384");
    }
    requireHwid(certificate);
    for (TcbComponent component : product.components()) {
      requireSpl(certificate, component);
    }
    return new Parsed(List.of(content), certificate.getNotAfter().toInstant());
  }

  /** The bytes stand alone in the extension, or in some certificates in an OCTET STRING of it. */
  private void requireHwid(X509Certificate certificate) throws BadContentException {
    byte[] extension = certificate.getExtensionValue(HWID);
    byte[] plain = tlv(OCTET_STRING, hwid);
    if (!Arrays.equals(extension, plain) && !Arrays.equals(extension, tlv(OCTET_STRING, plain))) {
      throw new BadContentException("the certificate is that of another chip");
    }
  }

  private void requireSpl(X509Certificate certificate, TcbComponent component)
      throws BadContentException {
    int value = value(component);
    byte[] number = value < 0x80 ? new byte[] {(byte) value} : new byte[] {0, (byte) value};
    byte[] extension = certificate.getExtensionValue(SPL + arc(component));
    if (!Arrays.equals(extension, tlv(OCTET_STRING, tlv(INTEGER, number)))) {
      throw new BadContentException("the certificate is for another TCB");
    }
  }

  private int value(TcbComponent component) {
    return tcb.component(component).orElseThrow();
  }

  private static String parameter(TcbComponent component) {
    return switch (component) {
      case FMC -> "fmcSPL";
      case BOOT_LOADER -> "blSPL";
      case TEE -> "teeSPL";
      case SNP -> "snpSPL";
      case MICROCODE -> "ucodeSPL";
    };
  }

  private static int arc(TcbComponent component) {
    return switch (component) {
      case BOOT_LOADER -> 1;
      case TEE -> 2;
      case SNP -> 3;
      case MICROCODE -> 8;
      case FMC -> 9;
    };
  }

  /** Encodes up to 127 bytes in DER. */
  private static byte[] tlv(int tag, byte[] value) {
    byte[] encoded = new byte[2 + value.length];
    encoded[0] = (byte) tag;
    encoded[1] = (byte) value.length;
    System.arraycopy(value, 0, encoded, 2, value.length);
    return encoded;
  }
}
