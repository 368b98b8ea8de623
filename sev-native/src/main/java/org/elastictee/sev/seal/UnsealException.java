package org.elastictee.sev.seal;

import java.security.GeneralSecurityException;
import java.util.Objects;

/** Sealed data was refused, and nothing of it was released: {@link #reason()} says why. */
public final class UnsealException extends GeneralSecurityException {
  private static final long serialVersionUID = 1L;

  /** Why the data was refused. */
  public enum Reason {
    /** It does not begin as a sealed blob does. */
    NOT_SEALED,
    /** A later version of Elastic made it. */
    UNSUPPORTED_VERSION,
    /** It is too short, or a length in it points outside of it. */
    MALFORMED,
    /** It was sealed for another use. */
    WRONG_LABEL,
    /** Another root of trust sealed it: another machine, image, launch or root file. */
    FOREIGN_ROOT,
    /** It was sealed under another policy: another image may have made it. */
    WRONG_POLICY,
    /** It was sealed under a TCB that this firmware has not committed to: it is older. */
    OLDER_TCB,
    /** It was sealed by a later version of the image than this one. */
    OLDER_IMAGE,
    /** It was sealed for a VMPL more privileged than this one. */
    MORE_PRIVILEGED,
    /** It was changed after it was sealed. */
    TAMPERED
  }

  private final Reason reason;

  /** Creates an exception. */
  public UnsealException(Reason reason, String message) {
    this(reason, message, null);
  }

  /** Creates an exception with a cause. */
  public UnsealException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = Objects.requireNonNull(reason, "reason");
  }

  /** Returns why. */
  public Reason reason() {
    return reason;
  }
}
