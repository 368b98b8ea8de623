package org.elastictee.cli.attest;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.List;
import org.elastictee.sev.attest.verify.VerificationPolicy;
import org.elastictee.sev.attest.verify.VerificationResult;

/**
 * A verification; the names are those of the JSON form.
 *
 * @param trusted the verdict
 * @param usesTestRoots whether the root is one that was passed for tests: then nothing is AMD's
 * @param product whose root it is, or null if none is pinned
 * @param checks all 18 in their order
 * @param notBound the fields that the policy names no value for, without which a trusted report may
 *     be an old one ({@code REPORT_DATA}) or of any guest ({@code MEASUREMENT})
 * @param notFetched certificates that could not be had, and why
 * @param claims of Azure's paravisor, bound to the report by hash, or null; only if trusted
 * @param report what the report says, or null if it is too short
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record VerificationView(
    boolean trusted,
    boolean usesTestRoots,
    String product,
    List<Check> checks,
    List<String> notBound,
    List<String> notFetched,
    String claims,
    ReportView report) {

  /** One check. */
  public record Check(int number, String name, String title, String outcome, String reason) {}

  static VerificationView of(
      VerificationResult result,
      VerificationPolicy policy,
      List<String> notFetched,
      String claims) {
    return new VerificationView(
        result.isTrusted(),
        result.usesTestRoots(),
        result.product().map(Enum::name).orElse(null),
        result.checks().stream()
            .map(
                check ->
                    new Check(
                        check.check().number(),
                        check.check().name(),
                        check.check().title(),
                        check.outcome().name(),
                        check.reason()))
            .toList(),
        notBound(policy),
        notFetched,
        result.isTrusted() ? claims : null,
        result.report().map(ReportView::of).orElse(null));
  }

  private static List<String> notBound(VerificationPolicy policy) {
    List<String> fields = new ArrayList<>();
    if (policy.reportData().isEmpty()) {
      fields.add("REPORT_DATA");
    }
    if (policy.measurements().isEmpty()) {
      fields.add("MEASUREMENT");
    }
    return fields;
  }

  boolean hasFailed(org.elastictee.sev.attest.verify.Check check) {
    return checks.stream()
        .anyMatch(
            result -> result.name().equals(check.name()) && result.outcome().equals("FAILED"));
  }
}
