package org.elastictee.provider.tls;

import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.elastictee.provider.engine.EngineTable;
import org.elastictee.provider.key.LiveKeys;
import org.elastictee.provider.key.RootSource;
import org.elastictee.provider.keystore.DerivedIdentity;

/**
 * The derived identity, derived when a TLS client first connects to us. As a client we show it only
 * to a server that names it among the issuers it accepts: to any other it would tell nothing but
 * who we are.
 */
final class DerivedIdentitySource implements IdentitySource {
  private final EngineTable engines;
  private final SecureRandom random;
  private final RootSource root;
  private final LiveKeys live;
  private List<TlsIdentity> identities;

  /**
   * Creates a source.
   *
   * @param live takes the keys that it gives out
   */
  DerivedIdentitySource(EngineTable engines, SecureRandom random, RootSource root, LiveKeys live) {
    this.engines = engines;
    this.random = random;
    this.root = root;
    this.live = live;
  }

  @Override
  public synchronized List<TlsIdentity> identities() {
    if (identities == null) {
      try {
        DerivedIdentity identity =
            DerivedIdentity.derive(root.get(), engines, random, Clock.systemUTC());
        identities =
            List.of(
                new TlsIdentity(
                    DerivedIdentity.ALIAS,
                    () -> live.add(identity.privateKey()),
                    () -> new X509Certificate[] {identity.certificate()}));
      } catch (GeneralSecurityException e) {
        throw new ProviderException("the derived identity is not to be had: " + e.getMessage(), e);
      }
    }
    return identities;
  }

  @Override
  public boolean mayShowToServer(List<Principal> issuers) {
    return namesSome(issuers) && isAvailable();
  }

  /** A server's optional question must not end a connection because there is no root of trust. */
  private boolean isAvailable() {
    try {
      return !identities().isEmpty();
    } catch (ProviderException e) {
      return false;
    }
  }

  private static boolean namesSome(List<Principal> issuers) {
    return issuers.stream()
        .anyMatch(
            issuer -> issuer instanceof X500Principal name && DerivedIdentity.isNameOfSome(name));
  }
}
