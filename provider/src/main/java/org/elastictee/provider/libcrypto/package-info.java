/**
 * The system's libcrypto (OpenSSL 3.0 and later) as a JCA provider that is never put into the
 * provider list: an engine.
 */
package org.elastictee.provider.libcrypto;
