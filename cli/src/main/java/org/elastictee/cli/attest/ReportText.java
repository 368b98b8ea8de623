package org.elastictee.cli.attest;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Shows a report to people. */
public final class ReportText {
  private final PrintWriter out;

  /** Creates a text that goes to a writer, which is not flushed. */
  public ReportText(PrintWriter out) {
    this.out = out;
  }

  /** Writes the whole text. */
  public void print(ReportView report) {
    line("report", "version " + report.reportVersion() + ", signed by the " + report.signingKey());
    line(
        "firmware",
        "version "
            + report.firmware().get("current")
            + ", committed "
            + report.firmware().get("committed"));
    String heading = "TCB";
    for (Map.Entry<String, Map<String, Object>> tcb : report.tcb().entrySet()) {
      line(
          heading, String.format(Locale.ROOT, "%-9s %s", tcb.getKey(), components(tcb.getValue())));
      heading = "";
    }
    line("platform", names(report.platform()));
    print(report.policy());
    line("VMPL", Long.toString(report.vmpl()));
    line("SVN", "GUEST_SVN " + report.guestSvn());
    heading = "fields";
    for (Map.Entry<String, String> field : report.fields().entrySet()) {
      line(heading, field.getKey() + " " + field.getValue());
      heading = "";
    }
    line(
        "",
        "measurement covers what the launch measured: under a cloud's own firmware, that alone");
  }

  private void print(ReportView.Policy policy) {
    line("policy", policy.raw() + ": firmware ABI " + policy.minimumAbi() + " or later");
    line("", "the host may: " + names(policy.allows()));
    line("", "the host must: " + names(policy.requires()));
    if (policy.allows().contains("DEBUG")) {
      line("", "DEBUG lets the host read and write this guest's memory");
    }
  }

  private static String names(List<String> names) {
    return names.isEmpty() ? "nothing more" : String.join(", ", names);
  }

  private static String components(Map<String, Object> tcb) {
    StringBuilder text = new StringBuilder();
    tcb.forEach(
        (name, value) -> text.append(text.isEmpty() ? "" : ", ").append(name + " " + value));
    return text.toString();
  }

  private void line(String heading, String text) {
    out.printf(Locale.ROOT, "%-9s %s%n", heading, text);
  }
}
