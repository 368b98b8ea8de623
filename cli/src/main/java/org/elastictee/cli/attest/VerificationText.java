package org.elastictee.cli.attest;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.stream.Collectors;

/** Shows a verification to people. */
public final class VerificationText {
  private final PrintWriter out;

  /** Creates a text that goes to a writer, which is not flushed. */
  public VerificationText(PrintWriter out) {
    this.out = out;
  }

  /** Writes the whole text: the report, the checks, and last the verdict. */
  public void print(VerificationView view) {
    if (view.report() != null) {
      new ReportText(out).print(view.report());
    }
    if (view.claims() != null) {
      out.printf(Locale.ROOT, "%-9s %s%n", "claims", printable(view.claims()));
    }
    for (String problem : view.notFetched()) {
      out.printf(Locale.ROOT, "%-9s %s%n", "not had", problem);
    }
    for (VerificationView.Check check : view.checks()) {
      out.printf(
          Locale.ROOT,
          "%2d %-9s %s: %s%n",
          check.number(),
          check.outcome().toLowerCase(Locale.ROOT).replace('_', ' '),
          check.title(),
          printable(check.reason()));
    }
    out.printf(Locale.ROOT, "%-9s %s%n", "verdict", verdict(view));
  }

  /** What comes from evidence must not steer a terminal. */
  private static String printable(String text) {
    return text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", "?");
  }

  private static String verdict(VerificationView view) {
    String test = view.usesTestRoots() ? ", under a TEST root that AMD knows nothing of" : "";
    if (view.trusted()) {
      return "trusted"
          + test
          + (view.notBound().isEmpty()
              ? ""
              : "; the policy names no " + String.join(" and no ", view.notBound()));
    }
    String failed =
        view.checks().stream()
            .filter(check -> check.outcome().equals("FAILED"))
            .map(check -> check.number() + " " + check.name())
            .collect(Collectors.joining(", "));
    return "NOT TRUSTED"
        + test
        + ", failed: "
        + (failed.isEmpty() ? "none, but not all was asked" : failed);
  }
}
