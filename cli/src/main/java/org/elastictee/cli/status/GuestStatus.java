package org.elastictee.cli.status;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.elastictee.sev.attest.AttestationReport;
import org.elastictee.sev.attest.GuestPolicy;
import org.elastictee.sev.attest.KeyInfo.SigningKey;
import org.elastictee.sev.attest.TcbComponent;
import org.elastictee.sev.attest.TcbVersion;

/** Decodes a report for {@link Status.Guest}. */
final class GuestStatus {
  private GuestStatus() {}

  static Status.Guest of(AttestationReport report) {
    return new Status.Guest(
        report.version(),
        report.vmpl(),
        report.guestSvn(),
        report.keyInfo().signingKey().map(SigningKey::name).orElse("reserved"),
        firmware(report),
        tcbs(report),
        policy(report.policy()),
        hex(report.platformInfo().raw()),
        identity(report));
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

  private static Status.Policy policy(GuestPolicy policy) {
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
    return new Status.Policy(
        hex(policy.raw()), policy.abiMajor() + "." + policy.abiMinor(), allows, requires);
  }

  private static void addIf(boolean isSet, String name, List<String> names) {
    if (isSet) {
      names.add(name);
    }
  }

  private static Map<String, String> identity(AttestationReport report) {
    HexFormat hex = HexFormat.of();
    Map<String, String> fields = new LinkedHashMap<>();
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
