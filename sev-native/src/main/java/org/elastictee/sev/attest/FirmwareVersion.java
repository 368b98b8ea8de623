package org.elastictee.sev.attest;

import java.util.Comparator;

/**
 * A version of the SEV-SNP firmware, ordered as one tuple: major, minor, build.
 *
 * @param major 0 to 255
 * @param minor 0 to 255
 * @param build 0 to 255
 */
public record FirmwareVersion(int major, int minor, int build)
    implements Comparable<FirmwareVersion> {
  private static final Comparator<FirmwareVersion> ORDER =
      Comparator.comparingInt(FirmwareVersion::major)
          .thenComparingInt(FirmwareVersion::minor)
          .thenComparingInt(FirmwareVersion::build);

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a number is not one byte
   */
  public FirmwareVersion {
    if (((major | minor | build) & ~0xFF) != 0) {
      throw new IllegalArgumentException("major, minor and build are 0 to 255");
    }
  }

  @Override
  public int compareTo(FirmwareVersion other) {
    return ORDER.compare(this, other);
  }

  /** Returns {@code major.minor.build} in decimal, as AMD writes it. */
  @Override
  public String toString() {
    return major + "." + minor + "." + build;
  }
}
