package org.elastictee.provider.health;

/**
 * An engine that is in front of the one that serves, and why it does not serve itself.
 *
 * @param engine the name of its provider
 * @param cause the kind of reason
 * @param reason in words
 */
public record Downgrade(String engine, Cause cause, String reason) {
  /** Why an engine does not serve. */
  public enum Cause {
    /** Its provider was taken out of the JVM's configuration. */
    MISSING,
    /** Its provider is there and has no such algorithm, as SUN no ML-DSA before JDK 24. */
    NOT_OFFERED,
    /** Its known-answer test failed. */
    FAILED
  }
}
