package org.elastictee.sim.supervisor;

import java.io.IOException;
import java.util.Objects;

/** A program cannot be supervised, or could not be until its end: {@link #reason()} says why. */
public final class SupervisorException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Reason {
    /** This build has no supervisor, or this is not Linux on x86-64. Nothing was started. */
    UNAVAILABLE,
    /** The supervisor ended before the program began; it has said why on its standard error. */
    NOT_STARTED,
    /** The supervisor said what the protocol does not have; the program met a lost device. */
    PROTOCOL,
    /** The simulated kernel or node threw an exception; the program met a lost device. */
    SIMULATOR
  }

  private final Reason reason;

  SupervisorException(Reason reason, String message) {
    this(reason, message, null);
  }

  SupervisorException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = Objects.requireNonNull(reason, "reason");
  }

  /** Returns why. */
  public Reason reason() {
    return reason;
  }
}
