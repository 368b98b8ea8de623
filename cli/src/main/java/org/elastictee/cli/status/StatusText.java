package org.elastictee.cli.status;

import java.io.PrintWriter;
import java.util.Locale;
import org.elastictee.cli.attest.ReportText;
import org.elastictee.provider.health.Health;

/** Shows a status to people. */
public final class StatusText {
  private final PrintWriter out;

  /** Creates a text that goes to a writer, which is flushed at its end. */
  public StatusText(PrintWriter out) {
    this.out = out;
  }

  /** Writes the whole text; of the services, their health itself. */
  public void print(Status status, Health health) {
    line("platform", status.platform().displayName());
    line("", status.platform().lacks());
    for (Status.Fact fact : status.platform().facts()) {
      line("", fact.source() + ": " + fact.finding());
    }
    line("setting", "elastic.platform=" + status.setting());
    print(status.root());
    if (status.guest() != null) {
      new ReportText(out).print(status.guest());
    }
    for (Status.Sealed sealed : status.sealed()) {
      print(sealed);
    }
    line("memory", "keys are " + status.memory().statement());
    new ServicesText(out).print(health);
    out.flush();
  }

  private void print(Status.Root root) {
    line("root", root.statement());
    if (root.file() != null) {
      line("root file", root.file() + (root.available() ? "" : ", not there yet"));
    }
  }

  private void print(Status.Sealed sealed) {
    line("sealed", sealed.file());
    line(
        "",
        sealed.problem() != null
            ? sealed.problem()
            : sealed.policy() + ", to " + sealed.root() + ": " + sealed.boundTo());
  }

  private void line(String heading, String text) {
    if (!text.isEmpty()) {
      out.printf(Locale.ROOT, "%-9s %s%n", heading, text);
    }
  }
}
