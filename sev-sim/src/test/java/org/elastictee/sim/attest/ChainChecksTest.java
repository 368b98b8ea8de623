package org.elastictee.sim.attest;

import static org.elastictee.sev.attest.verify.Check.AUTHORITIES;
import static org.elastictee.sev.attest.verify.Check.CHIP_ID;
import static org.elastictee.sev.attest.verify.Check.ENDORSEMENT_IDENTITY;
import static org.elastictee.sev.attest.verify.Check.ENDORSEMENT_KEY;
import static org.elastictee.sev.attest.verify.Check.ENDORSEMENT_TCB;
import static org.elastictee.sev.attest.verify.Check.PRODUCT;
import static org.elastictee.sev.attest.verify.Check.REVOCATION;
import static org.elastictee.sev.attest.verify.Check.TRUST_ANCHOR;
import static org.elastictee.sim.attest.OneThingWrong.assertExactlyThisFails;
import static org.elastictee.sim.attest.OneThingWrong.filled;
import static org.elastictee.sim.attest.OneThingWrong.policy;
import static org.elastictee.sim.attest.OneThingWrong.report;
import static org.elastictee.sim.attest.OneThingWrong.row;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Object;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.elastictee.sev.attest.verify.Check;
import org.elastictee.sev.attest.verify.CrlMode;
import org.elastictee.sim.attest.OneThingWrong.Wrong;
import org.elastictee.sim.firmware.Product;
import org.elastictee.sim.pki.AmdOids;
import org.elastictee.sim.pki.CaRole;
import org.elastictee.sim.pki.CertificateTemplate;
import org.elastictee.sim.pki.TestCertificateAuthority;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks 3 to 10: each names what is wrong with the certificates, and no other does. */
class ChainChecksTest {
  private static byte[] der(ASN1Object object) {
    try {
      return object.getEncoded("DER");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Instant now() {
    return Instant.now();
  }

  private static byte[] number(int value) {
    return der(new ASN1Integer(value));
  }

  private static byte[] text(String value) {
    return der(new DERIA5String(value));
  }

  private static CertificateTemplate expired(CertificateTemplate template) {
    return template.validity(now().minus(Duration.ofDays(9)), now().minus(Duration.ofDays(1)));
  }

  private static CertificateTemplate future(CertificateTemplate template) {
    return template.validity(now().plus(Duration.ofDays(1)), now().plus(Duration.ofDays(9)));
  }

  static Stream<Arguments> authorities() {
    return Stream.of(
        report(PRODUCT, "family 1B", r -> r.put(0x188, (byte) 0x1B)),
        report(PRODUCT, "model 20", r -> r.put(0x189, (byte) 0x20)),
        row(
            PRODUCT,
            "version 2 and an issuer without a product",
            () ->
                Forgery.genoa()
                    .report(r -> r.putInt(0, 2).put(0x188, new byte[3]))
                    .leaf(t -> t.issuer(CertificateTemplate.amdName("SEV-Naples")))),
        report(TRUST_ANCHOR, "Venice", r -> r.put(0x188, (byte) 0x1A).put(0x189, (byte) 0x50)),
        row(TRUST_ANCHOR, "no ARK", () -> Forgery.genoa().root(new byte[0])),
        row(TRUST_ANCHOR, "another ARK", () -> Forgery.genoa().root(impostor().ark().getEncoded())),
        row(AUTHORITIES, "no ASK", () -> Forgery.genoa().intermediate(new byte[0])),
        row(
            AUTHORITIES,
            "ASK is no certificate",
            () -> Forgery.genoa().intermediate(filled(9, 48))),
        row(
            AUTHORITIES,
            "ASK of another ARK",
            () -> Forgery.genoa().intermediate(impostor().ask().getEncoded())),
        row(
            AUTHORITIES,
            "ASK expired",
            () -> Forgery.genoa().intermediate(ChainChecksTest::expired)),
        row(
            AUTHORITIES,
            "ASK to come",
            () -> Forgery.genoa().intermediate(ChainChecksTest::future)),
        row(
            AUTHORITIES,
            "ASK is no authority",
            () -> Forgery.genoa().intermediate(t -> t.without(Extension.basicConstraints))),
        row(
            AUTHORITIES,
            "ASK may have authorities below it",
            () ->
                Forgery.genoa()
                    .intermediate(
                        t ->
                            t.replacing(
                                Extension.basicConstraints, der(new BasicConstraints(true))))),
        row(
            AUTHORITIES,
            "ASK may not sign certificates",
            () ->
                Forgery.genoa()
                    .intermediate(
                        t -> t.replacing(Extension.keyUsage, der(new KeyUsage(KeyUsage.cRLSign))))),
        row(
            AUTHORITIES,
            "ASK names no revocation lists",
            () -> Forgery.genoa().intermediate(t -> t.without(Extension.cRLDistributionPoints))),
        row(
            AUTHORITIES,
            "ASK with an unknown critical extension",
            () ->
                Forgery.genoa()
                    .intermediate(
                        t -> t.with(new ASN1ObjectIdentifier("1.2.3.4"), true, new byte[2]))),
        row(
            AUTHORITIES,
            "the ASVK where a VCEK signs",
            () -> {
              Forgery forgery = Forgery.genoa();
              return forgery.intermediate(forgery.authority().asvk().getEncoded());
            }),
        row(
            AUTHORITIES,
            "ARK expired",
            () -> Forgery.genoa().trustedRoot(ChainChecksTest::expired)),
        row(
            AUTHORITIES,
            "ARK may not sign revocation lists",
            () ->
                Forgery.genoa()
                    .trustedRoot(
                        t ->
                            t.replacing(
                                Extension.keyUsage, der(new KeyUsage(KeyUsage.keyCertSign))))),
        row(
            AUTHORITIES,
            "ARK names no revocation lists",
            () -> Forgery.genoa().trustedRoot(t -> t.without(Extension.cRLDistributionPoints))));
  }

  private static TestCertificateAuthority impostor() {
    return Impostor.AUTHORITY;
  }

  /** Another authority with the same names; its keys take seconds to make. */
  private static final class Impostor {
    static final TestCertificateAuthority AUTHORITY =
        TestCertificateAuthority.create(Product.GENOA);
  }

  private static Arguments leaf(
      Check check, String what, UnaryOperator<CertificateTemplate> change) {
    return row(check, what, () -> Forgery.genoa().leaf(change));
  }

  static Stream<Arguments> endorsement() {
    return Stream.of(
        row(ENDORSEMENT_KEY, "no VCEK", () -> Forgery.genoa().leaf(new byte[0])),
        row(ENDORSEMENT_KEY, "VCEK is no certificate", () -> Forgery.genoa().leaf(filled(9, 48))),
        row(ENDORSEMENT_KEY, "signed by the ARK", () -> Forgery.genoa().leaf(t -> t, CaRole.ARK)),
        row(
            ENDORSEMENT_KEY,
            "a VLEK where a VCEK signs",
            () -> Forgery.genoa().leaf(t -> t.subject(CertificateTemplate.amdName("SEV-VLEK")))),
        leaf(ENDORSEMENT_KEY, "expired", ChainChecksTest::expired),
        leaf(ENDORSEMENT_KEY, "to come", ChainChecksTest::future),
        leaf(
            ENDORSEMENT_KEY,
            "another issuer",
            t -> t.issuer(CertificateTemplate.amdName("SEV-Milan"))),
        leaf(
            ENDORSEMENT_KEY,
            "an unknown extension",
            t -> t.with(new ASN1ObjectIdentifier("1.3.6.1.4.1.3704.1.6"), false, number(0))),
        leaf(ENDORSEMENT_KEY, "hwID twice", t -> t.with(AmdOids.HW_ID, false, new byte[64])),
        leaf(ENDORSEMENT_KEY, "hwID of 32 bytes", t -> t.replacing(AmdOids.HW_ID, new byte[32])),
        leaf(ENDORSEMENT_KEY, "blSPL of 256", t -> t.replacing(AmdOids.BL_SPL, number(256))),
        leaf(ENDORSEMENT_KEY, "blSPL of -1", t -> t.replacing(AmdOids.BL_SPL, number(-1))),
        leaf(
            ENDORSEMENT_IDENTITY,
            "of Milan",
            t -> t.replacing(AmdOids.PRODUCT_NAME, text("Milan"))),
        leaf(
            ENDORSEMENT_IDENTITY,
            "of a product beside Genoa",
            t -> t.replacing(AmdOids.PRODUCT_NAME, text("GenoaX"))),
        leaf(ENDORSEMENT_IDENTITY, "no product", t -> t.without(AmdOids.PRODUCT_NAME)),
        leaf(
            ENDORSEMENT_IDENTITY,
            "structVersion of Turin",
            t -> t.replacing(AmdOids.STRUCT_VERSION, number(1))),
        leaf(ENDORSEMENT_IDENTITY, "no structVersion", t -> t.without(AmdOids.STRUCT_VERSION)),
        leaf(ENDORSEMENT_IDENTITY, "no hwID", t -> t.without(AmdOids.HW_ID)),
        leaf(
            ENDORSEMENT_IDENTITY,
            "a cspID beside hwID",
            t -> t.with(AmdOids.CSP_ID, false, text("CN=cc-simulated"))),
        row(
            ENDORSEMENT_IDENTITY,
            "a VLEK without cspID",
            () -> Forgery.genoaVlek().leaf(t -> t.without(AmdOids.CSP_ID))),
        row(
            ENDORSEMENT_IDENTITY,
            "another cloud",
            () -> Forgery.genoaVlek().policy(p -> p.cspId("CN=another"))),
        policy(ENDORSEMENT_IDENTITY, "a VCEK for a cloud", p -> p.cspId("CN=cc-simulated")),
        leaf(ENDORSEMENT_TCB, "another ucodeSPL", t -> t.replacing(AmdOids.UCODE_SPL, number(1))),
        leaf(ENDORSEMENT_TCB, "no teeSPL", t -> t.without(AmdOids.TEE_SPL)),
        leaf(ENDORSEMENT_TCB, "fmcSPL", t -> t.with(AmdOids.FMC_SPL, false, number(0))),
        leaf(
            ENDORSEMENT_TCB,
            "a reserved level",
            t -> t.replacing(new ASN1ObjectIdentifier("1.3.6.1.4.1.3704.1.3.5"), number(1))),
        leaf(CHIP_ID, "another hwID", t -> t.replacing(AmdOids.HW_ID, filled(64, 9))),
        report(CHIP_ID, "another CHIP_ID", r -> r.put(0x1A0, (byte) 9)),
        report(CHIP_ID, "CHIP_ID is masked", r -> r.put(0x1A0, new byte[64])));
  }

  static Stream<Arguments> revocation() {
    Instant yesterday = now().minus(Duration.ofDays(1));
    Instant tomorrow = now().plus(Duration.ofDays(1));
    BigInteger ask = BigInteger.valueOf(0x20002);
    BigInteger asvk = BigInteger.valueOf(0x20101);
    return Stream.of(
        policy(REVOCATION, "required and none", p -> p.crlMode(CrlMode.REQUIRED)),
        row(REVOCATION, "ASK revoked", () -> Forgery.genoa().revoked(ask)),
        row(REVOCATION, "ASVK revoked", () -> Forgery.genoaVlek().revoked(asvk)),
        row(REVOCATION, "ARK revoked", () -> Forgery.genoa().revoked(BigInteger.valueOf(0x20000))),
        row(REVOCATION, "no list at all", () -> Forgery.genoa().crl(filled(9, 48))),
        row(REVOCATION, "out of date", () -> crl(now().minus(Duration.ofDays(9)), yesterday)),
        row(REVOCATION, "to come", () -> crl(tomorrow, now().plus(Duration.ofDays(9)))),
        row(REVOCATION, "of another ARK", () -> Forgery.genoa().crl(impostor().crl(Set.of()))));
  }

  private static Forgery crl(Instant thisUpdate, Instant nextUpdate) throws Exception {
    Forgery forgery = Forgery.genoa();
    return forgery.crl(forgery.authority().crl(Set.of(), thisUpdate, nextUpdate));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource({"authorities", "endorsement", "revocation"})
  void exactlyTheCheckThatIsWrongIsNamed(Check check, String what, Wrong wrong) throws Exception {
    assertExactlyThisFails(check, what, wrong);
  }
}
