package org.elastictee.provider.health;

/**
 * In strict mode ({@code elastic.strict}), no engine may do the work: the one whose turn it is
 * failed its known-answer test, or none is there. It is an {@link Error} because the JCA takes
 * every {@link Exception} as a hint to ask the next provider, and says nothing.
 */
public final class StrictModeError extends Error {
  private static final long serialVersionUID = 1L;

  /** Creates an error that says what is refused and why. */
  public StrictModeError(String message) {
    super(message);
  }
}
