package org.elastictee.cli;

import java.security.Provider;

/** A provider by the name of SunJCE that has AES-CTR, and cannot do it. */
public final class WrongSunJce extends Provider {
  private static final long serialVersionUID = 1L;

  /** Creates the provider, as the JVM does by its configuration. */
  public WrongSunJce() {
    super("SunJCE", "0", "wrong");
    putService(
        new Service(this, "Cipher", "AES/CTR/NoPadding", "none", null, null) {
          @Override
          public Object newInstance(Object parameter) {
            throw new IllegalStateException("there is no cipher");
          }
        });
  }
}
