package org.elastictee.cli.attest;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.elastictee.sev.attest.verify.VerificationResult;

/**
 * A verification; the names are those of the JSON form.
 *
 * @param trusted the verdict
 * @param usesTestRoots whether the root is one that was passed for tests: then nothing is AMD's
 * @param product whose root it is, or null if none is pinned
 * @param checks all 18 in their order
 * @param notFetched certificates that could not be had, and why
 * @param claims of Azure's paravisor, bound to the report by hash, or null
 * @param report what the report says, or null if it is too short
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record VerificationView(
    boolean trusted,
    boolean usesTestRoots,
    String product,
    List<Check> checks,
    List<String> notFetched,
    String claims,
    ReportView report) {

  /** One check. */
  public record Check(int number, String name, String title, String outcome, String reason) {}

  static VerificationView of(VerificationResult result, List<String> notFetched, String claims) {
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
        notFetched,
        claims,
        result.report().map(ReportView::of).orElse(null));
  }
}
