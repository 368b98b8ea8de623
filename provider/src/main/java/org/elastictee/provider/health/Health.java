package org.elastictee.provider.health;

import java.util.List;

/**
 * The health of a provider at one moment.
 *
 * @param strict whether {@code elastic.strict} is set
 * @param services every service, in the order of the provider's table
 */
public record Health(boolean strict, List<ServiceHealth> services) {
  /** Copies the list. */
  public Health {
    services = List.copyOf(services);
  }

  /** Whether no engine gave a wrong answer. Tests that have not run do not count. */
  public boolean isHealthy() {
    return services.stream().noneMatch(ServiceHealth::hasFailure);
  }
}
