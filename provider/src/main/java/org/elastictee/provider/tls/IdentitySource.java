package org.elastictee.provider.tls;

import java.security.Principal;
import java.util.List;

/** Where a key manager finds its identities, asked only when a peer asks for one. */
interface IdentitySource {
  /** Returns the identities in the order of preference. */
  List<TlsIdentity> identities();

  /**
   * Returns whether a server that accepts these issuers may be shown an identity at all.
   *
   * @param issuers what the server accepts; empty for any
   */
  boolean mayShowToServer(List<Principal> issuers);
}
