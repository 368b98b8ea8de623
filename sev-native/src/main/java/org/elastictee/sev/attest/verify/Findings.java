package org.elastictee.sev.attest.verify;

import java.util.ArrayList;
import java.util.List;

/** Collects what a check with several parts finds, so that every part that fails is named. */
final class Findings {
  private final List<String> asked = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();

  /**
   * Takes down a part.
   *
   * @param part what was looked at
   * @param failure what is said of it if it does not hold
   */
  void require(boolean holds, String part, String failure) {
    asked.add(part);
    if (!holds) {
      failures.add(part + " " + failure);
    }
  }

  /** Takes down a bit that must not be set. */
  void refuse(boolean isSet, Enum<?> bit) {
    asked.add("no " + bit);
    if (isSet) {
      failures.add(bit + " is set");
    }
  }

  /**
   * Returns the parts that were asked.
   *
   * @throws CheckException if one failed, or none was asked
   */
  String conclude() throws CheckException {
    if (!failures.isEmpty()) {
      throw CheckException.failed(String.join("; ", failures));
    }
    if (asked.isEmpty()) {
      throw CheckException.notAsked("the policy asks for nothing here");
    }
    return String.join(", ", asked);
  }
}
