package org.elastictee.provider.health;

/**
 * Which engine it is.
 *
 * @param name of its provider; empty if there is none
 * @param version of its provider
 */
public record EngineName(String name, String version) {
  /** Where no engine is left. */
  public static final EngineName NONE = new EngineName("", "");
}
