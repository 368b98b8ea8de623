package org.elastictee.provider.health;

/** What came of the known-answer test of a service. */
public enum Verdict {
  /** It runs when the service is first asked for. */
  NOT_RUN,
  /** The engine gave the known answers. */
  PASSED,
  /** No engine that is there gave them: the service is refused. */
  FAILED,
  /** There are no answers to know. */
  NOT_APPLICABLE
}
