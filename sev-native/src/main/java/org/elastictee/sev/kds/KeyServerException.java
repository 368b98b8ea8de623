package org.elastictee.sev.kds;

import java.security.GeneralSecurityException;
import java.util.Objects;

/** The key server, and the cache before it, gave nothing usable: {@link #reason()} says why. */
public final class KeyServerException extends GeneralSecurityException {
  private static final long serialVersionUID = 1L;

  /** Why there is no certificate or list. */
  public enum Reason {
    /**
     * The {@code CHIP_ID} names no chip: it is all zero, as where the host masks it, or has more
     * bytes than the product's have. Nothing was asked.
     */
    UNUSABLE_CHIP_ID,
    /**
     * The server has nothing of this kind: AMD documents no name there for the product, or the
     * report names no key that signs it. Nothing was asked.
     */
    NOT_SERVED,
    /** The cache does not have it, or only an expired one, and nothing else may be asked. */
    OFFLINE,
    /** No connection to the server or the proxy, or it broke before the answer was whole. */
    UNREACHABLE,
    /** The answer was not there, or not whole, in time. */
    TIMED_OUT,
    /** The server wants fewer requests, and waiting longer would exceed the total time. */
    THROTTLED,
    /** The server does not know the chip, or not with this TCB. */
    NOT_FOUND,
    /** The server, or the proxy, answered with a status that is no answer; redirects are such. */
    UNEXPECTED_STATUS,
    /** The answer is not what was asked for, or has expired. */
    BAD_CONTENT,
    /** The answer is larger than any that can be right. */
    TOO_LARGE,
    /** The cache's folder cannot be read or written. */
    CACHE,
    /** The thread was interrupted; its interrupt status is kept. */
    INTERRUPTED
  }

  private final Reason reason;

  /** Creates an exception; the message must hold neither paths of the host nor chip identifiers. */
  public KeyServerException(Reason reason, String message) {
    this(reason, message, null);
  }

  /** Creates an exception with a cause, to whose message the same applies. */
  public KeyServerException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = Objects.requireNonNull(reason, "reason");
  }

  /** Keeps the interrupt status and returns what to throw. */
  static KeyServerException interrupted() {
    Thread.currentThread().interrupt();
    return new KeyServerException(Reason.INTERRUPTED, "the thread was interrupted");
  }

  /** Returns why. */
  public Reason reason() {
    return reason;
  }
}
