package org.elastictee.sim.pki;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.elastictee.sim.firmware.Chip;
import org.elastictee.sim.firmware.EndorsementKey;
import org.elastictee.sim.firmware.Product;
import org.elastictee.sim.firmware.Vlek;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The simulated certificates field by field beside AMD's own. */
class AmdCertificateShapeTest {
  /** Extensions that differ from certificate to certificate: their length is compared only. */
  private static final Set<ASN1ObjectIdentifier> INDIVIDUAL =
      Set.of(
          AmdOids.HW_ID,
          AmdOids.CSP_ID,
          Extension.subjectKeyIdentifier,
          Extension.authorityKeyIdentifier);

  private static Path captured(String name) {
    String folder = System.getProperty("elastic.vectors.sev");
    assumeTrue(folder != null, "elastic.vectors.sev is not set: no captured certificates");
    return Path.of(folder, name);
  }

  private static List<X509Certificate> read(Path file) throws Exception {
    List<X509Certificate> certificates = new ArrayList<>();
    CertificateFactory.getInstance("X.509")
        .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(file)))
        .forEach(certificate -> certificates.add((X509Certificate) certificate));
    return certificates;
  }

  private static void assertSameShape(X509Certificate amds, X509Certificate ours) throws Exception {
    Certificate expected = Certificate.getInstance(amds.getEncoded());
    Certificate actual = Certificate.getInstance(ours.getEncoded());
    assertEquals(expected.getVersionNumber(), actual.getVersionNumber());
    assertEquals(expected.getSerialNumber(), actual.getSerialNumber());
    assertEquals(amds.getSubjectX500Principal(), ours.getSubjectX500Principal());
    assertArrayEquals(expected.getSubject().getEncoded(), actual.getSubject().getEncoded());
    assertArrayEquals(expected.getIssuer().getEncoded(), actual.getIssuer().getEncoded());
    assertArrayEquals(
        expected.getSignatureAlgorithm().getEncoded(), actual.getSignatureAlgorithm().getEncoded());
    assertArrayEquals(
        expected.getTBSCertificate().getSignature().getEncoded(),
        actual.getTBSCertificate().getSignature().getEncoded());
    assertArrayEquals(
        expected.getSubjectPublicKeyInfo().getAlgorithm().getEncoded(),
        actual.getSubjectPublicKeyInfo().getAlgorithm().getEncoded());
    assertEquals(lifetime(amds), lifetime(ours));
    assertSameExtensions(
        expected.getTBSCertificate().getExtensions(), actual.getTBSCertificate().getExtensions());
    assertEquals(amds.getSignature().length, ours.getSignature().length);
    assertNotEquals(amds.getPublicKey(), ours.getPublicKey());
  }

  private static Period lifetime(X509Certificate certificate) {
    return Period.between(
        certificate.getNotBefore().toInstant().atZone(ZoneOffset.UTC).toLocalDate(),
        certificate.getNotAfter().toInstant().atZone(ZoneOffset.UTC).toLocalDate());
  }

  private static void assertSameExtensions(Extensions expected, Extensions actual) {
    assertArrayEquals(expected.getExtensionOIDs(), actual.getExtensionOIDs());
    for (ASN1ObjectIdentifier oid : expected.getExtensionOIDs()) {
      Extension one = expected.getExtension(oid);
      Extension other = actual.getExtension(oid);
      assertEquals(one.isCritical(), other.isCritical(), oid.getId());
      byte[] expectedValue = one.getExtnValue().getOctets();
      byte[] actualValue = other.getExtnValue().getOctets();
      if (INDIVIDUAL.contains(oid)) {
        assertEquals(expectedValue.length, actualValue.length, oid.getId());
      } else {
        assertEquals(
            HexFormat.of().formatHex(expectedValue),
            HexFormat.of().formatHex(actualValue),
            oid.getId());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "milan-v2.vcek.der,       MILAN, 7308000000000003",
    "turin.vcek.der,          TURIN, 0900000000000000"
  })
  void aVcekHasTheFormOfAmds(String file, Product product, String tcb) throws Exception {
    X509Certificate amds = read(captured(file)).get(0);
    EndorsementKey key =
        EndorsementKey.vcek(
            Chip.named(product, "default"), product.tcb(Long.parseUnsignedLong(tcb, 16)));
    assertSameShape(amds, TestCertificateAuthority.shared(product).certify(key));
  }

  @Test
  void aVlekHasTheFormOfAmds() throws Exception {
    X509Certificate amds = read(captured("milan-v3-aws-vlek.vlek.der")).get(0);
    long tcb = 0;
    for (AmdOids.Spl spl : AmdOids.spls(Product.MILAN)) {
      byte[] value = amds.getExtensionValue(spl.oid().getId());
      tcb |= (value[value.length - 1] & 0xFFL) << (8 * spl.tcbByte());
    }
    EndorsementKey key =
        EndorsementKey.vlek(
            Vlek.of("CN=cc-us-east-2.simulated.com"), Product.MILAN, Product.MILAN.tcb(tcb));
    assertSameShape(amds, TestCertificateAuthority.shared(Product.MILAN).certify(key));
  }

  @ParameterizedTest
  @CsvSource({
    "ask_ark_milan.pem,      MILAN, ASK",
    "ask_ark_milan_vlek.pem, MILAN, ASVK",
    "ask_ark_turin_vcek.pem, TURIN, ASK"
  })
  void theAuthoritiesHaveTheFormOfAmds(String file, Product product, CaRole role) throws Exception {
    List<X509Certificate> amds = read(captured(file));
    TestCertificateAuthority authority = TestCertificateAuthority.shared(product);
    assertSameShape(amds.get(0), authority.certificate(role));
    assertSameShape(amds.get(1), authority.ark());
  }

  @ParameterizedTest
  @CsvSource({
    "MILAN, ASK, 10001", "MILAN, ASVK, 10101", "MILAN, ARK, 10000",
    "GENOA, ASK, 20002", "GENOA, ASVK, 20101", "GENOA, ARK, 20000",
    "TURIN, ASK, 30001", "TURIN, ASVK, 30101", "TURIN, ARK, 30000"
  })
  void theSerialNumbersAreAmds(Product product, CaRole role, String serial) {
    assertEquals(serial, role.serialNumber(product).toString(16));
  }

  @Test
  void everySplIsTheByteOfItsComponent() throws Exception {
    EndorsementKey milan =
        EndorsementKey.vcek(
            Chip.named(Product.MILAN, "default"), Product.MILAN.tcb(0x8877_0605_0403_0201L));
    assertSpls(milan, "1=01 2=02 4=03 5=04 6=05 7=06 3=77 8=0088");
    EndorsementKey turin =
        EndorsementKey.vcek(
            Chip.named(Product.TURIN, "default"), Product.TURIN.tcb(0x8877_0605_0403_0201L));
    assertSpls(turin, "9=01 1=02 2=03 3=04 5=05 6=06 7=77 8=0088");
  }

  private static void assertSpls(EndorsementKey key, String expected) throws Exception {
    X509Certificate certificate = TestCertificateAuthority.shared(key.product()).certify(key);
    String arc = "1.3.6.1.4.1.3704.1.3.";
    List<String> spls = new ArrayList<>();
    Extensions extensions =
        Certificate.getInstance(certificate.getEncoded()).getTBSCertificate().getExtensions();
    for (ASN1ObjectIdentifier oid : extensions.getExtensionOIDs()) {
      if (oid.getId().startsWith(arc)) {
        byte[] der = extensions.getExtension(oid).getExtnValue().getOctets();
        assertEquals(2, der[0]);
        assertEquals(der.length - 2, der[1]);
        spls.add(
            oid.getId().substring(arc.length())
                + "="
                + HexFormat.of().formatHex(Arrays.copyOfRange(der, 2, der.length)));
      }
    }
    assertEquals(expected, String.join(" ", spls));
  }

  @ParameterizedTest
  @CsvSource({"MILAN, 66, 0440", "TURIN, 10, 0408"})
  void theHwIdStandsInTheExtensionAsItIs(Product product, int length, String header)
      throws Exception {
    Chip chip = Chip.named(product, "default");
    byte[] value =
        TestCertificateAuthority.shared(product)
            .certify(EndorsementKey.vcek(chip, product.tcb(0)))
            .getExtensionValue("1.3.6.1.4.1.3704.1.4");
    assertEquals(length, value.length);
    assertEquals(header, HexFormat.of().formatHex(value, 0, 2));
    assertArrayEquals(chip.hwId(), Arrays.copyOfRange(value, 2, value.length));
  }
}
