package org.elastictee.cli.status;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Shows a status to people. */
public final class StatusText {
  private final PrintWriter out;

  /** Creates a text that goes to a writer, which is flushed at its end. */
  public StatusText(PrintWriter out) {
    this.out = out;
  }

  /** Writes the whole text. */
  public void print(Status status) {
    line("platform", status.platform().displayName());
    line("", status.platform().lacks());
    for (Status.Fact fact : status.platform().facts()) {
      line("", fact.source() + ": " + fact.finding());
    }
    line("setting", "elastic.platform=" + status.setting());
    print(status.root());
    if (status.guest() != null) {
      print(status.guest());
    }
    for (Status.Sealed sealed : status.sealed()) {
      print(sealed);
    }
    out.println("engines");
    for (Status.Engine engine : status.engines()) {
      line(
          "",
          String.format(
              Locale.ROOT, "%-20s %-22s %s", engine.type(), engine.algorithm(), engine.provider()));
    }
    out.flush();
  }

  private void print(Status.Root root) {
    line("root", root.statement());
    if (root.file() != null) {
      line("root file", root.file() + (root.available() ? "" : ", not there yet"));
    }
  }

  private void print(Status.Guest guest) {
    line(
        "firmware",
        "version "
            + guest.firmware().get("current")
            + ", committed "
            + guest.firmware().get("committed"));
    String heading = "TCB";
    for (Map.Entry<String, Map<String, Object>> tcb : guest.tcb().entrySet()) {
      line(
          heading, String.format(Locale.ROOT, "%-9s %s", tcb.getKey(), components(tcb.getValue())));
      heading = "";
    }
    Status.Policy policy = guest.policy();
    line("policy", policy.raw() + ": firmware ABI " + policy.minimumAbi() + " or later");
    line("", "the host may: " + names(policy.allows()));
    line("", "the host must: " + names(policy.requires()));
    if (policy.allows().contains("DEBUG")) {
      line("", "DEBUG lets the host read and write this guest's memory");
    }
    line("VMPL", Long.toString(guest.vmpl()));
    line("SVN", "GUEST_SVN " + guest.guestSvn());
    line("report", "version " + guest.reportVersion() + ", signed by the " + guest.signingKey());
    line("", "PLATFORM_INFO " + guest.platformInfo());
    line(
        "",
        "MEASUREMENT covers what the launch measured: under a cloud's own firmware, that firmware");
    guest.identity().forEach((name, value) -> line("", name + " " + value));
  }

  private void print(Status.Sealed sealed) {
    line("sealed", sealed.file());
    line(
        "",
        sealed.problem() != null
            ? sealed.problem()
            : sealed.policy() + ", to " + sealed.root() + ": " + sealed.boundTo());
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
    if (!text.isEmpty()) {
      out.printf(Locale.ROOT, "%-9s %s%n", heading, text);
    }
  }
}
