package org.elastictee.sev.memory;

import java.util.Locale;

/**
 * How the secrets of this process are protected, all of them: one that is not makes it {@code
 * false}.
 *
 * @param locked whether they stay out of swap
 * @param excludedFromDumps whether they stay out of core dumps
 * @param wipedOnFork whether a forked child finds zeros in their place
 * @param secrets how many there are
 * @param mappings how many mappings of pages they lie in; 0 if they lie in ordinary memory
 * @param bytes the size of these mappings, without their guard pages
 */
public record MemoryProtection(
    boolean locked,
    boolean excludedFromDumps,
    boolean wipedOnFork,
    int secrets,
    int mappings,
    long bytes) {

  /** Returns one sentence for the operator. */
  public String statement() {
    if (mappings == 0) {
      return "NOT PROTECTED, in ordinary memory outside of the Java heap";
    }
    return String.format(
        Locale.ROOT,
        "%s, %s, %s",
        locked ? "locked" : "NOT LOCKED (see RLIMIT_MEMLOCK)",
        excludedFromDumps ? "excluded from core dumps" : "NOT EXCLUDED from core dumps",
        wipedOnFork ? "wiped on fork" : "NOT WIPED on fork");
  }
}
