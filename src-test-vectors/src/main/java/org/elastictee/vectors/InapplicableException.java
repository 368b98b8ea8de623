package org.elastictee.vectors;

/** A case asks for what the JCA or the service has no way to be asked. Its message is counted. */
public final class InapplicableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Creates an exception with the reason, which is the same for all cases of its kind. */
  public InapplicableException(String reason) {
    super(reason);
  }
}
