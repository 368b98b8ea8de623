package org.elastictee.sev.platform;

import java.util.List;
import java.util.Objects;

/**
 * What was found out about the machine, and the facts it rests on.
 *
 * @param platform the conclusion
 * @param facts every fact that was looked at, in the order it was looked at
 */
public record PlatformEvidence(Platform platform, List<Fact> facts) {
  /** Copies the list. */
  public PlatformEvidence {
    Objects.requireNonNull(platform, "platform");
    facts = List.copyOf(facts);
  }

  /**
   * One observation.
   *
   * @param source where it was read, for example a device node
   * @param finding what was found there
   */
  public record Fact(String source, String finding) {
    /** Refuses nulls. */
    public Fact {
      Objects.requireNonNull(source, "source");
      Objects.requireNonNull(finding, "finding");
    }
  }
}
