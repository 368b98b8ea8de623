package org.elastictee.vectors;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.TreeMap;

/** Counts outcomes, and skipped cases by file and reason. Not for use by several threads. */
public final class Tally {
  /** Where cases were skipped, and why. */
  public record Skip(String file, String reason) implements Comparable<Skip> {
    @Override
    public int compareTo(Skip other) {
      int byFile = file.compareTo(other.file);
      return byFile != 0 ? byFile : reason.compareTo(other.reason);
    }
  }

  private final Map<Outcome.Kind, Integer> outcomes = new EnumMap<>(Outcome.Kind.class);
  private final Map<Skip, Integer> skips = new TreeMap<>();

  /** Counts an outcome of a case of a file. */
  public void add(String file, Outcome outcome) {
    outcomes.merge(outcome.kind(), 1, Integer::sum);
    if (outcome.kind() == Outcome.Kind.SKIPPED) {
      skips.merge(new Skip(file, outcome.why()), 1, Integer::sum);
    }
  }

  /** Returns how often there was an outcome. */
  public int count(Outcome.Kind kind) {
    return outcomes.getOrDefault(kind, 0);
  }

  /** Tells whether all cases were skipped. */
  public boolean isEverythingSkipped() {
    return outcomes.keySet().equals(EnumSet.of(Outcome.Kind.SKIPPED));
  }

  /** Returns how many cases were skipped, by file and reason. */
  public Map<Skip, Integer> skips() {
    return Map.copyOf(skips);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append(outcomes);
    Map<String, Integer> reasons = new TreeMap<>();
    skips.forEach((skip, count) -> reasons.merge(skip.reason(), count, Integer::sum));
    reasons.forEach(
        (reason, count) -> text.append("\nskipped ").append(count).append(": ").append(reason));
    return text.toString();
  }
}
