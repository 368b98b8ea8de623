package org.elastictee.cli.attest;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.elastictee.sev.attest.AttestationReport;
import org.elastictee.sev.attest.GuestPolicy;
import org.elastictee.sev.attest.KeyInfo.SigningKey;
import org.elastictee.sev.attest.PlatformInfo;
import org.elastictee.sev.attest.TcbComponent;
import org.elastictee.sev.attest.TcbVersion;

/**
 * What a report says, decoded; nothing of it is verified here. The names are those of the JSON
 * form; bytes are lower-case hexadecimal.
 *
 * @param reportVersion {@code VERSION}
 * @param vmpl {@code VMPL}
 * @param guestSvn {@code GUEST_SVN}
 * @param signingKey {@code SIGNING_KEY}: VCEK, VLEK, NONE or reserved
 * @param firmware its current and its committed version
 * @param tcb the components of the current, committed, reported and launch TCB, and raw as hex
 * @param policy the guest policy, decoded
 * @param platform what the platform has switched on, by AMD's names
 * @param fields the fields that tell this guest from others, and {@code REPORT_DATA}
 */
public record ReportView(
    long reportVersion,
    long vmpl,
    long guestSvn,
    String signingKey,
    Map<String, String> firmware,
    Map<String, Map<String, Object>> tcb,
    Policy policy,
    List<String> platform,
    Map<String, String> fields) {

  /**
   * The guest policy.
   *
   * @param raw as hex
   * @param minimumAbi the lowest firmware ABI that the guest runs on
   * @param allows what the host may do, by AMD's names
   * @param requires what the host must do, by AMD's names
   */
  public record Policy(String raw, String minimumAbi, List<String> allows, List<String> requires) {}

  /** Decodes a report. */
  public static ReportView of(AttestationReport report) {
    return new ReportView(
        report.version(),
        report.vmpl(),
        report.guestSvn(),
        report.keyInfo().signingKey().map(SigningKey::name).orElse("reserved"),
        firmware(report),
        tcbs(report),
        policy(report.policy()),
        Arrays.stream(PlatformInfo.Bit.values())
            .filter(report.platformInfo()::has)
            .map(Enum::name)
            .toList(),
        fields(report));
  }

  private static Map<String, String> firmware(AttestationReport report) {
    Map<String, String> versions = new LinkedHashMap<>();
    versions.put("current", report.currentVersion().toString());
    versions.put("committed", report.committedVersion().toString());
    return versions;
  }

  private static Map<String, Map<String, Object>> tcbs(AttestationReport report) {
    Map<String, Map<String, Object>> tcbs = new LinkedHashMap<>();
    tcbs.put("current", tcb(report.currentTcb()));
    tcbs.put("committed", tcb(report.committedTcb()));
    tcbs.put("reported", tcb(report.reportedTcb()));
    tcbs.put("launch", tcb(report.launchTcb()));
    return tcbs;
  }

  private static Map<String, Object> tcb(TcbVersion version) {
    Map<String, Object> components = new LinkedHashMap<>();
    for (TcbComponent component : TcbComponent.values()) {
      version
          .component(component)
          .ifPresent(value -> components.put(component.name().toLowerCase(Locale.ROOT), value));
    }
    components.put("raw", String.format(Locale.ROOT, "0x%016x", version.raw()));
    return components;
  }

  private static Policy policy(GuestPolicy policy) {
    List<String> allows = new ArrayList<>();
    addIf(policy.smt(), "SMT", allows);
    addIf(policy.migrateMa(), "MIGRATE_MA", allows);
    addIf(policy.debug(), "DEBUG", allows);
    addIf(policy.cxlAllow(), "CXL", allows);
    List<String> requires = new ArrayList<>();
    addIf(policy.singleSocket(), "SINGLE_SOCKET", requires);
    addIf(policy.memAes256Xts(), "MEM_AES_256_XTS", requires);
    addIf(policy.raplDis(), "RAPL_DIS", requires);
    addIf(policy.ciphertextHidingDram(), "CIPHERTEXT_HIDING_DRAM", requires);
    addIf(policy.pageSwapDisable(), "PAGE_SWAP_DISABLE", requires);
    return new Policy(
        hex(policy.raw()), policy.abiMajor() + "." + policy.abiMinor(), allows, requires);
  }

  private static void addIf(boolean isSet, String name, List<String> names) {
    if (isSet) {
      names.add(name);
    }
  }

  private static Map<String, String> fields(AttestationReport report) {
    HexFormat hex = HexFormat.of();
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("reportData", hex.formatHex(report.reportData()));
    fields.put("measurement", hex.formatHex(report.measurement()));
    fields.put("hostData", hex.formatHex(report.hostData()));
    fields.put("familyId", hex.formatHex(report.familyId()));
    fields.put("imageId", hex.formatHex(report.imageId()));
    fields.put("idKeyDigest", hex.formatHex(report.idKeyDigest()));
    fields.put("authorKeyDigest", hex.formatHex(report.authorKeyDigest()));
    fields.put("chipId", hex.formatHex(report.chipId()));
    fields.put("reportId", hex.formatHex(report.reportId()));
    return fields;
  }

  private static String hex(long value) {
    return "0x" + Long.toHexString(value);
  }
}
