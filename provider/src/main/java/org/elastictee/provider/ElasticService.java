package org.elastictee.provider;

import java.security.InvalidParameterException;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;

/**
 * A row of {@link ServiceTable} as the JCA sees it: made by the row's constructor, without
 * reflection.
 */
final class ElasticService extends Provider.Service {
  private final ElasticProvider provider;
  private final ServiceTable.Row row;

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
    return row.constructor().create(provider, parameter);
  }
}
