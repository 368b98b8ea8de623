package org.elastictee.sim.attest;

import static org.elastictee.sev.attest.verify.Check.BINDING;
import static org.elastictee.sev.attest.verify.Check.FORMAT;
import static org.elastictee.sev.attest.verify.Check.GUEST_POLICY;
import static org.elastictee.sev.attest.verify.Check.GUEST_SVN;
import static org.elastictee.sev.attest.verify.Check.ID_BLOCK;
import static org.elastictee.sev.attest.verify.Check.MITIGATIONS;
import static org.elastictee.sev.attest.verify.Check.PLATFORM;
import static org.elastictee.sev.attest.verify.Check.REPORT_FIELDS;
import static org.elastictee.sev.attest.verify.Check.SIGNATURE;
import static org.elastictee.sev.attest.verify.Check.TCB;
import static org.elastictee.sim.attest.OneThingWrong.assertExactlyThisFails;
import static org.elastictee.sim.attest.OneThingWrong.filled;
import static org.elastictee.sim.attest.OneThingWrong.launch;
import static org.elastictee.sim.attest.OneThingWrong.policy;
import static org.elastictee.sim.attest.OneThingWrong.report;
import static org.elastictee.sim.attest.OneThingWrong.row;

import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.elastictee.sev.attest.AbiVersion;
import org.elastictee.sev.attest.FirmwareVersion;
import org.elastictee.sev.attest.GuestPolicy;
import org.elastictee.sev.attest.PlatformInfo;
import org.elastictee.sev.attest.verify.Check;
import org.elastictee.sim.attest.OneThingWrong.Wrong;
import org.elastictee.sim.firmware.LaunchParameters;
import org.elastictee.sim.firmware.PlatformFeature;
import org.elastictee.sim.firmware.Product;
import org.elastictee.sim.host.CertificateTable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks 1 and 2, and 11 to 18: each names what is wrong with the report, and no other does. */
class ReportChecksTest {
  private static final org.elastictee.sev.attest.Product GENOA =
      org.elastictee.sev.attest.Product.GENOA;

  private static LaunchParameters.Builder idBlock() {
    return launch()
        .idKeyDigest(filled(48, 1))
        .authorKeyDigest(filled(48, 2))
        .familyId(filled(16, 3))
        .imageId(filled(16, 4))
        .guestSvn(7);
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
        unsigned("R is padded with something", r -> r.put(0x2A0 + 48, (byte) 1)),
        unsigned("S is padded with something", r -> r.put(0x2E8 + 71, (byte) 1)),
        unsigned("something behind S", r -> r.put(0x330, (byte) 1)),
        unsigned("the last byte", r -> r.put(0x49F, (byte) 1)),
        unsigned("R is zero", r -> r.put(0x2A0, new byte[48])),
        unsigned("S is above the order", r -> r.put(0x2E8, filled(48, 0xFF))));
  }

  private static Arguments unsigned(String what, Consumer<ByteBuffer> change) {
    return row(REPORT_FIELDS, what, () -> Forgery.genoa().changeSigned(change));
  }

  static Stream<Arguments> signatures() {
    return Stream.of(
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
  @MethodSource({"form", "signatures", "guest", "platform"})
  void exactlyTheCheckThatIsWrongIsNamed(Check check, String what, Wrong wrong) throws Exception {
    assertExactlyThisFails(check, what, wrong);
  }
}
