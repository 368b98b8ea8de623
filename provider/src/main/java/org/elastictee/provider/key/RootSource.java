package org.elastictee.provider.key;

import org.elastictee.sev.TrustedPlatform;
import org.elastictee.sev.seal.RootOfTrust;
import org.elastictee.sev.seal.RootOfTrustException;

/** Where keys are derived and sealed: the root of trust, asked only when the root is needed. */
public interface RootSource {
  /** The root of this process. */
  RootSource CURRENT = () -> TrustedPlatform.current().root();

  /**
   * Returns the root.
   *
   * @throws RootOfTrustException if there is none
   */
  RootOfTrust get() throws RootOfTrustException;
}
