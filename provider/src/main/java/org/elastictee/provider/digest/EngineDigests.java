package org.elastictee.provider.digest;

import java.security.NoSuchAlgorithmException;
import org.elastictee.provider.engine.EngineTable;
import org.elastictee.provider.engine.Operation;

/** Digests: the engine's own object, handed on with nothing in between. It holds no key. */
public final class EngineDigests {
  private EngineDigests() {}

  /**
   * Returns the engine's {@link java.security.MessageDigestSpi}.
   *
   * @throws NoSuchAlgorithmException if there is no engine
   */
  public static Object create(EngineTable engines, Operation operation)
      throws NoSuchAlgorithmException {
    return engines
        .provider(operation)
        .getService(operation.type(), operation.algorithm())
        .newInstance(null);
  }
}
