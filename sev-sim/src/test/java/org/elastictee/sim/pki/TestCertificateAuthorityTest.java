package org.elastictee.sim.pki;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.SignatureException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.x509.Extension;
import org.elastictee.sim.firmware.Chip;
import org.elastictee.sim.firmware.EndorsementKey;
import org.elastictee.sim.firmware.Product;
import org.elastictee.sim.firmware.Vlek;
import org.junit.jupiter.api.Test;

class TestCertificateAuthorityTest {
  private static final TestCertificateAuthority AUTHORITY =
      TestCertificateAuthority.shared(Product.MILAN);
  private static final EndorsementKey VCEK = vcek("default", 4);
  private static final String HW_ID = "1.3.6.1.4.1.3704.1.4";

  private static EndorsementKey vcek(String chip, long tcb) {
    return EndorsementKey.vcek(Chip.named(Product.MILAN, chip), Product.MILAN.tcb(tcb));
  }

  private static X509Certificate parse(byte[] der) throws Exception {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
  }

  private static void validate(X509Certificate anchor, X509Certificate... path) throws Exception {
    PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(anchor, null)));
    parameters.setRevocationEnabled(false);
    CertPathValidator.getInstance("PKIX")
        .validate(
            CertificateFactory.getInstance("X.509").generateCertPath(Arrays.asList(path)),
            parameters);
  }

  @Test
  void theChainOfAVcekValidates() throws Exception {
    validate(AUTHORITY.ark(), AUTHORITY.certify(VCEK), AUTHORITY.ask());
    AUTHORITY.ark().verify(AUTHORITY.ark().getPublicKey());
  }

  @Test
  void theChainOfAVlekValidates() throws Exception {
    EndorsementKey vlek =
        EndorsementKey.vlek(Vlek.of("CN=cloud.example"), Product.MILAN, Product.MILAN.tcb(4));
    X509Certificate certificate = AUTHORITY.certify(vlek);
    validate(AUTHORITY.ark(), certificate, AUTHORITY.asvk());
    assertNull(certificate.getExtensionValue(HW_ID));
    assertThrows(
        CertPathValidatorException.class,
        () -> validate(AUTHORITY.ark(), certificate, AUTHORITY.ask()));
  }

  @Test
  void aTurinChainValidatesToo() throws Exception {
    TestCertificateAuthority turin = TestCertificateAuthority.shared(Product.TURIN);
    EndorsementKey key =
        EndorsementKey.vcek(Chip.named(Product.TURIN, "default"), Product.TURIN.tcb(4));
    validate(turin.ark(), turin.certify(key), turin.ask());
  }

  @Test
  void theSameKeyHasTheSameCertificate() {
    assertSame(AUTHORITY.certify(VCEK), AUTHORITY.certify(vcek("default", 4)));
    assertNotEquals(AUTHORITY.certify(VCEK), AUTHORITY.certify(vcek("default", 5)));
    assertNotEquals(AUTHORITY.certify(VCEK), AUTHORITY.certify(vcek("other", 4)));
    assertEquals(VCEK.publicKey(), AUTHORITY.certify(VCEK).getPublicKey());
  }

  @Test
  void thereIsOneAuthorityForAProductAndAnyNumberOfImpostors() throws Exception {
    assertSame(AUTHORITY, TestCertificateAuthority.shared(Product.MILAN));
    TestCertificateAuthority impostor = TestCertificateAuthority.create(Product.MILAN);
    X509Certificate ark = impostor.ark();
    assertEquals(AUTHORITY.ark().getSubjectX500Principal(), ark.getSubjectX500Principal());
    assertEquals(AUTHORITY.ark().getSerialNumber(), ark.getSerialNumber());
    assertThrows(SignatureException.class, () -> AUTHORITY.ask().verify(ark.getPublicKey()));
  }

  @Test
  void aKeyOfAnotherProductIsNotCertified() {
    EndorsementKey genoa =
        EndorsementKey.vcek(Chip.named(Product.GENOA, "default"), Product.GENOA.tcb(4));
    assertThrows(IllegalArgumentException.class, () -> AUTHORITY.certify(genoa));
    assertThrows(IllegalArgumentException.class, () -> AUTHORITY.template(genoa));
  }

  @Test
  void theRootRevokesAnAuthority() throws Exception {
    X509CRL none = crl(AUTHORITY.crl(Set.of()));
    none.verify(AUTHORITY.ark().getPublicKey());
    assertNull(none.getRevokedCertificate(AUTHORITY.ask()));
    X509CRL revoked = crl(AUTHORITY.crl(Set.of(AUTHORITY.ask().getSerialNumber())));
    revoked.verify(AUTHORITY.ark().getPublicKey());
    assertEquals(AUTHORITY.ark().getSubjectX500Principal(), revoked.getIssuerX500Principal());
    assertNotNull(revoked.getRevokedCertificate(AUTHORITY.ask()));
    assertNull(revoked.getRevokedCertificate(BigInteger.TEN));
  }

  @Test
  void aRevocationListIsOfTheTimeThatItIsAskedFor() throws Exception {
    Instant from = Instant.parse("2024-01-01T00:00:00Z");
    Instant to = Instant.parse("2024-02-01T00:00:00Z");
    X509CRL list = crl(AUTHORITY.crl(Set.of(), from, to));
    assertEquals(from, list.getThisUpdate().toInstant());
    assertEquals(to, list.getNextUpdate().toInstant());
  }

  private static X509CRL crl(byte[] der) throws Exception {
    return (X509CRL)
        CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(der));
  }

  @Test
  void anExtensionCanBeMissing() throws Exception {
    X509Certificate deviant =
        issued(AUTHORITY.template(VCEK).without(AmdOids.HW_ID).without(AmdOids.SNP_SPL));
    assertNull(deviant.getExtensionValue(HW_ID));
    assertNull(deviant.getExtensionValue("1.3.6.1.4.1.3704.1.3.3"));
    assertNotNull(deviant.getExtensionValue("1.3.6.1.4.1.3704.1.3.8"));
  }

  @Test
  void anExtensionCanComeTwice() {
    byte[] deviant =
        AUTHORITY.issue(
            AUTHORITY.template(VCEK).with(AmdOids.HW_ID, false, new byte[64]), CaRole.ASK);
    assertThrows(CertificateParsingException.class, () -> parse(deviant));
  }

  @Test
  void anExtensionCanHaveAnotherValueInItsPlace() throws Exception {
    byte[] hwId = new byte[64];
    hwId[63] = 1;
    X509Certificate deviant = issued(AUTHORITY.template(VCEK).replacing(AmdOids.HW_ID, hwId));
    byte[] value = deviant.getExtensionValue(HW_ID);
    assertEquals(66, value.length);
    assertEquals(1, value[65]);
    assertEquals(
        AUTHORITY.certify(VCEK).getNonCriticalExtensionOIDs(),
        deviant.getNonCriticalExtensionOIDs());
  }

  @Test
  void namesAndValidityCanBeOthers() throws Exception {
    X509Certificate deviant =
        issued(
            AUTHORITY
                .template(VCEK)
                .subject(CertificateTemplate.amdName("SEV-VLEK"))
                .issuer(CertificateTemplate.amdName("SEV-Genoa"))
                .serialNumber(BigInteger.TWO)
                .validity(
                    Instant.parse("2020-01-01T00:00:00Z"), Instant.parse("2021-01-01T00:00:00Z")));
    assertEquals(
        List.of("SEV-VLEK", "SEV-Genoa"),
        List.of(
            commonName(deviant.getSubjectX500Principal().getName()),
            commonName(deviant.getIssuerX500Principal().getName())));
    assertEquals(BigInteger.TWO, deviant.getSerialNumber());
    assertThrows(CertificateExpiredException.class, deviant::checkValidity);
  }

  private static String commonName(String name) {
    return name.substring(name.indexOf("CN=") + 3, name.indexOf(','));
  }

  @Test
  void anAuthoritysCertificateCanDeviateToo() throws Exception {
    X509Certificate ark =
        parse(
            AUTHORITY.issue(
                AUTHORITY.template(CaRole.ASK).without(Extension.basicConstraints), CaRole.ARK));
    assertEquals(-1, ark.getBasicConstraints());
    assertEquals(0, AUTHORITY.ask().getBasicConstraints());
  }

  private static X509Certificate issued(CertificateTemplate template) throws Exception {
    X509Certificate certificate = parse(AUTHORITY.issue(template, CaRole.ASK));
    certificate.verify(AUTHORITY.ask().getPublicKey());
    return certificate;
  }
}
