package org.elastictee.sev.kds;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.elastictee.sev.attest.KeyInfo.SigningKey;
import org.elastictee.sev.attest.Product;
import org.elastictee.sev.attest.TcbVersion;

/**
 * Certificates and revocation lists of the shape of AMD's, made here byte by byte. Their signatures
 * are no signatures: nothing in this package verifies one.
 */
final class MadeCertificates {
  static final Instant NOT_BEFORE = FakeTime.START.minus(Duration.ofDays(1));
  static final Instant NOT_AFTER = FakeTime.START.plus(Duration.ofDays(365));
  static final byte[] P384 = publicKey("EC", "secp384r1");
  static final byte[] P256 = publicKey("EC", "secp256r1");
  static final byte[] RSA = publicKey("RSA", null);

  private static final byte[] ALGORITHM = HexFormat.of().parseHex("300a06082a8648ce3d040303");
  private static final byte[] HWID_OID = HexFormat.of().parseHex("06092b060104019c780104");
  private static final byte[] SPL_OID = HexFormat.of().parseHex("060a2b060104019c78010300");
  private static final byte[] STRUCT_VERSION_OID =
      HexFormat.of().parseHex("06092b060104019c780101");
  private static final byte[] PRODUCT_NAME_OID = HexFormat.of().parseHex("06092b060104019c780102");

  private MadeCertificates() {}

  /** Returns the VCEK of a chip whose identifier is {@link #chipId}, at this TCB. */
  static byte[] vcek(Product product, TcbVersion tcb) {
    return vcek(product, tcb, P384, NOT_AFTER);
  }

  static byte[] vcek(Product product, TcbVersion tcb, byte[] key, Instant notAfter) {
    byte[] hwid = HexFormat.of().parseHex(hwidHex(product));
    return certificate(
        "SEV-VCEK",
        product.authorityName(SigningKey.VCEK),
        key,
        notAfter,
        leafExtensions(product, hwid, tcb));
  }

  /** Returns 64 bytes, of which as many are not zero as the product's chips have. */
  static byte[] chipId(Product product) {
    byte[] chipId = new byte[KeyServer.CHIP_ID_BYTES];
    byte[] hwid = HexFormat.of().parseHex(hwidHex(product));
    System.arraycopy(hwid, 0, chipId, 0, hwid.length);
    return chipId;
  }

  static String hwidHex(Product product) {
    return "0123456789abcdef".repeat(product == Product.TURIN ? 1 : 8);
  }

  static byte[] chain(Product product, SigningKey key) {
    return pem(intermediate(product, key), root(product));
  }

  static byte[] intermediate(Product product, SigningKey key) {
    return certificate(product.authorityName(key), product.rootName(), RSA, NOT_AFTER);
  }

  static byte[] root(Product product) {
    return certificate(product.rootName(), product.rootName(), RSA, NOT_AFTER);
  }

  static byte[] pem(byte[]... certificates) {
    StringBuilder text = new StringBuilder();
    for (byte[] certificate : certificates) {
      text.append("-----BEGIN CERTIFICATE-----\n")
          .append(Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate))
          .append("\n-----END CERTIFICATE-----\n");
    }
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  static byte[] certificate(
      String subject, String issuer, byte[] key, Instant notAfter, byte[]... extensions) {
    byte[] all = sequence(extensions);
    byte[] signed =
        sequence(
            tlv(0xA0, tlv(0x02, new byte[] {2})),
            tlv(0x02, new byte[] {0}),
            ALGORITHM,
            name(issuer).getEncoded(),
            sequence(time(NOT_BEFORE), time(notAfter)),
            name(subject).getEncoded(),
            key,
            extensions.length == 0 ? new byte[0] : tlv(0xA3, all));
    return sequence(signed, ALGORITHM, tlv(0x03, new byte[97]));
  }

  static byte[] crl(String issuer, Instant nextUpdate) {
    byte[] signed =
        sequence(
            tlv(0x02, new byte[] {1}),
            ALGORITHM,
            name(issuer).getEncoded(),
            time(NOT_BEFORE),
            nextUpdate == null ? new byte[0] : time(nextUpdate));
    return sequence(signed, ALGORITHM, tlv(0x03, new byte[97]));
  }

  /** Returns hwID, the levels of boot loader, TEE, SNP and microcode, others, and fmcSPL last. */
  static byte[][] leafExtensions(Product product, byte[] hwid, TcbVersion tcb) {
    boolean turin = product == Product.TURIN;
    List<byte[]> extensions = new ArrayList<>();
    extensions.add(hwidExtension(hwid));
    int[] arcs = turin ? new int[] {1, 2, 3, 8, 5, 6, 7, 9} : new int[] {1, 2, 3, 8, 4, 5, 6, 7};
    int[] positions =
        turin ? new int[] {1, 2, 3, 7, 4, 5, 6, 0} : new int[] {0, 1, 6, 7, 2, 3, 4, 5};
    for (int i = 0; i < arcs.length; i++) {
      extensions.add(splExtension(arcs[i], (int) (tcb.raw() >>> (8 * positions[i])) & 0xFF));
    }
    byte[] structVersion = {(byte) (turin ? 1 : 0)};
    byte[] productName = (product.productName() + "-B0").getBytes(StandardCharsets.US_ASCII);
    extensions.add(5, sequence(STRUCT_VERSION_OID, tlv(0x04, tlv(0x02, structVersion))));
    extensions.add(6, sequence(PRODUCT_NAME_OID, tlv(0x04, tlv(0x16, productName))));
    return extensions.toArray(byte[][]::new);
  }

  static byte[] hwidExtension(byte[] value) {
    return sequence(HWID_OID, tlv(0x04, value));
  }

  static byte[] splExtension(int arc, int value) {
    byte[] oid = SPL_OID.clone();
    oid[oid.length - 1] = (byte) arc;
    byte[] number = value < 0x80 ? new byte[] {(byte) value} : new byte[] {0, (byte) value};
    return sequence(oid, tlv(0x04, tlv(0x02, number)));
  }

  /** Returns the name of one of AMD's, all of which differ in their common name only. */
  private static X500Principal name(String commonName) {
    return new X500Principal(
        "CN=" + commonName + ",O=Advanced Micro Devices,ST=CA,L=Santa Clara,C=US,OU=Engineering");
  }

  private static byte[] time(Instant instant) {
    String text =
        DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC).format(instant);
    return tlv(0x17, text.getBytes(StandardCharsets.US_ASCII));
  }

  static byte[] sequence(byte[]... parts) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      content.writeBytes(part);
    }
    return tlv(0x30, content.toByteArray());
  }

  static byte[] tlv(int tag, byte[] value) {
    ByteArrayOutputStream encoded = new ByteArrayOutputStream();
    encoded.write(tag);
    if (value.length < 0x80) {
      encoded.write(value.length);
    } else if (value.length < 0x100) {
      encoded.write(0x81);
      encoded.write(value.length);
    } else {
      encoded.write(0x82);
      encoded.write(value.length >>> 8);
      encoded.write(value.length);
    }
    encoded.writeBytes(value);
    return encoded.toByteArray();
  }

  private static byte[] publicKey(String algorithm, String curve) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      if (curve == null) {
        generator.initialize(2048);
      } else {
        generator.initialize(new ECGenParameterSpec(curve));
      }
      return generator.generateKeyPair().getPublic().getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
