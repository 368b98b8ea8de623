package org.elastictee.sev.attest.verify;

/** What has become of a check. */
public enum Outcome {
  /** It was carried out and holds. */
  PASSED,
  /** It was carried out and does not hold. */
  FAILED,
  /** It was not carried out: the policy does not ask for it, or what it rests on failed. */
  NOT_ASKED
}
