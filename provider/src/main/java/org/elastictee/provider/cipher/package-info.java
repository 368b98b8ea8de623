/** Ciphers. */
package org.elastictee.provider.cipher;
