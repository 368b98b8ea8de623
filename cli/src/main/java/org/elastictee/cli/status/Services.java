package org.elastictee.cli.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.util.List;
import org.elastictee.provider.health.Downgrade;
import org.elastictee.provider.health.EngineName;
import org.elastictee.provider.health.Health;
import org.elastictee.provider.health.KnownAnswer;
import org.elastictee.provider.health.ServiceHealth;

/**
 * The provider's health; the names are those of the JSON form, and what is absent is left out.
 *
 * @param strict whether {@code elastic.strict} is set
 * @param healthy whether no engine gave a wrong answer
 * @param list every service
 */
public record Services(boolean strict, boolean healthy, List<Service> list) {
  private static final Duration MICROSECOND = Duration.ofNanos(1000);

  /**
   * A service.
   *
   * @param engine the provider that does the work, or null if none is left
   * @param knownAnswer what came of that engine's test
   * @param uses how often the service was made in this process
   * @param downgrades the engines that were passed over, and why
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Service(
      String type,
      String algorithm,
      EngineName engine,
      Test knownAnswer,
      long uses,
      List<Downgrade> downgrades) {}

  /**
   * A known-answer test.
   *
   * @param verdict the constant's name
   * @param micros how long it took, in microseconds; null if it did not run
   * @param reason in words, or null where there is none
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Test(String verdict, Long micros, String reason) {}

  /** Shows a health in this form. */
  public static Services of(Health health) {
    return new Services(
        health.strict(),
        health.isHealthy(),
        health.services().stream().map(Services::service).toList());
  }

  private static Service service(ServiceHealth service) {
    return new Service(
        service.type(),
        service.algorithm(),
        service.engine().equals(EngineName.NONE) ? null : service.engine(),
        test(service.knownAnswer()),
        service.uses(),
        service.downgrades());
  }

  private static Test test(KnownAnswer answer) {
    return new Test(
        answer.verdict().name(),
        answer.time().isZero() ? null : answer.time().dividedBy(MICROSECOND),
        answer.reason().isEmpty() ? null : answer.reason());
  }
}
