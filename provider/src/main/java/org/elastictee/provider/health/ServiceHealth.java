package org.elastictee.provider.health;

import java.util.List;

/**
 * The health of a service.
 *
 * @param type of the service, as the JCA has it
 * @param algorithm its name without aliases
 * @param engine the provider that does the work or, before first use, would be tried first; Elastic
 *     itself where no engine stands behind the service, {@link EngineName#NONE} where none is left
 * @param knownAnswer the result of that engine's test or, where none is left, of the last that
 *     failed
 * @param uses how many objects of this service the provider has made
 * @param downgrades the engines in front that do not serve
 */
public record ServiceHealth(
    String type,
    String algorithm,
    EngineName engine,
    KnownAnswer knownAnswer,
    long uses,
    List<Downgrade> downgrades) {
  /** Copies the list. */
  public ServiceHealth {
    downgrades = List.copyOf(downgrades);
  }

  /** Whether an engine gave a wrong answer, whichever serves now. */
  public boolean hasFailure() {
    return downgrades.stream().anyMatch(d -> d.cause() == Downgrade.Cause.FAILED);
  }
}
