package org.elastictee.sev.attest.verify;

import java.util.Optional;

/**
 * What a check has established, for those that rest on it; or that it has established nothing.
 *
 * @param check the check
 * @param found what it has found
 */
record Known<T>(Check check, Optional<T> found) {
  /** Returns what was found, or lets the asking check be not asked. */
  T get() throws CheckException {
    return found.orElseThrow(
        () ->
            CheckException.notAsked(
                "it rests on check "
                    + check.number()
                    + ", "
                    + check.title()
                    + ", which has not passed"));
  }
}
