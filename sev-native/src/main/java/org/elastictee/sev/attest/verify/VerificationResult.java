package org.elastictee.sev.attest.verify;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.elastictee.sev.attest.AttestationReport;
import org.elastictee.sev.attest.Product;

/**
 * What a verification has found, check by check. Immutable.
 *
 * <p>Whoever is content with {@link #isTrusted} should know what was not asked: without an expected
 * {@code REPORT_DATA} a report may be an old one, and without an expected measurement it may be of
 * any guest.
 */
public final class VerificationResult {
  private final List<CheckResult> checks;
  private final boolean usesTestRoots;
  private final AttestationReport report;
  private final Product product;

  VerificationResult(Checklist checklist, Known<ReadEvidence> read, Known<Root> root) {
    this.checks = checklist.results();
    this.usesTestRoots = root.found().map(Root::isTest).orElse(false);
    this.report = read.found().map(ReadEvidence::report).orElse(null);
    this.product = root.found().map(Root::product).orElse(null);
  }

  /** Returns the result of each check, all 18 in their order. */
  public List<CheckResult> checks() {
    return checks;
  }

  /** Returns the result of a check. */
  public CheckResult of(Check check) {
    return checks.get(check.number() - 1);
  }

  /** Returns the checks that failed, in their order. */
  public List<CheckResult> failures() {
    return checks.stream().filter(result -> result.outcome() == Outcome.FAILED).toList();
  }

  /**
   * Returns whether no check failed and every mandatory one passed. It is true of evidence under a
   * test root too: {@link #usesTestRoots} tells.
   */
  public boolean isTrusted() {
    return checks.stream()
        .allMatch(
            result ->
                result.outcome() == Outcome.PASSED
                    || (result.outcome() == Outcome.NOT_ASKED && !result.check().isMandatory()));
  }

  /** Returns whether the root is one that was passed for tests: then nothing of it is AMD's. */
  public boolean usesTestRoots() {
    return usesTestRoots;
  }

  /** Returns the report, if it could be read; it is vouched for only if {@link #isTrusted}. */
  public Optional<AttestationReport> report() {
    return Optional.ofNullable(report);
  }

  /** Returns the product, if its root is a pinned one. */
  public Optional<Product> product() {
    return Optional.ofNullable(product);
  }

  /** Returns a line of text for the verdict and each check. */
  @Override
  public String toString() {
    String verdict =
        (isTrusted() ? "trusted" : "not trusted") + (usesTestRoots ? ", test root" : "");
    return checks.stream()
        .map(CheckResult::toString)
        .collect(Collectors.joining("\n", verdict + "\n", ""));
  }
}
