/** TLS: the JDK's protocol with the keys, the randomness and the identity of this provider. */
package org.elastictee.provider.tls;
