package org.elastictee.sim.attest;

import static org.elastictee.sev.attest.verify.Check.AUTHORITIES;
import static org.elastictee.sev.attest.verify.Check.BINDING;
import static org.elastictee.sev.attest.verify.Check.CHIP_ID;
import static org.elastictee.sev.attest.verify.Check.ENDORSEMENT_IDENTITY;
import static org.elastictee.sev.attest.verify.Check.ENDORSEMENT_KEY;
import static org.elastictee.sev.attest.verify.Check.ENDORSEMENT_TCB;
import static org.elastictee.sev.attest.verify.Check.FORMAT;
import static org.elastictee.sev.attest.verify.Check.GUEST_POLICY;
import static org.elastictee.sev.attest.verify.Check.GUEST_SVN;
import static org.elastictee.sev.attest.verify.Check.ID_BLOCK;
import static org.elastictee.sev.attest.verify.Check.MITIGATIONS;
import static org.elastictee.sev.attest.verify.Check.PLATFORM;
import static org.elastictee.sev.attest.verify.Check.PRODUCT;
import static org.elastictee.sev.attest.verify.Check.REPORT_FIELDS;
import static org.elastictee.sev.attest.verify.Check.REVOCATION;
import static org.elastictee.sev.attest.verify.Check.SIGNATURE;
import static org.elastictee.sev.attest.verify.Check.TCB;
import static org.elastictee.sev.attest.verify.Check.TRUST_ANCHOR;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.elastictee.sev.attest.AbiVersion;
import org.elastictee.sev.attest.FirmwareVersion;
import org.elastictee.sev.attest.GuestPolicy;
import org.elastictee.sev.attest.PlatformInfo;
import org.elastictee.sev.attest.verify.Check;
import org.elastictee.sev.attest.verify.CheckResult;
import org.elastictee.sev.attest.verify.CrlMode;
import org.elastictee.sev.attest.verify.VerificationPolicyBuilder;
import org.elastictee.sev.attest.verify.VerificationResult;
import org.elastictee.sim.firmware.LaunchParameters;
import org.elastictee.sim.firmware.PlatformFeature;
import org.elastictee.sim.firmware.Product;
import org.elastictee.sim.host.CertificateTable;
import org.elastictee.sim.pki.AmdOids;
import org.elastictee.sim.pki.CaRole;
import org.elastictee.sim.pki.CertificateTemplate;
import org.elastictee.sim.pki.TestCertificateAuthority;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Evidence in which one thing is wrong, for each of the 18 checks: exactly that check fails.
 * Everything else is signed and certified as it should be.
 */
class EachCheckTest {
  private static final org.elastictee.sev.attest.Product GENOA =
      org.elastictee.sev.attest.Product.GENOA;

  private interface Wrong {
    Forgery make() throws Exception;
  }

  private static Arguments row(Check check, String what, Wrong wrong) {
    return Arguments.of(check, what, wrong);
  }

  private static Arguments report(Check check, String what, Consumer<ByteBuffer> change) {
    return row(check, what, () -> Forgery.genoa().report(change));
  }

  private static Arguments policy(Check check, String what, Consumer<VerificationPolicyBuilder> p) {
    return row(check, what, () -> Forgery.genoa().policy(p));
  }

  private static byte[] filled(int length, int value) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  private static LaunchParameters.Builder launch() {
    return LaunchParameters.builder();
  }

  private static LaunchParameters.Builder idBlock() {
    return launch()
        .idKeyDigest(filled(48, 1))
        .authorKeyDigest(filled(48, 2))
        .familyId(filled(16, 3))
        .imageId(filled(16, 4))
        .guestSvn(7);
  }

