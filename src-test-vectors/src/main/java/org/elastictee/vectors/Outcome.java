package org.elastictee.vectors;

/**
 * What became of a case.
 *
 * @param why of a failure what is wrong, of a skipped case the reason, else what the service did
 */
public record Outcome(Kind kind, String why) {
  /** The kinds of outcome. */
  public enum Kind {
    /** The service accepted it, as it should. */
    ACCEPTED,
    /** The service refused it, as it should. */
    REFUSED,
    /** The case cannot be put to the service. */
    SKIPPED,
    /** The service is wrong. */
    FAILED
  }
}
