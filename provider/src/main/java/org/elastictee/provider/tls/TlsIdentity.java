package org.elastictee.provider.tls;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.function.Supplier;

/**
 * A private key and its certificates.
 *
 * @param alias the name by which JSSE asks for it again
 * @param key gives the key, an object of the caller's own where destroying it matters
 * @param chain gives the certificates each time they are needed, so that a renewed one is taken up;
 *     end entity first
 */
record TlsIdentity(String alias, Supplier<PrivateKey> key, Supplier<X509Certificate[]> chain) {}