  private static byte[] der(org.bouncycastle.asn1.ASN1Object object) {
    try {
      return object.getEncoded("DER");
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
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

  static Stream<Arguments> form() {
    UUID guid = UUID.randomUUID();
    byte[] twice = new CertificateTable().with(guid, new byte[1]).with(guid, new byte[1]).encode();
    return Stream.of(
        row(FORMAT, "a byte is missing", () -> Forgery.genoa().cutReport(1183)),
        row(FORMAT, "no report at all", () -> Forgery.genoa().cutReport(0)),
        row(FORMAT, "half an entry behind it", () -> Forgery.genoa().cutReport(1184 + 12)),
        row(FORMAT, "a GUID twice", () -> Forgery.genoa().table(twice)),
        row(FORMAT, "a table without end", () -> Forgery.genoa().table(filled(24, 1))),
        report(REPORT_FIELDS, "version 1", r -> r.putInt(0, 1)),
        report(REPORT_FIELDS, "version 6", r -> r.putInt(0, 6)),
        report(REPORT_FIELDS, "SIGNATURE_ALGO 2", r -> r.putInt(0x34, 2)),
        report(REPORT_FIELDS, "KEY_INFO, reserved bit", r -> r.putInt(0x48, 0x20)),
        report(REPORT_FIELDS, "reserved SIGNING_KEY", r -> r.putInt(0x48, 2 << 2)),
        report(REPORT_FIELDS, "not signed", r -> r.putInt(0x48, 7 << 2)),
        report(REPORT_FIELDS, "POLICY without bit 17", r -> r.putLong(8, 0x10000)),
        report(REPORT_FIELDS, "POLICY with bit 26", r -> r.putLong(8, 0x4030000)),
        report(REPORT_FIELDS, "reserved 04C", r -> r.put(0x4F, (byte) 1)),
        report(REPORT_FIELDS, "reserved 18B", r -> r.put(0x18B, (byte) 1)),
        report(REPORT_FIELDS, "reserved 19F", r -> r.put(0x19F, (byte) 1)),
        report(REPORT_FIELDS, "reserved 1EB", r -> r.put(0x1EB, (byte) 1)),
        report(REPORT_FIELDS, "reserved 1EF", r -> r.put(0x1EF, (byte) 1)),
        report(REPORT_FIELDS, "MIT vector before version 5", r -> r.put(0x1F8, (byte) 1)),
        report(REPORT_FIELDS, "reserved 29F", r -> r.put(0x29F, (byte) 1)),
        signature("R is padded with something", r -> r.put(0x2A0 + 48, (byte) 1)),
        signature("S is padded with something", r -> r.put(0x2E8 + 71, (byte) 1)),
        signature("something behind S", r -> r.put(0x330, (byte) 1)),
        signature("the last byte", r -> r.put(0x49F, (byte) 1)),
        signature("R is zero", r -> r.put(0x2A0, new byte[48])),
        signature("S is above the order", r -> r.put(0x2E8, filled(48, 0xFF))));
  }

  private static Arguments signature(String what, Consumer<ByteBuffer> change) {
    return row(REPORT_FIELDS, what, () -> Forgery.genoa().changeSigned(change));
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
        row(AUTHORITIES, "ASK expired", () -> Forgery.genoa().intermediate(EachCheckTest::expired)),
        row(AUTHORITIES, "ASK to come", () -> Forgery.genoa().intermediate(EachCheckTest::future)),
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
        row(AUTHORITIES, "ARK expired", () -> Forgery.genoa().trustedRoot(EachCheckTest::expired)),
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
      Check check, String what, java.util.function.UnaryOperator<CertificateTemplate> change) {
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
        leaf(ENDORSEMENT_KEY, "expired", EachCheckTest::expired),
        leaf(ENDORSEMENT_KEY, "to come", EachCheckTest::future),
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

  static Stream<Arguments> revocationAndSignature() throws Exception {
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
        row(REVOCATION, "of another ARK", () -> Forgery.genoa().crl(impostor().crl(Set.of()))),
        row(
            SIGNATURE,
            "a bit of the measurement",
            () -> Forgery.genoa().changeSigned(r -> r.put(0x90, (byte) ~r.get(0x90)))),
        row(
            SIGNATURE,
            "a bit of R",
            () -> Forgery.genoa().changeSigned(r -> r.put(0x2A0, (byte) (1 ^ r.get(0x2A0))))),
        row(
            SIGNATURE,
            "R and S exchanged",
            () ->
                Forgery.genoa()
                    .changeSigned(
                        r -> {
                          byte[] both = new byte[144];
                          r.get(0x2A0, both);
                          r.put(0x2A0, both, 72, 72).put(0x2E8, both, 0, 72);
                        })));
  }

  private static Forgery crl(Instant thisUpdate, Instant nextUpdate) throws Exception {
    Forgery forgery = Forgery.genoa();
    return forgery.crl(forgery.authority().crl(Set.of(), thisUpdate, nextUpdate));
  }

  static Stream<Arguments> guest() {
    return Stream.of(
        policy(BINDING, "REPORT_DATA", p -> p.reportData(new byte[64])),
        policy(BINDING, "HOST_DATA", p -> p.hostData(filled(32, 1))),
        policy(BINDING, "FAMILY_ID", p -> p.familyId(filled(16, 1))),
        policy(BINDING, "IMAGE_ID", p -> p.imageId(filled(16, 1))),
        policy(BINDING, "REPORT_ID", p -> p.reportId(filled(32, 1))),
        policy(BINDING, "MEASUREMENT", p -> p.measurement(filled(48, 1))),
        policy(BINDING, "CHIP_ID", p -> p.chipId(filled(64, 1))),
        policy(BINDING, "CHIP_ID of Turin", p -> p.chipId(filled(8, 1))),
        policy(BINDING, "VMPL", p -> p.vmpl(1)),
        report(BINDING, "the host's own report", r -> r.putInt(0x30, 0xFFFFFFFF)),
        row(GUEST_POLICY, "DEBUG", () -> Forgery.genoaWith(launch().policy(0xB0000).build())),
        row(GUEST_POLICY, "MIGRATE_MA", () -> Forgery.genoaWith(launch().policy(0x70000).build())),
        row(
            GUEST_POLICY,
            "a migration agent",
            () ->
                Forgery.genoaWith(launch().policy(0x70000).reportIdMa(filled(32, 1)).build())
                    .policy(p -> p.allowPolicy(GuestPolicy.Bit.MIGRATE_MA))),
        report(GUEST_POLICY, "a migration agent of zeros", r -> r.put(0x160, new byte[32])),
        policy(GUEST_POLICY, "another migration agent", p -> p.migrationAgent(filled(32, 1))),
        policy(GUEST_POLICY, "SMT", p -> p.forbidPolicy(GuestPolicy.Bit.SMT)),
        policy(
            GUEST_POLICY, "no SINGLE_SOCKET", p -> p.requirePolicy(GuestPolicy.Bit.SINGLE_SOCKET)),
        policy(GUEST_POLICY, "ABI 0.0", p -> p.minimumAbi(new AbiVersion(1, 51))),
        row(
            GUEST_POLICY,
            "ABI with a high minor alone",
            () ->
                Forgery.genoaWith(launch().policy(0x30020).build())
                    .policy(p -> p.minimumAbi(new AbiVersion(1, 0)))),
        row(
            ID_BLOCK,
            "no ID block",
            () -> Forgery.genoa().policy(p -> p.idKeyDigest(filled(48, 1)))),
        row(
            ID_BLOCK,
            "another author key",
            () ->
                Forgery.genoaWith(idBlock().build()).policy(p -> p.authorKeyDigest(filled(48, 1)))),
        row(
            ID_BLOCK,
            "an author key that is not enabled",
            () ->
                Forgery.genoaWith(idBlock().build())
                    .report(r -> r.putInt(0x48, 0))
                    .policy(p -> p.authorKeyDigest(filled(48, 2)))),
        row(
            ID_BLOCK,
            "another ID key",
            () -> Forgery.genoaWith(idBlock().build()).policy(p -> p.idKeyDigest(filled(48, 2)))),
        row(
            GUEST_SVN,
            "lower",
            () -> Forgery.genoaWith(idBlock().build()).policy(p -> p.minimumGuestSvn(8))));
  }

  static Stream<Arguments> platform() {
    return Stream.of(
        row(
            PLATFORM,
            "no alias check",
            () ->
                Forgery.of(p -> p.features(EnumSet.of(PlatformFeature.ECC_EN)), launch().build())),
        policy(PLATFORM, "ECC", p -> p.forbidPlatform(PlatformInfo.Bit.ECC_EN)),
        policy(PLATFORM, "no TSME", p -> p.requirePlatform(PlatformInfo.Bit.TSME_EN)),
        policy(
            TCB,
            "one component below the minimum",
            p -> p.minimumTcb(GENOA, GENOA.tcb(0x0000_0000_0000_000BL))),
        policy(TCB, "launch TCB", p -> p.minimumLaunchTcb(GENOA, GENOA.tcb(0x0018L << 48))),
        policy(TCB, "firmware", p -> p.minimumFirmware(new FirmwareVersion(1, 56, 0))),
        report(TCB, "reported above committed", r -> r.put(0x1E0, (byte) 9)),
        report(TCB, "committed above current", r -> r.put(0x1E1, (byte) 1)),
        report(TCB, "committed firmware above current", r -> r.put(0x1ED, (byte) 56)),
        row(
            TCB,
            "provisional firmware",
            () ->
                Forgery.genoa()
                    .report(r -> r.put(0x3F, (byte) 0x55))
                    .policy(p -> p.requireCommittedFirmware(true))),
        policy(MITIGATIONS, "before version 5", p -> p.minimumCurrentMitVector(1)),
        row(
            MITIGATIONS,
            "one is missing at launch",
            () ->
                Forgery.of(p -> p.firmware(Forgery.version5(Product.GENOA)), launch().build())
                    .policy(p -> p.minimumLaunchMitVector(0x1F))),
        row(
            MITIGATIONS,
            "one is missing now",
            () ->
                Forgery.of(p -> p.firmware(Forgery.version5(Product.GENOA)), launch().build())
                    .policy(p -> p.minimumCurrentMitVector(0x10))));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource({
    "form",
    "authorities",
    "endorsement",
    "revocationAndSignature",
    "guest",
    "platform"
  })
  void exactlyTheCheckThatIsWrongIsNamed(Check check, String what, Wrong wrong) throws Exception {
    VerificationResult result = wrong.make().verify();
    assertEquals(
        List.of(check),
        result.failures().stream().map(CheckResult::check).toList(),
        what + "\n" + result);
    assertFalse(result.isTrusted());
  }
}
