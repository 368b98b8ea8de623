package org.elastictee.provider.engine;

import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.util.function.UnaryOperator;

/** An engine that is right but for one signature, of which it accepts every one. */
final class VerifyingAnything extends Provider {
  private static final long serialVersionUID = 1L;

  private final transient Provider real;
  private final String name;

  VerifyingAnything(Provider real, String name) {
    super(real.getName(), real.getVersionStr(), "broken");
    this.real = real;
    this.name = name;
  }

  @Override
  public Service getService(String type, String algorithm) {
    if (!type.equals("Signature") || !algorithm.equals(name)) {
      return real.getService(type, algorithm);
    }
    return new Service(this, type, algorithm, "broken", null, null) {
      @Override
      public Object newInstance(Object parameter) throws NoSuchAlgorithmException {
        return new BrokenSignature(name, real, UnaryOperator.identity(), true);
      }
    };
  }
}
