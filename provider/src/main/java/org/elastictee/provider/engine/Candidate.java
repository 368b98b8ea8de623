package org.elastictee.provider.engine;

import java.security.Provider;
import org.elastictee.provider.health.EngineName;

/** An engine of a row that is there. */
record Candidate(Engine engine, Provider provider) {
  EngineName name() {
    return new EngineName(engine.providerName(), provider.getVersionStr());
  }

  /**
   * Whether it knows the algorithm. A cipher may be there under its transformation or, for the
   * engine to compose, under its algorithm alone.
   */
  boolean offers(Operation operation) {
    String name = operation.algorithm(engine);
    int slash = name.indexOf('/');
    return provider.getService(operation.type(), name) != null
        || (slash > 0
            && operation.type().equals("Cipher")
            && provider.getService("Cipher", name.substring(0, slash)) != null);
  }
}
