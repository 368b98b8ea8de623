package org.elastictee.sev.attest.verify;

/** A check does not hold, or cannot be asked. */
final class CheckException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Outcome outcome;

  private CheckException(Outcome outcome, String reason, Throwable cause) {
    super(reason, cause);
    this.outcome = outcome;
  }

  static CheckException failed(String reason) {
    return new CheckException(Outcome.FAILED, reason, null);
  }

  static CheckException failed(String reason, Throwable cause) {
    return new CheckException(Outcome.FAILED, reason, cause);
  }

  static CheckException notAsked(String reason) {
    return new CheckException(Outcome.NOT_ASKED, reason, null);
  }

  /** Throws unless a condition holds. */
  static void require(boolean condition, String reason) throws CheckException {
    if (!condition) {
      throw failed(reason);
    }
  }

  Outcome outcome() {
    return outcome;
  }
}
