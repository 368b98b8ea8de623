package org.elastictee.vectors.schema;

import java.security.Provider;
import java.util.Set;
import org.elastictee.vectors.Fields;
import org.elastictee.vectors.Result;
import org.elastictee.vectors.VectorCase;
import org.elastictee.vectors.VectorGroup;

/**
 * A case before a service.
 *
 * @param algorithm the name under which the provider has the service
 */
public record Call(Provider provider, String algorithm, VectorGroup group, VectorCase test) {
  Fields parameters() {
    return group.fields();
  }

  Fields input() {
    return test.fields();
  }

  boolean isInvalid() {
    return test.result() == Result.INVALID;
  }

  boolean hasFlagOf(Set<String> flags) {
    return test.flags().stream().anyMatch(flags::contains);
  }
}
