package org.elastictee.vectors;

/** The vectors are not what they should be: missing, altered, malformed, or of an unknown kind. */
public final class VectorException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Creates an exception. */
  public VectorException(String message) {
    super(message);
  }

  /** Creates an exception with a cause. */
  public VectorException(String message, Throwable cause) {
    super(message, cause);
  }
}
