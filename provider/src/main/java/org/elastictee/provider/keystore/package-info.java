/** The key store, and the identity that is always in it. */
package org.elastictee.provider.keystore;
