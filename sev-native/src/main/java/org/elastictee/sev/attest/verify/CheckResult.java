package org.elastictee.sev.attest.verify;

import java.util.Objects;

/**
 * What has become of a check, and why.
 *
 * @param check the check
 * @param outcome what has become of it
 * @param reason what was found, in words; not empty
 */
public record CheckResult(Check check, Outcome outcome, String reason) {
  /** Refuses nulls. */
  public CheckResult {
    Objects.requireNonNull(check, "check");
    Objects.requireNonNull(outcome, "outcome");
    Objects.requireNonNull(reason, "reason");
  }

  /** Returns a line of text. */
  @Override
  public String toString() {
    return check.number() + " " + check + " " + outcome + ": " + reason;
  }
}
