/** Signatures. */
package org.elastictee.provider.signature;
