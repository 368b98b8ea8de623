package org.elastictee.provider;

import java.security.InvalidParameterException;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.elastictee.provider.engine.Operation;
import org.elastictee.provider.engine.OperationHealth;
import org.elastictee.provider.health.EngineName;
import org.elastictee.provider.health.KnownAnswer;
import org.elastictee.provider.health.ServiceHealth;

/**
 * A row of {@link ServiceTable} as the JCA sees it: made by the row's constructor, without
 * reflection. It counts the objects that it makes.
 */
final class ElasticService extends Provider.Service {
  private static final OperationHealth OWN_WORK =
      new OperationHealth(
          new EngineName(ElasticProvider.NAME, ElasticProvider.VERSION),
          KnownAnswer.notApplicable("it works by other services"),
          List.of());

  private final ElasticProvider provider;
  private final ServiceTable.Row row;
  private final LongAdder uses = new LongAdder();

  ElasticService(ElasticProvider provider, ServiceTable.Row row) {
    super(
        provider,
        row.type(),
        row.algorithm(),
        ElasticService.class.getName(),
        row.aliases(),
        row.attributes());
    this.provider = provider;
    this.row = row;
  }

  @Override
  public Object newInstance(Object parameter) throws NoSuchAlgorithmException {
    if (parameter != null && !row.parameterType().isInstance(parameter)) {
      throw new InvalidParameterException(
          row.type() + " " + row.algorithm() + " does not take this parameter");
    }
    Object made = row.constructor().create(provider, parameter);
    uses.increment();
    return made;
  }

  /** Returns the operation that the service stands on, or empty if it is Elastic's own work. */
  Optional<Operation> operation() {
    return row.operation();
  }

  /** Returns how the service stands. Makes and tests nothing. */
  ServiceHealth health() {
    OperationHealth health = row.operation().map(provider.engines()::health).orElse(OWN_WORK);
    return new ServiceHealth(
        row.type(),
        row.algorithm(),
        health.engine(),
        health.knownAnswer(),
        uses.sum(),
        health.downgrades());
  }
}
