package org.elastictee.sev.attest;

import java.util.Comparator;

/**
 * A version of the firmware's interface, as a guest policy names the lowest it allows; ordered as
 * one pair.
 *
 * @param major 0 to 255
 * @param minor 0 to 255
 */
public record AbiVersion(int major, int minor) implements Comparable<AbiVersion> {
  private static final Comparator<AbiVersion> ORDER =
      Comparator.comparingInt(AbiVersion::major).thenComparingInt(AbiVersion::minor);

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a number is not one byte
   */
  public AbiVersion {
    if (((major | minor) & ~0xFF) != 0) {
      throw new IllegalArgumentException("major and minor are 0 to 255");
    }
  }

  @Override
  public int compareTo(AbiVersion other) {
    return ORDER.compare(this, other);
  }

  /** Returns {@code major.minor} in decimal. */
  @Override
  public String toString() {
    return major + "." + minor;
  }
}
